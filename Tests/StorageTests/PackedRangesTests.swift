import MarketData
import Storage
import Testing

@Suite struct PackedRangesTests {
    private static let hour: Int64 = 3_600_000_000_000
    private static let hours = SeriesKind.candles(Interval(nanoseconds: hour) ?? Interval.usual[0])

    private static func set(_ bounds: [(Int64, Int64)]) -> RangeSet {
        RangeSet(bounds.compactMap { TimeRange(Timestamp(nanoseconds: $0.0), Timestamp(nanoseconds: $0.1)) })
    }

    private static func unpack(_ bytes: [UInt8]) throws(PackedRanges.Damage) -> RangeSet {
        // Bytes have no padding that a span of them could show.
        try unsafe PackedRanges.unpack(bytes.span.bytes)
    }

    /// Ranges by chance, their bounds multiples of a unit; of any size up to all of time.
    private static func random(_ random: inout SeededGenerator, unit: Int64) -> RangeSet {
        let count = Int.random(in: 0...40, using: &random)
        let bits = Int64.random(in: 3...62, using: &random)
        return set(
            (0..<count).map { _ in
                let start = Int64.random(in: -(1 << bits)...1 << bits, using: &random) / unit * unit
                let end = Int64.random(in: -(1 << bits)...1 << bits, using: &random) / unit * unit
                return (min(start, end), max(start, end))
            })
    }

    @Test(
        arguments: [
            (.trades, 1), (.trades, 1_000_000_000), (hours, 1), (hours, 1_000_000_000), (hours, hour),
        ] as [(SeriesKind, Int64)])
    func pack_randomSets_comeBack(kind: SeriesKind, unit: Int64) throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let set = Self.random(&generator, unit: unit)
            #expect(try Self.unpack(PackedRanges.pack(set, of: kind)) == set)
        }
    }

    @Test(arguments: [
        RangeSet(), RangeSet([.all]), set([(.min, .min + 1), (.max - 1, .max)]), set([(.min, -1), (0, .max)]),
        set([(-hour, 0), (hour, 2 * hour)]), set([(0, 1)]), set([(.min / hour * hour, .max / hour * hour)]),
    ])
    func pack_extremes_comeBack(set: RangeSet) throws {
        for kind in [SeriesKind.trades, Self.hours] {
            #expect(try Self.unpack(PackedRanges.pack(set, of: kind)) == set)
        }
    }

    @Test func pack_wholeIntervals_takesTwoBytesARange() {
        let set = Self.set((0..<1000).map { ($0 * 10 * Self.hour, ($0 * 10 + 7) * Self.hour) })
        #expect(PackedRanges.pack(set, of: Self.hours).count < 2020)
        // A nanosecond more makes that the unit, and the set is the same all the same.
        let odd = set.union(Self.set([(-5, -4)]))
        #expect(PackedRanges.pack(odd, of: Self.hours).count > 10_000)
    }

    /// As they are laid out by the description: a change of the form would not read what is stored.
    @Test func pack_knownSet_givesTheseBytes() throws {
        let set = Self.set([(-Self.hour, Self.hour), (200 * Self.hour, 201 * Self.hour)])
        let expected: [UInt8] = [1, 0x80, 0xC0, 0xE2, 0x85, 0xE3, 0x68, 2, 1, 2, 0xC7, 1, 1]
        #expect(PackedRanges.pack(set, of: Self.hours) == expected)
    }

    @Test(
        arguments: [
            [], [0], [2, 1, 0], [1], [1, 0, 0], [1, 1], [1, 1, 1], [1, 1, 1, 0], [1, 1, 1, 0, 0], [1, 1, 0, 0],
            [1, 1, 1, 0, 1, 1], [1, 1, 2, 0, 1, 0, 1], [1, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 1],
            [1, 1, 1, 0, 0x80], [1, 1, 1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
            [1, 1, 1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02],
            [1, 1, 1, 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00],
            // A unit beyond Int64; a start that is beyond it in large units.
            [1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 1, 0, 1],
            [1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 1, 6, 1],
        ] as [[UInt8]])
    func unpack_bytesThatPackNeverMakes_isDamage(bytes: [UInt8]) {
        #expect(throws: PackedRanges.Damage.self) { try Self.unpack(bytes) }
    }

    @Test func unpack_truncatedOrLengthened_isDamage() {
        let bytes = PackedRanges.pack(Self.set((0..<50).map { ($0 * 1000, $0 * 1000 + 300) }), of: .trades)
        for length in bytes.indices {
            #expect(throws: PackedRanges.Damage.self) { try Self.unpack(Array(bytes.prefix(length))) }
        }
        #expect(throws: PackedRanges.Damage.self) { try Self.unpack(bytes + [0]) }
    }

    @Test func unpack_changedBytes_givesASetOrDamage() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            var bytes = PackedRanges.pack(Self.random(&random, unit: 1), of: .trades)
            for _ in 0...2 { bytes[.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random) }
            // What cannot be read is damage, as it should be.
            guard let set = try? Self.unpack(bytes) else { continue }
            #expect(zip(set.ranges, set.ranges.dropFirst()).allSatisfy { $0.end < $1.start })
        }
    }
}
