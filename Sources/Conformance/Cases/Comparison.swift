import AdapterHost
import MarketData

/// Finds the first difference between two plays, and says where it was looked for.
struct Comparison {
    let place: String
    /// A session that was resumed counts its exchanges anew.
    let ignoresExchanges: Bool

    init(_ place: String, ignoresExchanges: Bool = false) {
        (self.place, self.ignoresExchanges) = (place, ignoresExchanges)
    }

    /// - Parameter assertionsInOrder: else only what they say together counts, as how often they come depends on how
    ///   the reply was shown.
    func same(
        _ found: CasePlay, _ wanted: CasePlay, withRequests: Bool = false, assertionsInOrder: Bool = false
    ) throws {
        if withRequests { try same("request", found.requests, wanted.requests) }
        if ending(found) != ending(wanted) {
            throw CaseProblem("\(place): it ended with \(ending(found)); expected \(ending(wanted))")
        }
        try same("row", found.rows, wanted.rows)
        try same("reject", found.rejects.map(reject), wanted.rejects.map(reject))
        try samePlaces(found, wanted)
        if assertionsInOrder {
            try same("assertion", found.assertions, wanted.assertions)
        } else {
            try sameAssertions(found.assertions, wanted.assertions)
        }
    }

    /// Where rows, rejects and the error came from, as far as it was recorded.
    private func samePlaces(_ found: CasePlay, _ wanted: CasePlay) throws {
        // A session that was resumed need not know how many records an earlier one read.
        if ignoresExchanges { return }
        if !wanted.places.isEmpty { try same("place of row", found.places, wanted.places) }
        if !wanted.rejectPositions.isEmpty {
            try same("position of reject", found.rejectPositions, wanted.rejectPositions)
        }
        if let row = wanted.failure?.error.row, row >= 0, let found = found.failure?.error.row, found != row {
            throw CaseProblem("\(place): the error is of record \(found); expected \(row)")
        }
    }

    /// What the assertions say together.
    func sameAssertions(_ found: [CaseAssertion], _ wanted: [CaseAssertion]) throws {
        let (found, wanted) = (Self.union(found), Self.union(wanted))
        for key in Set(found.keys).union(wanted.keys) where found[key] != wanted[key] {
            throw CaseProblem(
                "\(place): asserted \(key): \(found[key]?.ranges ?? []); expected \(wanted[key]?.ranges ?? [])")
        }
    }

    /// By class and symbol.
    static func union(_ assertions: [CaseAssertion]) -> [String: RangeSet] {
        var union: [String: RangeSet] = [:]
        for assertion in assertions {
            let key = "\(assertion.assertionClass) \(assertion.symbol)"
            union[key, default: RangeSet()].insert(assertion.range)
        }
        return union
    }

    private func ending(_ play: CasePlay) -> String {
        guard let failure = play.failure else { return "no error" }
        return ignoresExchanges
            ? "\(CaseWords.word(for: failure.error.errorClass)),\(failure.error.message)" : "\(failure)"
    }

    private func reject(_ reject: CaseReject) -> CaseReject {
        var reject = reject
        if ignoresExchanges { reject.exchange = 0 }
        return reject
    }

    private func same<Element: Equatable>(_ what: String, _ found: [Element], _ wanted: [Element]) throws {
        for (index, pair) in zip(found, wanted).enumerated() where pair.0 != pair.1 {
            throw CaseProblem("\(place): \(what) \(index + 1) is \(pair.0); expected \(pair.1)")
        }
        guard found.count == wanted.count else {
            let next = found.count < wanted.count ? "\(wanted[found.count])" : "\(found[wanted.count])"
            throw CaseProblem(
                "\(place): \(found.count) \(what)s; expected \(wanted.count); the first difference is \(next)")
        }
    }
}
