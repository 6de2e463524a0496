import MarketData
import Testing

/// The same set as a bit for each of 40 moments.
private struct Bitmap: Equatable {
    static let width: Int64 = 40
    var bits: UInt64 = 0

    init() {}

    init(_ range: TimeRange) {
        for moment in range.start.nanoseconds..<range.end.nanoseconds { bits |= 1 << UInt64(moment) }
    }

    init(_ set: RangeSet) {
        for range in set.ranges { bits |= Bitmap(range).bits }
    }

    init(bits: UInt64) { self.bits = bits }
}

@Suite struct RangeSetTests {
    private static func ranges(_ random: inout SeededGenerator) -> [TimeRange] {
        (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in
            let start = Int64.random(in: 0..<Bitmap.width, using: &random)
            let end = min(Bitmap.width, start + Int64.random(in: 0...9, using: &random))
            return TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end))
        }
    }

    private static func isNormal(_ set: RangeSet) -> Bool {
        zip(set.ranges, set.ranges.dropFirst()).allSatisfy { $0.end < $1.start }
    }

    @Test(arguments: 1...20)
    func algebra_onRandomSets_agreesWithABitmap(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<400 {
            let (left, right) = (Self.ranges(&random), Self.ranges(&random))
            let (a, b) = (RangeSet(left), RangeSet(right))
            let bitsA = left.reduce(0) { $0 | Bitmap($1).bits }
            let bitsB = right.reduce(0) { $0 | Bitmap($1).bits }
            let results: [(RangeSet, UInt64)] = [
                (a, bitsA), (a.union(b), bitsA | bitsB), (a.intersection(b), bitsA & bitsB),
                (a.subtracting(b), bitsA & ~bitsB), (b.subtracting(a), bitsB & ~bitsA),
                (right.reduce(into: a) { $0.insert($1) }, bitsA | bitsB), (RangeSet(left.reversed()), bitsA),
            ]
            for (set, bits) in results {
                #expect(Bitmap(set) == Bitmap(bits: bits))
                #expect(Self.isNormal(set))
                #expect(set.isEmpty == (bits == 0))
            }
            for moment in 0..<Bitmap.width {
                #expect(a.contains(Timestamp(nanoseconds: moment)) == (bitsA >> UInt64(moment) & 1 == 1))
            }
            for range in right {
                #expect(a.holds(range) == (Bitmap(range).bits & ~bitsA == 0))
                #expect(a.isDisjoint(from: range) == (Bitmap(range).bits & bitsA == 0))
            }
            #expect(RangeSet(ascending: a.ranges) == a)
            let isNormal = zip(left, left.dropFirst()).allSatisfy { $0.end < $1.start }
            #expect((RangeSet(ascending: left) != nil) == isNormal)
            #expect(a.union(b) == b.union(a) && a.intersection(b) == b.intersection(a))
        }
    }

    @Test func neighbours_becomeOne() throws {
        let (t0, t5, t9) = (
            Timestamp(nanoseconds: 0), Timestamp(nanoseconds: 5), Timestamp(nanoseconds: 9)
        )
        let (first, second) = (try #require(TimeRange(t0, t5)), try #require(TimeRange(t5, t9)))
        #expect(RangeSet([first, second]).ranges == [try #require(TimeRange(t0, t9))])
        #expect(RangeSet([first, second]) == RangeSet([second, first]))
    }

    @Test func emptySet_holdsNothing() {
        let empty = RangeSet()
        #expect(empty.isEmpty && !empty.contains(.earliest) && !empty.holds(.all))
        #expect(empty.union(empty) == empty && empty.subtracting(RangeSet([.all])) == empty)
    }

    @Test func allOfTime_isTakenApartAndPutTogether() throws {
        let day = try #require(
            TimeRange(Timestamp(nanoseconds: 0), Timestamp(nanoseconds: 86_400_000_000_000)))
        let rest = RangeSet([.all]).subtracting(RangeSet([day]))
        #expect(rest.ranges.count == 2)
        #expect(rest.union(RangeSet([day])) == RangeSet([.all]))
        #expect(rest.contains(.earliest) && !rest.contains(.latest))
    }
}
