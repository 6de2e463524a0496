import MarketData

/// Ascending runs of slots in a buffer that is used again for every history, with a place that goes forward.
struct SlotList: Sendable {
    // Longer than `count`: what lies behind is left over. Written through a span, which asks once, and not at every
    // append, whether the buffer is shared: this is the inner loop of gap detection.
    private var buffer: [Range<Int64>] = []
    private(set) var count = 0
    private var place = 0

    subscript(_ index: Int) -> Range<Int64> { buffer[index] }

    mutating func removeAll() { (count, place) = (0, 0) }

    /// Goes back to the first.
    mutating func rewind() { place = 0 }

    /// Becomes the whole slots of a set.
    mutating func take(whole set: RangeSet, _ grid: SlotGrid) {
        take(set) { (grid.ceiling($0.start.nanoseconds), grid.floor($0.end.nanoseconds)) }
    }

    /// Becomes the slots that open in a set.
    mutating func take(openingIn set: RangeSet, _ grid: SlotGrid) {
        take(set) { (grid.ceiling($0.start.nanoseconds), grid.ceiling($0.end.nanoseconds)) }
    }

    @inline(__always)
    private mutating func take(_ set: RangeSet, slots: (TimeRange) -> (start: Int64, end: Int64)) {
        let ranges = set.ranges
        reserve(ranges.count)
        var span = buffer.mutableSpan
        var written = 0
        for index in ranges.indices {
            let (start, end) = slots(ranges[index])
            if start >= end { continue }
            if written > 0, start == span[written - 1].upperBound {
                span[written - 1] = span[written - 1].lowerBound..<end
            } else {
                span[written] = start..<end
                written += 1
            }
        }
        count = written
    }

    /// Becomes the union of two others.
    mutating func take(_ left: SlotList, _ right: SlotList) {
        reserve(left.count + right.count)
        var span = buffer.mutableSpan
        var (a, b, written) = (0, 0, 0)
        while a < left.count || b < right.count {
            let isLeft = b == right.count || a < left.count && left[a].lowerBound <= right[b].lowerBound
            let next = isLeft ? left[a] : right[b]
            if isLeft { a += 1 } else { b += 1 }
            if written > 0, next.lowerBound <= span[written - 1].upperBound {
                let last = span[written - 1]
                span[written - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
            } else {
                span[written] = next
                written += 1
            }
        }
        count = written
    }

    private mutating func reserve(_ runs: Int) {
        removeAll()
        if buffer.count < runs { buffer = Array(repeating: 0..<0, count: runs) }
    }

    /// Whether a slot is in it; `until` becomes the first slot behind for which that changes, where it is earlier.
    /// Looks go forward.
    mutating func holds(_ slot: Int64, until: inout Int64) -> Bool {
        while place < count, buffer[place].upperBound <= slot { place += 1 }
        guard place < count else { return false }
        let isIn = buffer[place].lowerBound <= slot
        until = min(until, isIn ? buffer[place].upperBound : buffer[place].lowerBound)
        return isIn
    }
}
