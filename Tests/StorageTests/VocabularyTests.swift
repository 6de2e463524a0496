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

    @Test(arguments: [
        ("postgresql://me:se:cr/e@t@h/db?sslmode=require", "postgresql://me@h/db?sslmode=require"),
        ("postgresql://h/db?password=x&user=me&SSLPassword=y", "postgresql://h/db?user=me"),
        ("questdb:http://me:secret@h:9000", "questdb:http://me@h:9000"),
        ("questdb:https://h:9000?token=x", "questdb:https://h:9000"),
    ])
    func location_withAPassword_isShownWithoutIt(text: String, shown: String) throws {
        let location = try #require(StoreLocation(text))
        #expect(location.description == shown && location.holdsSecret)
    }

    @Test(arguments: ["postgresql://me@h:5432/db?user=x", "questdb:http://127.0.0.1:9000", "sqlite:/a:b@c?password=x"])
    func location_withoutAPassword_isShownAsItIs(text: String) throws {
        let location = try #require(StoreLocation(text))
        #expect(location.description == text && !location.holdsSecret)
    }

    @Test(arguments: ["", "0123456789abcdef0123456789abcde", "0123456789ABCDEF0123456789abcdef"])
    func identity_thatIsNotOne_isNil(text: String) { #expect(StoreIdentity(text) == nil) }

    @Test func identity_random_readsBack() {
        let identity = StoreIdentity.random()
        #expect(StoreIdentity(identity.value) == identity && identity != .random())
    }

    @Test func traits_exceptionWithReason_isNotKept() {
        let traits = StoreTraits(order: .byTime, exceptions: [.keepsVWAP: "there is no column for it"])
        #expect(!traits.keeps(.keepsVWAP) && traits.keeps(.countsWrites))
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
