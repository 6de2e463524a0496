import MarketData
import Testing

@Suite struct TimeRangeTests {
    private func range(_ start: Int64, _ end: Int64) -> TimeRange? {
        TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end))
    }

    @Test(arguments: [(Int64(1), Int64(1)), (2, 1), (.max, .min), (.min, .min)])
    func range_emptyOrBackwards_isNone(start: Int64, end: Int64) {
        #expect(range(start, end) == nil)
    }

    @Test func contains_holdsTheStartAndNotTheEnd() throws {
        let few = try #require(range(-2, 3))
        let inside = (-4...4).filter { few.contains(Timestamp(nanoseconds: $0)) }
        #expect(inside == [-2, -1, 0, 1, 2])
    }

    @Test func smallRanges_overlapAndIntersect_asTheirMomentsDo() {
        func moments(_ range: TimeRange?) -> Set<Int64> {
            range.map { Set($0.start.nanoseconds..<$0.end.nanoseconds) } ?? []
        }
        let all = (0...5).flatMap { start in (0...5).compactMap { end in range(start, end) } }
        #expect(all.count == 15)
        for one in all {
            for other in all {
                let shared = moments(one).intersection(moments(other))
                #expect(one.overlaps(other) == !shared.isEmpty)
                #expect(moments(one.intersection(other)) == shared)
            }
        }
    }

    @Test func all_printsItsEnds() {
        #expect(TimeRange.all.description == "1677-09-21T00:12:43.145224192Z..2262-04-11T23:47:16.854775807Z")
        #expect(TimeRange.all.contains(.earliest) && !TimeRange.all.contains(.latest))
    }
}
