public import AdapterHost
import MarketData

/// What every adapter over HTTP has to keep, one function a promise, so that a test is one line:
///
///     @Test(arguments: cases) func exchange_whole_givesWhatIsExpected(case: AdapterCase) throws {
///         try CaseChecks(adapter).whole(`case`)
///     }
///
/// All throw `CaseProblem` with the first difference. Calls that trap end the process.
public struct CaseChecks: Sendable {
    /// The adapter that is looked at.
    public let adapter: LoadedAdapter

    /// Checks of an adapter.
    public init(_ adapter: LoadedAdapter) { self.adapter = adapter }

    /// The session asks exactly for what is recorded, in order, and gives exactly what is expected: rows, assertions,
    /// rejects, and the error.
    public func whole(_ case: AdapterCase) throws {
        let found = try play(`case`)
        try Comparison("whole").same(found, `case`.expected, withRequests: true, assertionsInOrder: true)
        guard found.failure != nil || found.requests.count == `case`.exchanges.count else {
            throw CaseProblem("it asked for \(found.requests.count) of \(`case`.exchanges.count) recorded replies")
        }
    }

    /// Every reply cut in two at every byte (at some hundred places where it is long) gives the same, and so does
    /// every reply byte by byte.
    public func pieces(_ case: AdapterCase) throws {
        let whole = try play(`case`)
        for exchange in `case`.exchanges.indices {
            for place in Places.of(`case`.exchanges[exchange].reply.body.count) {
                let found = try play(`case`) { $0.cuts = { at, _ in at == exchange ? [place] : [] } }
                try Comparison("reply \(exchange + 1) cut at \(place)").same(found, whole)
            }
        }
        let found = try play(`case`) {
            $0.cuts = { _, length in Places.of(length) }
            $0.capacity = 2
        }
        try Comparison("every reply in small pieces").same(found, whole)
    }

    /// Batches with room for so few rows give the same. (Batches of instruments always have the host's size.)
    public func batches(of capacity: Int, _ case: AdapterCase) throws {
        let found = try play(`case`) { $0.capacity = capacity }
        try Comparison("batches of \(capacity)").same(found, try play(`case`))
    }

    /// The same query gives the same requests, whoever asked before. For `source` see `resumed`.
    public func askedTwice(_ case: AdapterCase, source: (() -> CaseSource)? = nil) throws {
        let (first, second) = (try play(`case`, source: source?()), try play(`case`, source: source?()))
        try Comparison("asked twice").same(second, first, withRequests: true, assertionsInOrder: true)
    }

    /// A session that ended after any batch goes on from its token: the rest of the rows, no hole between what both
    /// assert, and nothing asserted before its rows had come.
    ///
    /// - Parameter source: makes the source of each session; left out: the recording answers, which it can where
    ///   a resumed session asks as the first one did.
    public func resumed(_ case: AdapterCase, source: (() -> CaseSource)? = nil) throws {
        for capacity in [1, 3, 4096] {
            let whole = try play(`case`, { $0.capacity = capacity }, source: source?())
            // All of them, or some fifty of many.
            for index in stride(from: 0, to: whole.stops.count, by: max(1, whole.stops.count / 50)) {
                let stop = whole.stops[index]
                try noRowsAhead(whole, stop, Self.place(of: stop))
                let recorded = RecordedSource(`case`.exchanges, from: stop.exchange)
                let rest = try play(
                    `case`,
                    {
                        $0.query.resumeToken = stop.token
                        $0.capacity = capacity
                    }, source: source?() ?? recorded.reply)
                try Self.joined(whole, stop, rest)
            }
        }
    }

    private static func place(of stop: CaseStop) -> String {
        "resumed after \(stop.rows) rows with \"\(String(decoding: stop.token, as: UTF8.self))\""
    }

    /// What came before a stop and what came after it are the whole.
    static func joined(_ whole: CasePlay, _ stop: CaseStop, _ rest: CasePlay) throws {
        var joined = CasePlay()
        joined.rows = whole.rows.prefix(stop.rows) + rest.rows
        joined.rejects = whole.rejects.prefix(stop.rejects) + rest.rejects
        joined.assertions = whole.assertions.prefix(stop.assertions) + rest.assertions
        joined.failure = rest.failure
        try Comparison(place(of: stop), ignoresExchanges: true).same(joined, whole)
    }

    /// What was covered when a session could be broken off holds no row that came later.
    private func noRowsAhead(_ play: CasePlay, _ stop: CaseStop, _ place: String) throws {
        let covered = play.assertions.prefix(stop.assertions).filter { $0.assertionClass == .covered }
        for row in play.rows.dropFirst(stop.rows) {
            guard let time = row.time else { continue }
            for assertion in covered
            where assertion.range.contains(Timestamp(nanoseconds: time))
                && (assertion.symbol.isEmpty || assertion.symbol == row.symbol)
            {
                throw CaseProblem("\(place): \(assertion) was asserted, and the row \(row) came after it")
            }
        }
    }

    func play(
        _ case: AdapterCase, _ change: (inout CasePlayer) -> Void = { _ in }, source: CaseSource? = nil
    ) throws -> CasePlay {
        var player = CasePlayer(adapter, `case`.query, now: `case`.now)
        change(&player)
        return try player.play(source ?? RecordedSource(`case`.exchanges).reply)
    }
}
