import AdapterHost
import MarketData

extension ConformanceCheck {
    /// Sessions that go on where another one was broken off.
    static let resume: [ConformanceCheck] = [
        ConformanceCheck(
            "resume-tokens", "A session that goes on from any token gives the rest: no row twice, none lost",
            timeLimit: long
        ) { subject in
            let cases = try subject.steady()
            var (count, unanswered) = (0, 0)
            for steady in cases {
                for whole in try wholes(steady) {
                    let most = min(50, CheckBudget.plays(steady, of: cases) / 4)
                    for index in stride(from: 0, to: whole.play.stops.count, by: max(1, whole.play.stops.count / most))
                    {
                        let compared = try steady.named { try resumed(steady, whole, whole.play.stops[index]) }
                        if compared { count += 1 } else { unanswered += 1 }
                    }
                }
            }
            if count == 0, unanswered == 0 { throw CheckSkip("no recorded case gives a resume token") }
            if count == 0 { throw CheckSkip("a resumed session asks for what no case has recorded") }
            return "\(count) tokens" + (unanswered > 0 ? "; \(unanswered) ask for what is not recorded" : "")
        },
        ConformanceCheck(
            "resume-garbage", "A token that is none is refused as an invalid query or as malformed", timeLimit: long
        ) { subject in
            let cases = try subject.steady()
            let withTokens = try cases.filter { try $0.play { $0.capacity = 1 }.stops.count > 0 }
            if withTokens.isEmpty { throw CheckSkip("no recorded case gives a resume token") }
            // The token is looked at before the case is: some cases show as much as all of them.
            for steady in withTokens.prefix(6) {
                for garbage in Garbage.all where garbage.bytes.contains(where: { $0 > 0x20 }) {
                    try steady.named { try refused(steady, garbage, subject) }
                }
            }
            return nil
        },
    ]

    /// A case in batches of that size.
    private struct Whole {
        let capacity: Int
        let play: CasePlay
    }

    /// Sizes that give the same rows; of the others `batch-sizes` tells.
    private static func wholes(_ steady: SteadyCase) throws -> [Whole] {
        try [1, 3, 4096].compactMap { capacity in
            let play = try steady.play { $0.capacity = capacity }
            do { try Comparison("").same(play, steady.whole) } catch { return nil }
            return Whole(capacity: capacity, play: play)
        }
    }

    /// False when the recording has no answer to what the session asks.
    private static func resumed(_ steady: SteadyCase, _ whole: Whole, _ stop: CaseStop) throws -> Bool {
        let played = try SteadyCase.orNil {
            try steady.checks.play(
                steady.recorded,
                {
                    $0.query.resumeToken = stop.token
                    $0.capacity = whole.capacity
                }, source: RecordedSource(steady.recorded.exchanges, from: stop.exchange).reply)
        }
        guard let rest = played else { return false }
        try CaseChecks.joined(whole.play, stop, rest)
        return true
    }

    private static func refused(_ steady: SteadyCase, _ token: Garbage, _ subject: CheckSubject) throws {
        let played = try SteadyCase.orNil { try steady.play { $0.query.resumeToken = token.bytes } }
        guard let found = played else {
            throw CaseProblem("the token \(token): it is taken for one; expected an invalid query")
        }
        let ending = found.failure?.error.errorClass
        guard ending == .invalidQuery || ending == .malformed else {
            throw CaseProblem(
                "the token \(token): it ended with \(found.failure?.description ?? "no error"); expected an invalid"
                    + " query")
        }
    }
}
