public import MarketData

/// A `RangeSet` as a few bytes, about two to four a range: how ledgers keep it.
///
/// A version byte (1); then varints (seven bits a byte, the lowest first, the highest bit of a byte: more follow): the
/// unit in nanoseconds, the number of ranges, the start of the first in units (zigzag), and then by turns the length of
/// a range and its distance from the next, in units, none of them 0. The unit is the longest of the kind's interval, a
/// second and a nanosecond of which every start and end is a multiple.
public enum PackedRanges {
    /// Bytes that are no packed ranges.
    public struct Damage: Error, Hashable, Sendable, CustomStringConvertible {
        /// The byte at which that shows, from 0.
        public var position: Int
        /// What is wrong.
        public var problem: String

        /// The problem and its place.
        public var description: String { "packed ranges, byte \(position): \(problem)" }
    }

    private static let version: UInt8 = 1
    private static let second: Int64 = 1_000_000_000

    /// The bytes of a set of ranges of this kind.
    public static func pack(_ set: RangeSet, of kind: SeriesKind) -> [UInt8] {
        let unit = unit(of: set, kind)
        var bytes: [UInt8] = [version]
        bytes.reserveCapacity(24 + set.ranges.count * 4)
        append(UInt64(unit), to: &bytes)
        append(UInt64(set.ranges.count), to: &bytes)
        guard let first = set.ranges.first else { return bytes }
        let start = first.start.nanoseconds / unit
        append(UInt64(bitPattern: start << 1 ^ start >> 63), to: &bytes)
        var end = start
        for (index, range) in set.ranges.enumerated() {
            let (from, to) = (range.start.nanoseconds / unit, range.end.nanoseconds / unit)
            // All of time in nanoseconds is wider than Int64 and wraps to its width as UInt64.
            if index > 0 { append(UInt64(bitPattern: from &- end), to: &bytes) }
            append(UInt64(bitPattern: to &- from), to: &bytes)
            end = to
        }
        return bytes
    }

    /// The set of these bytes. O(n); 1,000 ranges take about 5 microseconds.
    ///
    /// - Throws: `Damage` for bytes that `pack` cannot have made.
    public static func unpack(_ bytes: RawSpan) throws(Damage) -> RangeSet {
        var reader = VarintReader()
        guard reader.byte(bytes) == version else {
            throw Damage(position: 0, problem: "version \(version) was expected")
        }
        guard let length = reader.varint(bytes), let unit = Int64(exactly: length), unit > 0 else {
            throw Damage(position: reader.position, problem: "the unit is no positive number of nanoseconds")
        }
        // A range takes two bytes at least: no more are reserved than the bytes can hold.
        guard let number = reader.varint(bytes), let count = Int(exactly: number), count <= bytes.byteCount / 2 else {
            throw Damage(position: reader.position, problem: "there cannot be so many ranges")
        }
        let ranges = count == 0 ? [] : try self.ranges(count, unit, bytes, &reader)
        guard reader.position == bytes.byteCount else {
            throw Damage(position: reader.position, problem: "there are bytes behind the last range")
        }
        guard let set = RangeSet(ascending: ranges) else { throw outside(reader.position) }
        return set
    }

    private static func ranges(
        _ count: Int, _ unit: Int64, _ bytes: RawSpan, _ reader: inout VarintReader
    ) throws(Damage) -> [TimeRange] {
        var ranges: [TimeRange] = []
        ranges.reserveCapacity(count)
        let last = Int64.max / unit
        guard let folded = reader.varint(bytes) else { throw truncated(reader.position) }
        var place = Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
        guard place >= Int64.min / unit, place <= last else { throw outside(reader.position) }
        for index in 0..<count {
            if index > 0 { place = try reader.step(bytes, from: place, to: last) }
            let start = place
            place = try reader.step(bytes, from: place, to: last)
            // The products are within Int64, as both places are within its bounds in units.
            let (from, to) = (Timestamp(nanoseconds: start &* unit), Timestamp(nanoseconds: place &* unit))
            guard let range = TimeRange(from, to) else { throw outside(reader.position) }
            ranges.append(range)
        }
        return ranges
    }

    /// The longest unit that divides all bounds.
    private static func unit(of set: RangeSet, _ kind: SeriesKind) -> Int64 {
        let interval = kind.interval?.nanoseconds ?? second
        return [max(interval, second), min(interval, second)].first { unit in
            set.ranges.allSatisfy { $0.start.nanoseconds % unit == 0 && $0.end.nanoseconds % unit == 0 }
        } ?? 1
    }

    private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    fileprivate static func truncated(_ position: Int) -> Damage {
        Damage(position: position, problem: "a number of at most 64 bits was expected")
    }

    fileprivate static func outside(_ position: Int) -> Damage {
        Damage(position: position, problem: "a range is empty or reaches beyond the years 1677 to 2262")
    }
}

/// Where a reader of numbers is in its bytes; it never reads beyond them.
private struct VarintReader {
    private(set) var position = 0

    @inline(__always)
    mutating func byte(_ bytes: RawSpan) -> UInt8? {
        guard position < bytes.byteCount else { return nil }
        // In bounds by the line above; any byte is a UInt8.
        let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self)
        position &+= 1
        return byte
    }

    /// Nil where the bytes end, or the number has more than 64 bits.
    @inline(__always)
    mutating func varint(_ bytes: RawSpan) -> UInt64? {
        guard let first = byte(bytes) else { return nil }
        if first < 0x80 { return UInt64(first) }
        guard let second = byte(bytes) else { return nil }
        let value = UInt64(first & 0x7F) | UInt64(second & 0x7F) << 7
        // Of two bytes are most lengths and distances.
        return second < 0x80 ? value : longVarint(value, bytes)
    }

    private mutating func longVarint(_ lowest: UInt64, _ bytes: RawSpan) -> UInt64? {
        var value = lowest
        var shift: UInt64 = 14
        while shift < 64, let byte = byte(bytes) {
            let bits = UInt64(byte & 0x7F)
            // The tenth byte has one bit left.
            guard shift < 63 || bits <= 1 else { return nil }
            value |= bits << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    /// The place a number of units behind another.
    @inline(__always)
    mutating func step(
        _ bytes: RawSpan, from place: Int64, to last: Int64
    ) throws(PackedRanges.Damage) -> Int64 {
        guard let distance = varint(bytes) else { throw PackedRanges.truncated(position) }
        // `place` is at most `last`, so their difference fits in 64 bits without a sign.
        guard distance > 0, distance <= UInt64(bitPattern: last &- place) else { throw PackedRanges.outside(position) }
        return place &+ Int64(bitPattern: distance)
    }
}
