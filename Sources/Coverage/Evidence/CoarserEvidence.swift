import MarketData

/// Coarser candles that hold more than their parts.
struct CoarserEvidence {
    /// What cannot both be true.
    enum Contradiction {
        /// It holds more trades than its parts.
        case trades(held: Int64, parts: Int64)
        /// It is there, and none of its parts; counts are not known.
        case noParts
    }

    /// One of them.
    struct Excess {
        var interval: Interval
        var range: TimeRange
        var contradiction: Contradiction
    }

    /// Ascending by start.
    private var excesses: [Excess] = []
    private var starts: [Int64] = []
    private var longest: Int64 = 0

    init(_ empty: EmptyIntervals, _ window: EvidenceWindow) {
        for witness in window.witnesses {
            guard let interval = witness.interval, interval > window.interval,
                interval.nanoseconds % window.interval.nanoseconds == 0
            else { continue }
            for row in witness.rows.times.indices {
                let start = witness.rows.times[row]
                let (end, overflow) = start.addingReportingOverflow(interval.nanoseconds)
                guard !overflow,
                    // Else a part lies in two of them.
                    empty.grid.moment(empty.grid.floor(start)).nanoseconds == start,
                    let range = TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)),
                    let slots = empty.grid.whole(range)
                else { continue }
                let held = witness.rows.trades(row)
                if let contradiction = Self.contradiction(held, slots, empty, window.rows) {
                    excesses.append(Excess(interval: interval, range: range, contradiction: contradiction))
                    longest = max(longest, interval.nanoseconds)
                }
            }
        }
        excesses.sort { $0.range.start < $1.range.start }
        starts = excesses.map(\.range.start.nanoseconds)
    }

    private static func contradiction(
        _ held: Int64, _ slots: Range<Int64>, _ empty: EmptyIntervals, _ rows: EvidenceWindow.Rows
    ) -> Contradiction? {
        var row = empty.row(at: slots.lowerBound)
        var (parts, sum, isCounted, hasEmpty) = (0, Int64(0), true, false)
        for slot in slots {
            if row < empty.rows.count, empty.rows[row] == slot {
                parts += 1
                if rows.trades(row) < 0 { isCounted = false } else { sum += rows.trades(row) }
                row += 1
            } else if empty.isKnown(slot) {
                hasEmpty = hasEmpty || empty.open.count(slot..<slot + 1) > 0
            } else {
                // Nobody knows of this part: what is missing may lie in it.
                return nil
            }
        }
        guard hasEmpty else { return nil }
        if held >= 0, isCounted { return held > sum ? .trades(held: held, parts: sum) : nil }
        return held != 0 && parts == 0 ? .noParts : nil
    }

    /// The time of all of them.
    var ranges: RangeSet { RangeSet(excesses.map(\.range)) }

    /// What those that hold a range say, in a sentence.
    func text(_ range: TimeRange) -> String {
        // None that begins earlier reaches as far.
        let (earliest, overflow) = range.start.nanoseconds.subtractingReportingOverflow(longest)
        let from = starts.firstIndex(notBefore: overflow ? .min : earliest)
        let behind = starts.firstIndex(notBefore: range.end.nanoseconds)
        let holding = excesses[from..<behind].filter { $0.range.overlaps(range) }
        guard let first = holding.first else { return "" }
        let one = "the candle of \(first.interval) at \(first.range.start)"
        let rest = holding.count == 1 ? "" : ", and \(holding.count - 1) more like it"
        switch first.contradiction {
        case .noParts: return "\(one) is there without any of its parts" + rest
        case .trades(let held, let parts): return "\(one) holds \(held) trades, its parts \(parts)" + rest
        }
    }
}
