import AdapterHost
import MarketData

extension ConformanceCheck {
    /// The same bytes, shown in other ways; and bytes that are not what they should be.
    static let input: [ConformanceCheck] = [
        ConformanceCheck(
            "input-split", "Every reply or file cut in two, at every byte, gives the same", timeLimit: long
        ) { subject in
            let cases = try subject.steady()
            var count = 0
            for steady in cases {
                let most = CheckBudget.plays(steady, of: cases)
                for (exchange, recorded) in steady.recorded.exchanges.enumerated() {
                    for place in Places.inside(recorded.reply.body.count, most: most, seed: subject.seed) {
                        count += 1
                        try split(steady, exchange, [place])
                    }
                }
            }
            return "\(count) cuts"
        },
        ConformanceCheck(
            "input-pieces", "Every reply or file in many pieces, at random and byte by byte, gives the same",
            timeLimit: long
        ) { subject in
            let cases = try subject.steady()
            var random = SeededGenerator(state: subject.seed)
            for steady in cases {
                let most = min(60, CheckBudget.plays(steady, of: cases) / 4)
                for (exchange, recorded) in steady.recorded.exchanges.enumerated() {
                    let length = recorded.reply.body.count
                    try pieces(steady, exchange, Places.inside(length, most: 2000, seed: subject.seed))
                    for _ in 0..<(length > 1 ? most : 0) {
                        let count = Int.random(in: 2...12, using: &random)
                        try pieces(
                            steady, exchange, (0..<count).map { _ in .random(in: 1..<length, using: &random) }.sorted())
                    }
                }
            }
            return "seed \(subject.seed)"
        },
        ConformanceCheck(
            "input-truncated", "A reply or file that is cut short is refused, or gives nothing that the whole has not",
            timeLimit: long
        ) { subject in
            let cases = try subject.steady()
            for steady in cases {
                let most = CheckBudget.plays(steady, of: cases) / 2
                for (exchange, recorded) in steady.recorded.exchanges.enumerated() {
                    for place in Places.inside(recorded.reply.body.count, most: most, seed: subject.seed) {
                        try steady.named { try truncated(steady, exchange, at: place) }
                    }
                }
            }
            return nil
        },
        ConformanceCheck("input-empty", "An empty reply or file gives no row and proves nothing") { subject in
            for steady in try subject.steady() {
                for exchange in steady.recorded.exchanges.indices {
                    let found = try steady.played { if $0 == exchange { $1.body = [] } }
                    try steady.named { try hasNothingOf(exchange, found, "nothing instead of reply \(exchange + 1)") }
                }
            }
            return nil
        },
    ]

    private static func split(_ steady: SteadyCase, _ exchange: Int, _ places: [Int]) throws {
        let found = try steady.play { $0.cuts = { at, _ in at == exchange ? places : [] } }
        let text = places.count > 20 ? "\(places.count) places" : "\(places)"
        try steady.named { try Comparison("reply \(exchange + 1) cut at \(text)").same(found, steady.whole) }
    }

    private static func pieces(_ steady: SteadyCase, _ exchange: Int, _ places: [Int]) throws {
        do { try split(steady, exchange, places) } catch let problem as CaseProblem {
            // One cut that is enough is told by input-split.
            for place in places {
                do { try split(steady, exchange, [place]) } catch { return }
            }
            throw problem
        }
    }

    private static func truncated(_ steady: SteadyCase, _ exchange: Int, at place: Int) throws {
        let cut = try steady.playedAsFarAsRecorded { if $0 == exchange { $1.body.removeLast($1.body.count - place) } }
        // What a number that was cut short leads to is not recorded.
        guard let found = cut else { return }
        let place = "reply \(exchange + 1) cut short at \(place)"
        let ending = found.failure?.error.errorClass
        if let failure = found.failure, ending == .internal { throw CaseProblem("\(place): it ended with \(failure)") }
        if let refusal = steady.whole.failure {
            // The beginning of a file that is refused as a whole may be a good one; of a reply it is refused too.
            if steady.recorded.isOfAFile || ending == .malformed || ending == refusal.error.errorClass { return }
            throw CaseProblem("\(place): it ended with \(found.failure?.description ?? "no error"); expected an error")
        }
        var sure = found
        if steady.recorded.isOfAFile {
            // Where a file ends is no promise of its source: the last line may be one with a shorter number, and where
            // that is its time, it proves another range.
            if ending == nil, let last = sure.rows.popLast(), !steady.whole.rows.contains(last) { sure.assertions = [] }
        } else if ending != .malformed {
            try Comparison(place).same(found, steady.whole)
        }
        try CaseChecks.hasNothingNew(sure, steady.whole, place)
    }

    /// Nothing came of an exchange (from 0): no row, no assertion; and the adapter does not blame itself.
    static func hasNothingOf(_ exchange: Int, _ found: CasePlay, _ place: String) throws {
        if let row = found.places.firstIndex(where: { $0.exchange == exchange + 1 }) {
            throw CaseProblem("\(place): it gives the row \(found.rows[row])")
        }
        if let assertion = found.assertionExchanges.firstIndex(of: exchange + 1) {
            throw CaseProblem("\(place): it asserts \(found.assertions[assertion])")
        }
        if let failure = found.failure, failure.error.errorClass == .internal {
            throw CaseProblem("\(place): it ended with \(failure); that is no failure of the adapter's own")
        }
    }
}
