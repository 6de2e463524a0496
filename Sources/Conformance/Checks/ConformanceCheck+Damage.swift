import AdapterHost
import MarketData

extension ConformanceCheck {
    /// What no source sends.
    static let damage: [ConformanceCheck] = [
        ConformanceCheck(
            "input-garbage", "Something else in place of a reply or file gives no row, and is refused or rejected",
            timeLimit: long
        ) { subject in
            for (index, steady) in try subject.steady().enumerated() {
                for exchange in steady.recorded.exchanges.indices {
                    // Large ones are slow, and the first cases show as much as all of them.
                    for garbage in Garbage.all where !garbage.bytes.isEmpty && (index < 3 || garbage.bytes.count < 9999)
                    {
                        try steady.named { try replaced(steady, exchange, by: garbage) }
                    }
                }
            }
            return nil
        },
        ConformanceCheck(
            "input-mutated",
            "Replies and files with some bytes changed never make the adapter blame itself or break the ABI",
            timeLimit: long
        ) { subject in
            let cases = try subject.steady()
            let replies = cases.reduce(0) { $0 + $1.recorded.exchanges.count }
            var random = SeededGenerator(state: subject.seed)
            var count = 0
            for steady in cases {
                let most = min(CheckBudget.plays(steady, of: cases), max(60, 3000 / replies))
                for exchange in steady.recorded.exchanges.indices {
                    for _ in 0..<most {
                        count += 1
                        let seed = random.next()
                        try steady.named { try mutated(steady, exchange, seed: seed) }
                    }
                }
            }
            return "\(count) mutations, seed \(subject.seed)"
        },
    ]

    private static func replaced(_ steady: SteadyCase, _ exchange: Int, by garbage: Garbage) throws {
        let played = try steady.playedAsFarAsRecorded {
            if $0 == exchange { ($1.body, $1.status) = (garbage.bytes, steady.recorded.isOfAFile ? 0 : 200) }
        }
        let place = "\(garbage) instead of reply \(exchange + 1)"
        guard let found = played else {
            if garbage.mayBeAReply { return }
            throw CaseProblem("\(place): it goes on and asks for more; expected an error or a reject")
        }
        if garbage.mayBeAReply {
            if found.failure?.error.errorClass == .internal
                || found.places.contains(where: { $0.exchange == exchange + 1 })
            {
                try hasNothingOf(exchange, found, place)
            }
            return
        }
        try hasNothingOf(exchange, found, place)
        guard found.failure != nil || found.rejects.contains(where: { $0.exchange == exchange + 1 }) else {
            throw CaseProblem("\(place): it is taken for a reply without rows; expected an error or a reject")
        }
    }

    /// As a mutation leads anywhere, whatever is asked for that is not recorded is answered with nothing.
    private static func mutated(_ steady: SteadyCase, _ exchange: Int, seed: UInt64) throws {
        let source = RecordedSource(steady.recorded.exchanges) { index, reply in
            if index == exchange { Mutation(seed: seed, sparing: steady.hosts).change(&reply.body) }
        }
        let received = steady.recorded.exchanges[exchange].reply.receivedAt
        let nothing = CaseReply(contentType: "", receivedAt: received, body: [])
        var asked = 0
        let found = try steady.checks.play(
            steady.recorded,
            source: { request in
                asked += 1
                // Pages that point to themselves are the matter of `requests-end`.
                if asked > 100 { return nothing }
                return try SteadyCase.orNil { try source.reply(to: request) } ?? nothing
            })
        if let failure = found.failure, failure.error.errorClass == .internal {
            throw CaseProblem("reply \(exchange + 1) mutated with seed \(seed): it ended with \(failure)")
        }
    }
}
