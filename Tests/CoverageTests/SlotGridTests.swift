import Coverage
import MarketData
import OutlookCases
import Testing

@Suite struct SlotGridTests {
    /// Slots of a range by division, which is exact.
    private static func floor(_ moment: Int64, _ step: Int64) -> Int64 {
        let (quotient, rest) = moment.quotientAndRemainder(dividingBy: step)
        return rest < 0 ? quotient - 1 : quotient
    }

    private static func ceiling(_ moment: Int64, _ step: Int64) -> Int64 {
        floor(moment, step) + (moment % step == 0 ? 0 : 1)
    }

    @Test(
        arguments: [1, 7, 999_999, 1_000_000, 1_000_003, 1_000_000_000, 60_000_000_000, 1_296_000_000_000_000]
            as [Int64])
    func slots_ofRangesNearAndFar_areThoseOfExactDivision(step: Int64) throws {
        var random = SeededGenerator(seed: UInt64(step))
        let grid = SlotGrid(.candles(try #require(Interval(nanoseconds: step))))
        for _ in 0..<20_000 {
            let edge =
                [Int64.min, -step, 0, step, .max, Int64.random(in: .min ... .max, using: &random)]
                .randomElement(using: &random) ?? 0
            // A moment near a slot's edge: where rounding goes wrong if it does.
            let aligned = edge - edge % step
            let shift = Int64.random(in: -2...2, using: &random)
            let start = aligned.addingReportingOverflow(shift).overflow ? aligned : aligned + shift
            let length = Int64.random(in: 1...(step < .max / 3 ? step * 3 : step), using: &random)
            let (end, overflow) = start.addingReportingOverflow(length)
            guard !overflow, let range = TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)) else {
                continue
            }
            let (low, high) = (Self.ceiling(start, step), Self.floor(end, step))
            try #require(grid.whole(range) == (low < high ? low..<high : nil))
            let opening = Self.ceiling(end, step)
            try #require(grid.opening(in: range) == (low < opening ? low..<opening : nil))
            try #require(grid.touching(range) == Self.floor(start, step)..<opening)
            if let whole = grid.whole(range) { #expect(RangeSet([range]).holds(grid.time(of: whole))) }
        }
    }

    @Test func tradesOfAllTime_areOneGap() {
        var finder = GapFinder(.trades)
        finder.find(in: .all, [])
        #expect(finder.gaps == [LineGap(.all, .notAsked, candles: 0, source: nil)] && finder.expected == 0)
    }
}
