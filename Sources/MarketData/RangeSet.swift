/// A set of moments as disjoint ranges in ascending order, neighbours merged.
///
/// Operations are linear in the number of ranges, except `contains`, `holds` and `isDisjoint`, which
/// are logarithmic.
public struct RangeSet: Hashable, Sendable {
    /// The ranges: ascending, disjoint, none touching the next.
    public private(set) var ranges: [TimeRange]

    /// The empty set.
    public init() { ranges = [] }

    /// The union of ranges in any order. O(n log n) unless they are already sorted by start.
    public init(_ ranges: some Sequence<TimeRange>) {
        var sorted = Array(ranges)
        let ascending = zip(sorted, sorted.dropFirst()).allSatisfy { $0.start <= $1.start }
        if !ascending { sorted.sort { $0.start < $1.start } }
        self.ranges = Self.merged(sorted)
    }

    /// A set from its ranges as `ranges` gives them, without sorting or merging; nil unless they ascend, are disjoint and
    /// do not touch. O(n), without a copy.
    public init?(ascending ranges: [TimeRange]) {
        var index = 1
        while index < ranges.count {
            guard ranges[index - 1].end < ranges[index].start else { return nil }
            index += 1
        }
        self.ranges = ranges
    }

    private init(normal ranges: [TimeRange]) { self.ranges = ranges }

    /// Whether there is no moment in it.
    public var isEmpty: Bool { ranges.isEmpty }

    /// Whether the moment is in it.
    public func contains(_ moment: Timestamp) -> Bool {
        let index = firstRange(endingAfter: moment)
        return index < ranges.count && ranges[index].contains(moment)
    }

    /// Whether all of a range is in it.
    public func holds(_ range: TimeRange) -> Bool {
        let index = firstRange(endingAfter: range.start)
        return index < ranges.count && ranges[index].start <= range.start && range.end <= ranges[index].end
    }

    /// Whether nothing of a range is in it.
    public func isDisjoint(from range: TimeRange) -> Bool {
        let index = firstRange(endingAfter: range.start)
        return index == ranges.count || ranges[index].start >= range.end
    }

    /// Adds a range. O(1) when it begins at or after the start of the last one.
    public mutating func insert(_ range: TimeRange) {
        if let last = ranges.last, last.start <= range.start {
            if last.end < range.start {
                ranges.append(range)
            } else {
                ranges[ranges.count - 1] = TimeRange(unchecked: last.start, max(last.end, range.end))
            }
        } else {
            self = union(RangeSet(normal: [range]))
        }
    }

    /// What is in either.
    public func union(_ other: RangeSet) -> RangeSet {
        var both: [TimeRange] = []
        both.reserveCapacity(ranges.count + other.ranges.count)
        var left = ranges[...]
        var right = other.ranges[...]
        while let a = left.first, let b = right.first {
            if a.start <= b.start { both.append(left.removeFirst()) } else { both.append(right.removeFirst()) }
        }
        both.append(contentsOf: left)
        both.append(contentsOf: right)
        return RangeSet(normal: Self.merged(both))
    }

    /// What is in both.
    public func intersection(_ other: RangeSet) -> RangeSet {
        var common: [TimeRange] = []
        var (left, right) = (0, 0)
        while left < ranges.count, right < other.ranges.count {
            let (a, b) = (ranges[left], other.ranges[right])
            if let shared = a.intersection(b) { common.append(shared) }
            if a.end <= b.end { left += 1 } else { right += 1 }
        }
        return RangeSet(normal: common)
    }

    /// What is in this and not in the other.
    public func subtracting(_ other: RangeSet) -> RangeSet {
        var rest: [TimeRange] = []
        var index = 0
        for range in ranges {
            var start = range.start
            while index < other.ranges.count, other.ranges[index].end <= start { index += 1 }
            var hole = index
            while hole < other.ranges.count, other.ranges[hole].start < range.end {
                if let before = TimeRange(start, other.ranges[hole].start) { rest.append(before) }
                start = max(start, other.ranges[hole].end)
                hole += 1
            }
            if let behind = TimeRange(start, range.end) { rest.append(behind) }
        }
        return RangeSet(normal: rest)
    }

    /// The only range that can hold the moment; the count when all end before.
    private func firstRange(endingAfter moment: Timestamp) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].end <= moment { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Merges what overlaps or touches; the ranges ascend by start.
    private static func merged(_ sorted: [TimeRange]) -> [TimeRange] {
        var merged: [TimeRange] = []
        merged.reserveCapacity(sorted.count)
        for range in sorted {
            if let last = merged.last, range.start <= last.end {
                merged[merged.count - 1] = TimeRange(unchecked: last.start, max(last.end, range.end))
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
