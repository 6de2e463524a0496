import Foundation
import MarketData
import Testing

/// Where the stamps of sources' daily candles lie among the days that are expected.
@Suite struct DailyStampTests {
    private static let day = SeriesKind.candles(Interval(minutes: 1440)!)

    /// Two days on either side of a change of the clocks, and twelve in a row.
    @Test(
        Fixtures.trait,
        arguments: [
            ("massive/aggs_AAPL_1day_2005-04-01_2005-04-04.json", 2),
            ("massive/aggs_AAPL_1day_2023-01-01_2023-01-10_desc.json", 6),
            ("finnhub/stock_candle_AAPL_D_2021-09.json", 12),
        ])
    func realCandles_ofEitherStamp_fillTheExpectedDaysOneEach(path: String, rows: Int) throws {
        let reply = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: Fixtures.file(path))) as? [String: Any])
        // Massive has objects with milliseconds, Finnhub columns with seconds.
        let millisecondsOrNone = (reply["results"] as? [[String: Any]])?.compactMap { $0["t"] as? Int64 }
        let seconds = millisecondsOrNone?.map { $0 / 1000 } ?? (reply["t"] as? [Int64] ?? [])
        let stamps = try seconds.map { try #require(Timestamp(seconds: $0)) }.sorted()
        #expect(stamps.count == rows)
        let (first, last) = (try #require(stamps.first), try #require(stamps.last))
        let whole = try range("\(first.description.prefix(10))", "\(last.description.prefix(10))T23:59")
        let sessions = TradingCalendar.xnys.sessions(in: whole)
        #expect(sessions.map(\.day.description) == stamps.map { String($0.description.prefix(10)) })
        let open = TradingCalendar.xnys.open(Self.day, in: whole)
        #expect(stamps.allSatisfy(open.contains))
        #expect(TradingCalendar.xnys.count(of: try #require(Self.day.interval), in: open) == rows)
    }

    @Test func weekOfForeignExchange_hasFiveDays_thoughItOpensOnSunday() throws {
        let weeks = try range("2024-03-03", "2024-03-17")
        let open = TradingCalendar.fxWeek.open(Self.day, in: weeks)
        #expect(open == RangeSet([try range("2024-03-04", "2024-03-09"), try range("2024-03-11", "2024-03-16")]))
    }
}
