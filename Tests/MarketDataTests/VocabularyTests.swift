import MarketData
import Testing

@Suite struct VocabularyTests {
    @Test func series_isPrintedForPeople() throws {
        let bitcoin = Instrument(base: "BTC", quote: "USD")
        let hour = try #require(Interval(minutes: 60))
        #expect(Series(bitcoin, .candles(hour), source: "kraken-csv").description == "BTC/USD 1h (kraken-csv)")
        #expect(Series(bitcoin, .trades, source: Series.derivedSource).description == "BTC/USD trades (derived)")
        #expect(SeriesKind.candles(hour).interval == hour && SeriesKind.trades.interval == nil)
    }

    @Test func seriesOfTwoSources_areTwoSeries() {
        let bitcoin = Instrument(base: "BTC", quote: "USD")
        #expect(Series(bitcoin, .trades, source: "a") != Series(bitcoin, .trades, source: "b"))
    }

    @Test func asset_ofWhichOnlyTheTickerIsKnown_isActiveAndUnclassified() {
        let asset = Asset(ticker: "BTC")
        #expect(asset.isActive && asset.tier == .unclassified && asset.category == nil)
        #expect(asset.name.isEmpty && asset.quoteCurrency == nil && asset.description.isEmpty)
    }

    @Test func words_areThoseOfTheCommands() {
        #expect(Tier.allCases.map(\.rawValue) == ["TIER1", "TIER2", "TIER3", "TIER4", "UNCLASSIFIED"])
        #expect(AssetCategory.allCases.map(\.rawValue) == ["STOCK", "CRYPTO", "COMMODITY", "CURRENCY"])
    }

    @Test func rejectCodes_areNumbersThatStayInStores() {
        let numbers = Reject.Code.allCases.map(\.rawValue)
        #expect(numbers == [1, 2, 3, 4, 5, 16, 17, 18, 19, 20, 21, 22, 23, 24])
        #expect(Reject.Code.order.rawValue == 21 && Reject.Code.side.rawValue == 24)
    }

    @Test(arguments: [
        ("abc", 3), (String(repeating: "x", count: 512), 512), (String(repeating: "x", count: 513), 512),
        (String(repeating: "é", count: 300), 512), (String(repeating: "€", count: 300), 510),
        (String(repeating: "x", count: 511) + "é", 511), (String(repeating: "👨‍👩‍👧", count: 100), 511), ("", 0),
    ])
    func rejectsText_longOrShort_isItsBeginning(text: String, bytes: Int) {
        let reject = Reject(row: 1, position: 0, code: .other, reason: "", raw: text)
        #expect(reject.raw.utf8.count == bytes)
        #expect(text.utf8.starts(with: reject.raw.utf8))
    }
}
