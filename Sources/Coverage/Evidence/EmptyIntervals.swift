import MarketData

/// The intervals of a window without rows, in slots.
struct EmptyIntervals {
    let grid: SlotGrid
    let open: OpenSlots
    /// The slot of each row, ascending.
    let rows: [Int64]
    /// What the source has asserted, ascending.
    let known: [Range<Int64>]
    /// Empty ones with nothing but closed time between: from the first to behind the last.
    let runs: [Range<Int64>]
    /// The empty ones themselves.
    let all: RangeSet

    init(_ window: EvidenceWindow) {
        grid = SlotGrid(.candles(window.interval))
        open = OpenSlots(window.open, grid)
        let grid = grid
        rows = window.rows.times.map { grid.floor($0) }
        known = window.known.ranges.compactMap { grid.whole($0) }
        var (runs, empty) = ([Range<Int64>](), [TimeRange]())
        var row = 0
        for asserted in known {
            for stretch in open.runs(in: asserted) {
                var at = stretch.lowerBound
                while row < rows.count, rows[row] < at { row += 1 }
                while at < stretch.upperBound {
                    let end = row < rows.count ? min(rows[row], stretch.upperBound) : stretch.upperBound
                    if at < end {
                        empty.append(grid.time(of: at..<end))
                        if let last = runs.last, open.next(at: last.upperBound) == at {
                            runs[runs.count - 1] = last.lowerBound..<end
                        } else {
                            runs.append(at..<end)
                        }
                    }
                    at = end
                    while row < rows.count, rows[row] == at, at < stretch.upperBound {
                        row += 1
                        if row == rows.count || rows[row] != at { at += 1 }
                    }
                }
            }
        }
        (self.runs, all) = (runs, RangeSet(empty))
    }

    /// The first row in a slot or behind it.
    func row(at slot: Int64) -> Int { rows.firstIndex(notBefore: slot) }

    /// Whether the source has asserted a slot.
    func isKnown(_ slot: Int64) -> Bool {
        var (low, high) = (0, known.count)
        while low < high {
            let middle = (low + high) / 2
            if known[middle].upperBound <= slot { low = middle + 1 } else { high = middle }
        }
        return low < known.count && known[low].contains(slot)
    }

    /// How many slots a set of whole slots has.
    func count(_ range: TimeRange) -> Int { grid.whole(range).map { open.count($0) } ?? 0 }
}

extension [Int64] {
    /// The place of the first that is not before a value; the values ascend.
    func firstIndex(notBefore value: Int64) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
