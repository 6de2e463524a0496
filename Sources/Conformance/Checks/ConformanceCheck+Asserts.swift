import AdapterHost
import MarketData

extension ConformanceCheck {
    /// What replies prove, and the values in them.
    static let asserts: [ConformanceCheck] = [
        ConformanceCheck("asserts-range", "Nothing is asserted about a time that was not asked for") { subject in
            try asserting(subject) { steady in
                let range = steady.recorded.query.range
                for assertion in steady.whole.assertions where !RangeSet([range]).holds(assertion.range) {
                    throw steady.problem("it asserts \(assertion); asked for was \(range)")
                }
            }
        },
        ConformanceCheck("asserts-rows", "Where a time is asserted as covered, the rows that came lie inside of it") {
            subject in
            try asserting(subject) { steady in
                if steady.whole.failure == nil { try holdsRows(steady) }
            }
        },
        ConformanceCheck("asserts-ahead", "No time is asserted as covered before all of its rows have come") {
            subject in
            try asserting(subject) { steady in
                for capacity in [1, 3] { try isNotAhead(steady, try steady.play { $0.capacity = capacity }) }
            }
        },
        ConformanceCheck("values-known", "No value is infinite or unknown to the ABI; what is absent is NaN, -1 or 0") {
            for steady in try $0.steady() {
                if let strange = steady.whole.strangeValues.first { throw steady.problem(strange) }
            }
            return nil
        },
    ]

    private static func asserting(_ subject: CheckSubject, _ body: (SteadyCase) throws -> Void) throws -> String? {
        let cases = try subject.steady().filter { !$0.whole.assertions.isEmpty }
        if cases.isEmpty { throw CheckSkip("no recorded case asserts anything") }
        for steady in cases { try body(steady) }
        return "\(cases.count) cases"
    }

    private static func covers(_ assertion: CaseAssertion, _ row: CaseRow) -> Bool {
        guard let time = row.time, assertion.assertionClass == .covered else { return false }
        return assertion.range.contains(Timestamp(nanoseconds: time))
            && (assertion.symbol.isEmpty || assertion.symbol == row.symbol)
    }

    private static func holdsRows(_ steady: SteadyCase) throws {
        let play = steady.whole
        guard play.assertions.contains(where: { $0.assertionClass == .covered }) else { return }
        for (index, row) in play.rows.enumerated() where !play.forming.contains(index) {
            // Of rows outside of the query `times-range` tells.
            guard let time = row.time, steady.recorded.query.range.contains(Timestamp(nanoseconds: time)) else {
                continue
            }
            if !play.assertions.contains(where: { covers($0, row) }) {
                throw steady.problem("the row \(row) lies in nothing that is asserted as covered: \(play.assertions)")
            }
        }
    }

    private static func isNotAhead(_ steady: SteadyCase, _ play: CasePlay) throws {
        for (assertion, rows) in zip(play.assertions, play.assertionRows) {
            if let row = play.rows.dropFirst(rows).first(where: { covers(assertion, $0) }) {
                throw steady.problem("it asserts \(assertion) after \(rows) rows, and then comes the row \(row)")
            }
        }
    }
}
