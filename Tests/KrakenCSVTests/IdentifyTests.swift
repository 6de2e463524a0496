import AdapterHost
import MarketData
import Testing

@Suite struct IdentifyTests {
    @Test(arguments: [
        ("XBTUSD", "XBT", "USD"), ("XBTUSDC", "XBT", "USDC"), ("XBTUSDT", "XBT", "USDT"), ("USDTUSD", "USDT", "USD"),
        ("USDCUSDT", "USDC", "USDT"), ("USDCUSD", "USDC", "USD"), ("HONEYUSD", "HONEY", "USD"),
        ("PEPEUSD", "PEPE", "USD"), ("XDGUSD", "XDG", "USD"), ("XRPUSD", "XRP", "USD"), ("XRPXBT", "XRP", "XBT"),
        ("ZRXUSD", "ZRX", "USD"), ("ZRXXBT", "ZRX", "XBT"), ("XTZUSD", "XTZ", "USD"), ("XTZETH", "XTZ", "ETH"),
        ("TRXXBT", "TRX", "XBT"), ("ETHXBT", "ETH", "XBT"), ("ETHUSDT", "ETH", "USDT"), ("EURUSD", "EUR", "USD"),
        ("USDJPY", "USD", "JPY"), ("AUDUSD", "AUD", "USD"), ("EURGBP", "EUR", "GBP"), ("USDCHF", "USD", "CHF"),
        ("DAIUSD", "DAI", "USD"), ("DAIUSDT", "DAI", "USDT"), ("ETHDAI", "ETH", "DAI"), ("AUSD", "A", "USD"),
        ("AUSDUSD", "AUSD", "USD"), ("TUSD", "T", "USD"), ("TUSDUSD", "TUSD", "USD"), ("SUSD", "S", "USD"),
        ("PYUSDUSD", "PYUSD", "USD"), ("PYUSDEUR", "PYUSD", "EUR"), ("RLUSDUSD", "RLUSD", "USD"),
        ("XBTRLUSD", "XBT", "RLUSD"), ("XBTPYUSD", "XBT", "PYUSD"), ("USDGUSD", "USDG", "USD"),
        ("XRPRLUSD", "XRP", "RLUSD"), ("EURTUSD", "EURT", "USD"), ("EURQUSD", "EURQ", "USD"),
        ("XBTEURQ", "XBT", "EURQ"), ("EUROPEUR", "EUROP", "EUR"), ("USDQUSD", "USDQ", "USD"),
        ("USDRUSD", "USDR", "USD"),
        ("1INCHUSD", "1INCH", "USD"), ("C98EUR", "C98", "EUR"), ("LUNA2USD", "LUNA2", "USD"),
        ("ETHWETH", "ETHW", "ETH"),
        ("WBTCXBT", "WBTC", "XBT"), ("KSMDOT", "KSM", "DOT"), ("ADAUSD", "ADA", "USD"), ("STORJUSD", "STORJ", "USD"),
        ("BCHEUR", "BCH", "EUR"), ("BTCUSD", "BTC", "USD"), ("LSETHETH", "LSETH", "ETH"), ("METHUSD", "METH", "USD"),
        // A base that no table knows.
        ("QQNEWUSD", "QQNEW", "USD"), ("QQNEWUSDT", "QQNEW", "USDT"), ("QQNEWEUR", "QQNEW", "EUR"),
        // Names of the first years.
        ("XXBTZUSD", "XBT", "USD"), ("XETHXXBT", "ETH", "XBT"), ("XETHZEUR", "ETH", "EUR"), ("XXDGXXBT", "XDG", "XBT"),
        ("USDTZUSD", "USDT", "USD"), ("XXRPZUSD", "XRP", "USD"), ("ZEURZUSD", "EUR", "USD"), ("XICNXETH", "ICN", "ETH"),
        ("XXLMZAUD", "XLM", "AUD"),
    ])
    func pair_ofAFile_isSplitByTheTable(pair: String, base: String, quote: String) throws {
        let identity = try Kraken.adapter().identify(path: "2023Q3/\(pair)_5.csv")
        #expect(identity == FileIdentity(kind: .candles(minutes(5)), symbol: pair, base: base, quote: quote))
        let trades = try Kraken.adapter().identify(path: "\(pair).CSV")
        #expect(trades == FileIdentity(kind: .trades, symbol: pair, base: base, quote: quote))
    }

    @Test(arguments: [1, 5, 15, 30, 60, 240, 720, 1440])
    func interval_ofAFile_isItsMinutes(length: Int) throws {
        #expect(try Kraken.adapter().identify(path: "/a/b/XBTUSD_\(length).csv").kind == .candles(minutes(length)))
    }

    @Test func name_inSmallLetters_isUnderstood() throws {
        let identity = try Kraken.adapter().identify(path: "xbteur_60.Csv")
        #expect(identity == FileIdentity(kind: .candles(minutes(60)), symbol: "XBTEUR", base: "XBT", quote: "EUR"))
    }

    @Test(arguments: [
        "", "/", ".csv", "XBTUSD", "XBTUSD_60.txt", "XBTUSD_60.csv.zip", "XBTUSD_10080.csv", "XBTUSD_21600.csv",
        "XBTUSD_2.csv", "XBTUSD_060.csv", "XBTUSD_+60.csv", "XBTUSD_.csv", "XBTUSD_x.csv", "XBTUSD_60_2.csv", "_60.csv",
        "USD.csv", "USD_60.csv", "XBT_60.csv", "HELLO.csv", "XBT-USD_60.csv", "XBT USD.csv", "ÄÖUSD_60.csv",
        "XBTUSD_99999999999999999999.csv", "readme.csv", "XBTUSD_60.csv/notes", "XXBTZUSD.d_5.csv",
        "\0\0.csv", String(repeating: "X", count: 1 << 16), String(repeating: "X", count: 1 << 16) + ".csv",
    ])
    func otherNames_areInvalidQueries_thatSayWhatNamesLookLike(path: String) throws {
        let adapter = try Kraken.adapter()
        let error = #expect(throws: AdapterError.self) { try adapter.identify(path: path) }
        #expect(error?.errorClass == .invalidQuery)
        #expect(error?.message.contains("XBTUSD_60.csv") == true)
    }

    @Test func name_tooLongForTheABI_isRefusedAndNotCut() throws {
        let adapter = try Kraken.adapter()
        let base = String(repeating: "A", count: 40)
        let error = #expect(throws: AdapterError.self) { try adapter.identify(path: "\(base)USD_60.csv") }
        #expect(error?.errorClass == .invalidQuery)
    }

    @Test(arguments: [
        String(repeating: "x", count: 65_536), String(repeating: "x", count: 600) + ".csv",
        "XBTUSD_" + String(repeating: "9", count: 600) + ".csv", "\0\0\0", "\0.csv",
    ])
    func name_thatNobodyGives_isRefusedWithAWholeSentence(name: String) throws {
        let adapter = try Kraken.adapter()
        let error = #expect(throws: AdapterError.self) { try adapter.identify(path: name) }
        #expect(error?.errorClass == .invalidQuery && error?.message.hasSuffix("like XBTUSD.csv") == true)
    }

    @Test func manifest_translatesKrakensCodes() throws {
        #expect(try Kraken.adapter().manifest.aliases == ["XBT": "BTC", "XDG": "DOGE"])
    }

    private func minutes(_ count: Int) -> Interval {
        guard let interval = Interval(minutes: count) else { preconditionFailure("a positive number of minutes") }
        return interval
    }
}
