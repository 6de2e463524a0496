import MarketData

/// The slots in which a market is open, counted once for all histories of that market.
struct OpenSlots: Sendable {
    private let runs: [Range<Int64>]
    /// Open slots before each run.
    private let before: [Int]
    /// The longest run: all of time for a market that never closes, and most looks end here.
    private let longest: Range<Int64>

    init(_ open: RangeSet, _ grid: SlotGrid) {
        var runs: [Range<Int64>] = []
        for range in open.ranges {
            let slots = grid.touching(range)
            if let last = runs.last, slots.lowerBound <= last.upperBound {
                runs[runs.count - 1] = last.lowerBound..<max(last.upperBound, slots.upperBound)
            } else {
                runs.append(slots)
            }
        }
        var (before, sum) = ([Int](), 0)
        for run in runs {
            before.append(sum)
            sum = Self.add(sum, Self.length(run.lowerBound, run.upperBound))
        }
        (self.runs, self.before) = (runs, before)
        longest =
            runs.max { Self.length($0.lowerBound, $0.upperBound) < Self.length($1.lowerBound, $1.upperBound) } ?? 0..<0
    }

    /// From the first to the last open slot among some, nil where none is open. `hint` is a place to look from, and
    /// then the place of the last look: looks go forward in time.
    @inline(__always)
    func trimmed(_ slots: Range<Int64>, hint: inout Int) -> Range<Int64>? {
        if longest.lowerBound <= slots.lowerBound, slots.upperBound <= longest.upperBound { return slots }
        return trimmedToRuns(slots, hint: &hint)
    }

    private func trimmedToRuns(_ slots: Range<Int64>, hint: inout Int) -> Range<Int64>? {
        hint = first(endingAfter: slots.lowerBound, from: hint)
        guard hint < runs.count, runs[hint].lowerBound < slots.upperBound else { return nil }
        let start = max(slots.lowerBound, runs[hint].lowerBound)
        if slots.upperBound <= runs[hint].upperBound { return start..<slots.upperBound }
        let end = first(endingAfter: slots.upperBound - 1, from: hint)
        if end < runs.count, runs[end].lowerBound < slots.upperBound { return start..<slots.upperBound }
        return start..<runs[end - 1].upperBound
    }

    /// Open slots among some.
    @inline(__always)
    func count(_ slots: Range<Int64>, hint: Int = 0) -> Int {
        if longest.lowerBound <= slots.lowerBound, slots.upperBound <= longest.upperBound {
            return Self.length(slots.lowerBound, slots.upperBound)
        }
        return countInRuns(slots, hint: hint)
    }

    private func countInRuns(_ slots: Range<Int64>, hint: Int) -> Int {
        let first = first(endingAfter: slots.lowerBound, from: hint)
        guard first < runs.count else { return 0 }
        if slots.upperBound <= runs[first].upperBound {
            return max(0, Self.length(max(slots.lowerBound, runs[first].lowerBound), slots.upperBound))
        }
        return index(slots.upperBound, from: first) - index(slots.lowerBound, from: first)
    }

    /// The first open slot at a place or behind it.
    func next(at slot: Int64) -> Int64? {
        let place = first(endingAfter: slot, from: 0)
        return place < runs.count ? max(slot, runs[place].lowerBound) : nil
    }

    /// The last open slot before a place.
    func previous(before slot: Int64) -> Int64? {
        let place = first(endingAfter: slot - 1, from: 0)
        if place < runs.count, runs[place].lowerBound < slot { return slot - 1 }
        return place > 0 ? runs[place - 1].upperBound - 1 : nil
    }

    /// The open slots among some, as runs.
    func runs(in slots: Range<Int64>) -> [Range<Int64>] {
        var place = first(endingAfter: slots.lowerBound, from: 0)
        var found: [Range<Int64>] = []
        while place < runs.count, runs[place].lowerBound < slots.upperBound {
            found.append(runs[place].clamped(to: slots))
            place += 1
        }
        return found
    }

    /// Open slots before one.
    private func index(_ slot: Int64, from hint: Int) -> Int {
        let place = first(endingAfter: slot, from: hint)
        guard place < runs.count else {
            guard let last = runs.last, let sum = before.last else { return 0 }
            return Self.add(sum, Self.length(last.lowerBound, last.upperBound))
        }
        return Self.add(before[place], max(0, Self.length(runs[place].lowerBound, slot)))
    }

    private func first(endingAfter slot: Int64, from hint: Int) -> Int {
        var low = hint < runs.count && (hint == 0 || runs[hint - 1].upperBound <= slot) ? hint : 0
        // Mostly the next one is near.
        for _ in 0..<4 {
            if low >= runs.count || runs[low].upperBound > slot { return low }
            low += 1
        }
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].upperBound <= slot { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // All of time in nanoseconds is more than an Int holds: such counts stop at the largest there is.
    private static func length(_ start: Int64, _ end: Int64) -> Int {
        let (length, overflow) = end.subtractingReportingOverflow(start)
        return overflow ? (end > start ? .max : .min) : Int(length)
    }

    private static func add(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
