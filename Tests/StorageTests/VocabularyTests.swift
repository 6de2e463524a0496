import MarketData
import Storage
import Testing

@Suite struct VocabularyTests {
    @Test(arguments: [
        ("sqlite:candlewick.db", "sqlite", "candlewick.db"), ("SQLite:/a b:c", "sqlite", "/a b:c"),
    ])
    func location_schemeAndAddress_areTakenApart(text: String, scheme: String, address: String) throws {
        let location = try #require(StoreLocation(text))
        #expect(location.scheme == scheme && location.address == address)
        #expect(location.description == "\(scheme):\(address)")
    }

    @Test(arguments: ["", "candlewick.db", "sqlite:", ":path", "sq/lite:path", "/a/b:c"])
    func location_thatNamesNoStore_isNil(text: String) {
        #expect(StoreLocation(text) == nil)
    }

    @Test func filter_everyPart_mustMatch() throws {
        let hour = try #require(Interval(minutes: 60))
        let day = try #require(Interval(minutes: 1440))
        let candles = Series(Instrument(base: "BTC", quote: "USD"), .candles(hour), source: "a")
        let trades = Series(Instrument(base: "BTC", quote: "USD"), .trades, source: "a")
        #expect(SeriesFilter().matches(candles) && SeriesFilter().matches(trades))
        #expect(SeriesFilter(base: "BTC", quote: "USD", interval: hour, source: "a").matches(candles))
        for other in [
            SeriesFilter(base: "ETH"), SeriesFilter(quote: "EUR"), SeriesFilter(interval: day),
            SeriesFilter(source: "b"),
            SeriesFilter(content: .trades),
        ] { #expect(!other.matches(candles)) }
        #expect(!SeriesFilter(interval: hour).matches(trades))
        #expect(SeriesFilter(interval: hour, content: .trades).matches(trades))
        #expect(!SeriesFilter(content: .candles).matches(trades))
    }

    @Test func error_description_saysWhereWhatAndWhatToDo() {
        let error = StorageError(.full, at: "sqlite:x", "the disk is full", advice: "make room")
        #expect("\(error)" == "sqlite:x: the disk is full; make room")
    }
}
