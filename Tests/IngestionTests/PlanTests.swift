import Ingestion
import MarketData
import Storage
import Testing

@Suite struct PlanTests {
    @Test func plan_knownNames_giveSeriesInTheHubsWords() throws {
        let bench = try Bench()
        for name in ["XBTUSD_60.csv", "XDGEUR_1440.csv", "deep/er/HONEYUSD_5.csv", "ETHXBT.csv"] {
            try bench.write(name, candleLines(1))
        }
        let series = try bench.plan().files.map { "\($0.series)" }
        #expect(
            series == [
                "ETH/BTC trades (kraken-csv)", "BTC/USD 1h (kraken-csv)", "DOGE/EUR 1d (kraken-csv)",
                "HONEY/USD 5m (kraken-csv)",
            ])
    }

    @Test func plan_otherFiles_areListedWithWhatTheAdapterSays() throws {
        let bench = try Bench()
        try bench.write("README.txt", "hello")
        try bench.write("XBTUSD_61.csv", "1")
        let plan = try bench.plan()
        #expect(plan.files.isEmpty)
        #expect(plan.unknown.map(\.path).map { $0.split(separator: "/").last } == ["README.txt", "XBTUSD_61.csv"])
        #expect(plan.unknown.allSatisfy { $0.reasons.count == 1 && $0.reasons[0].hasPrefix("kraken-csv: ") })
        #expect(plan.unknown[1].reasons[0].contains("61"))
    }

    @Test func keep_condition_leavesTheOthersOut() throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(2))
        try bench.write("LTCUSD_60.csv", candleLines(3))
        var plan = try bench.plan()
        #expect(plan.bytes == Int64(candleLines(2).utf8.count + candleLines(3).utf8.count))
        plan.keep { $0.series.instrument.base == "LTC" }
        #expect(plan.files.map(\.series.instrument.base) == ["LTC"])
    }

    @Test func tierList_asset_hasTierCategoryAndQuote() {
        let tiers = Bench.tiers
        #expect(
            tiers.asset(Instrument(base: "BTC", quote: "USD"))
                == Asset(ticker: "BTC", category: .crypto, tier: .tier1, quoteCurrency: "USD"))
        #expect(tiers.asset(Instrument(base: "EUR", quote: "USD")).category == .currency)
        #expect(tiers.tier(of: "NOBODY") == .tier4)
    }
}
