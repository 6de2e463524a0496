import Coverage
import Ingestion
import MarketData
import Testing

/// Plans of Kraken's sort, number by number.
@Suite struct HistoryPlannerTests {
    private static let hour: Int64 = 3_600_000_000_000
    private static let line = HistoryLine(Instrument(base: "BTC", quote: "USD"), .candles(Interval.usual[4]))

    private static func hours(_ start: Int64, _ end: Int64) throws -> TimeRange {
        try #require(TimeRange(Timestamp(nanoseconds: start * hour), Timestamp(nanoseconds: end * hour)))
    }

    /// 10,000 hours, of which a file has the first 4,000, the API reaches the last 720, and trades reach all.
    private static func kraken() throws -> [SourceOutlook] {
        [
            SourceOutlook("kraken-csv", priority: 2, isFile: true, covered: RangeSet([try hours(0, 4000)])),
            SourceOutlook(
                "kraken-rest", priority: 1, reach: try hours(9280, 10_000), rowsPerRequest: 720, requestsPerSecond: 1),
            SourceOutlook(
                "kraken-rest", reach: try hours(0, 10_000), requestsPerSecond: 0.5,
                route: .trades(tradesPerCandle: 2500)),
        ]
    }

    @Test func plan_withoutTrades_asksTheAPIAndOffersTheRest() throws {
        var planner = HistoryPlanner(Self.line.kind)
        let plan = planner.plan(Self.line, wanted: try Self.hours(0, 10_000), try Self.kraken())
        let part = try #require(plan.parts.first)
        let (near, far) = (try Self.hours(9280, 10_000), try Self.hours(4000, 9280))
        #expect(plan.parts.count == 1 && part.range == near && part.sources == [1])
        #expect(part.requests == 1 && part.seconds == 1 && part.candles == 720)
        let offer = try #require(plan.offered.first)
        #expect(plan.offered.count == 1 && offer.range == far && offer.sources == [2])
        // 5,280 candles of 2,500 trades in pages of 1,000, one in two seconds.
        #expect(offer.requests == 13_200 && offer.seconds == 26_400 && offer.route == .trades)
        let gap = try #require(plan.unplanned.first)
        #expect(plan.unplanned.count == 1 && gap.range == offer.range && gap.gapClass == .sourceLimit)
        #expect(gap.candles == 5280 && plan.requests == 1 && plan.seconds == 1)
    }

    @Test func plan_withTrades_leavesNothing() throws {
        var planner = HistoryPlanner(Self.line.kind, options: PlanningOptions(allowsTrades: true))
        let plan = planner.plan(Self.line, wanted: try Self.hours(0, 10_000), try Self.kraken())
        #expect(plan.parts.map(\.route) == [.trades, .candles])
        #expect(plan.offered.isEmpty && plan.unplanned.isEmpty && plan.requests == 13_201)
    }

    @Test func plan_ofACompleteHistory_isEmpty() throws {
        var planner = HistoryPlanner(Self.line.kind)
        let plan = planner.plan(Self.line, wanted: try Self.hours(0, 4000), try Self.kraken())
        #expect(plan.isEmpty && plan.offered.isEmpty && plan.unplanned.isEmpty)
    }

    @Test func plan_withinACandle_asksForNothing() throws {
        var planner = HistoryPlanner(Self.line.kind)
        let start = try Self.hours(9500, 9501).start.nanoseconds
        let part = try #require(
            TimeRange(Timestamp(nanoseconds: start + 1), Timestamp(nanoseconds: start + 2 * Self.hour - 1)))
        let plan = planner.plan(Self.line, wanted: part, try Self.kraken())
        #expect(plan.isEmpty && plan.unplanned.isEmpty)
    }

    @Test func plan_ofTrades_isExactToTheNanosecondAndEstimatesNothing() throws {
        let line = HistoryLine(Self.line.instrument, .trades)
        var planner = HistoryPlanner(.trades)
        let (reach, wanted) = (try Self.hours(0, 100), try Self.hours(-10, 200))
        let middle = try #require(TimeRange(Timestamp(nanoseconds: 7), Timestamp(nanoseconds: 13)))
        let plan = planner.plan(
            line, wanted: wanted,
            [SourceOutlook("kraken-rest", reach: reach, covered: RangeSet([middle]), rowsPerRequest: 1000)])
        #expect(RangeSet(plan.parts.map(\.range)) == RangeSet([reach]).subtracting(RangeSet([middle])))
        #expect(plan.parts.allSatisfy { $0.requests == nil && $0.seconds == nil && $0.candles == 0 })
        #expect(RangeSet(plan.unplanned.map(\.range)) == RangeSet([wanted]).subtracting(RangeSet([reach])))
    }
}
