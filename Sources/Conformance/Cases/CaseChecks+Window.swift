public import AdapterHost
public import MarketData

extension CaseChecks {
    /// A query split in two at any moment gives what the whole one gives: the same rows, the same asserted time. No row
    /// lies outside of what was asked.
    ///
    /// - Parameter source: makes the source of each session: a recording cannot answer queries that nobody made.
    public func split(
        _ query: SessionQuery, now: Timestamp, at moments: [Timestamp], source: () -> CaseSource
    ) throws {
        func play(_ range: TimeRange) throws -> CasePlay {
            var player = CasePlayer(adapter, query, now: now)
            player.query.range = range
            let play = try player.play(source())
            if let failure = play.failure { throw CaseProblem("asked for \(range): \(failure)") }
            for row in play.rows {
                if let time = row.time, !range.contains(Timestamp(nanoseconds: time)) {
                    throw CaseProblem("asked for \(range): it gives the row \(row)")
                }
            }
            return play
        }
        let whole = try play(query.range)
        guard !whole.rows.isEmpty else { throw CaseProblem("the whole of \(query.range) has no rows to compare") }
        for moment in moments {
            guard let before = TimeRange(query.range.start, moment), let behind = TimeRange(moment, query.range.end)
            else { throw CaseProblem("\(moment) does not split \(query.range)") }
            let (first, second) = (try play(before), try play(behind))
            var joined = first
            joined.rows += second.rows
            joined.assertions += second.assertions
            joined.rejects += second.rejects
            try Comparison("split at \(moment)", ignoresExchanges: true).same(joined, whole)
        }
    }
}
