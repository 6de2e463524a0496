import AdapterHost
import CMalloc
import MarketData

extension ConformanceCheck {
    /// What sessions cost.
    static let cost: [ConformanceCheck] = [
        ConformanceCheck("memory-leaks", "A thousand sessions, some ended early, leave no memory behind") { subject in
            let cases = Array(try subject.steady().filter { $0.size < 8192 }.prefix(20))
            if cases.isEmpty { throw CheckSkip("every recorded case is too large to be played a thousand times") }
            for steady in cases { for ending in Ending.allCases { try lead(steady, ending) } }
            var rounds = 0
            var least = Int.max
            let clock = ContinuousClock()
            let start = clock.now
            // What others in this process allocate meanwhile does not grow in every round; a leak does.
            while rounds < 4 || rounds < 30 && start.duration(to: clock.now) < .seconds(10) {
                let before = inUse()
                for index in 0..<1000 {
                    try lead(cases[index % cases.count], Ending.allCases[index / 7 % Ending.allCases.count])
                }
                least = min(least, inUse() - before)
                rounds += 1
                if least < 1000 * 16 { return nil }
            }
            throw CaseProblem(
                "1000 sessions leave at least \(least) bytes behind, \(rounds) times in a row; expected that `end` frees"
                    + " what `begin`, `next_request` and `decode` allocate")
        },
        ConformanceCheck("speed-rows", "How many rows a second are decoded; told, not judged") { subject in
            let cases = try subject.steady { $0.expected.failure == nil }
            guard let best = cases.max(by: { $0.whole.rows.count < $1.whole.rows.count }), best.whole.rows.count > 0
            else {
                throw CheckSkip("no recorded case has a row")
            }
            return try SpeedMeasure(best).told()
        },
    ]

    /// How far a session is led before it is ended.
    private enum Ending: CaseIterable { case atOnce, asked, half, well }

    private static func lead(_ steady: SteadyCase, _ ending: Ending) throws {
        let checks = steady.checks
        let session: AdapterSession
        do {
            session = try checks.adapter.begin(steady.recorded.query, now: steady.recorded.now)
        } catch {
            // A case that is about a query that is refused.
            return
        }
        defer { session.close() }
        switch ending {
        case .atOnce: return
        case .asked: _ = try? session.nextRequest()  // what it throws is part of the case
        case .half:
            // What it throws is part of the case: such a session is ended here.
            guard (try? session.nextRequest()) != nil, let reply = try steady.replies().first else { return }
            let context = ReplyContext(
                httpStatus: Int32(reply.status), contentType: reply.contentType, headers: reply.headers,
                receivedAt: reply.receivedAt)
            let length = reply.body.count / 2
            var play = CasePlay()
            let batches = CaseBatches(steady.recorded.query.kind, capacity: 64)
            // Bytes have no padding that could be read. What it throws is part of the case.
            _ = unsafe try? batches.decode(
                reply.body.span.bytes.extracting(0..<length), position: 0, isLast: false, context, session, into: &play)
        case .well: _ = try steady.play { $0.capacity = 64 }
        }
    }

    /// Bytes that the process has from malloc, large ones included.
    private static func inUse() -> Int {
        let info = mallinfo2()
        return Int(info.uordblks) + Int(info.hblkhd)
    }
}
