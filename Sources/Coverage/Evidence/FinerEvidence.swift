import MarketData

/// Finer candles and trades that lie in empty intervals.
struct FinerEvidence {
    private let witnesses: [EvidenceWindow.Witness]
    /// The empty intervals that have some in them, ascending.
    let ranges: RangeSet

    init(_ empty: RangeSet, _ grid: SlotGrid, _ window: EvidenceWindow) {
        witnesses = window.witnesses.filter { witness in
            guard let interval = witness.interval else { return true }
            return interval < window.interval && window.interval.nanoseconds % interval.nanoseconds == 0
        }
        var found: [TimeRange] = []
        for witness in witnesses {
            for range in empty.ranges {
                for row in Self.rows(of: witness, in: range) {
                    let slot = grid.floor(witness.rows.times[row])
                    // A candle that holds no trade is no witness of one.
                    if witness.rows.trades(row) != 0 { found.append(grid.time(of: slot..<slot + 1)) }
                }
            }
        }
        ranges = RangeSet(found)
    }

    /// What lies in a range, in a sentence.
    func text(_ range: TimeRange) -> String {
        let found = witnesses.compactMap { witness -> String? in
            let count = Self.rows(of: witness, in: range).count
            if count == 0 { return nil }
            guard let interval = witness.interval else { return count == 1 ? "a trade" : "\(count) trades" }
            return count == 1 ? "a candle of \(interval)" : "\(count) candles of \(interval)"
        }
        return "\(found.joined(separator: " and ")) of the same source inside it"
    }

    private static func rows(of witness: EvidenceWindow.Witness, in range: TimeRange) -> Range<Int> {
        let times = witness.rows.times
        return times.firstIndex(
            notBefore: range.start.nanoseconds)..<times.firstIndex(
                notBefore: range.end.nanoseconds)
    }
}
