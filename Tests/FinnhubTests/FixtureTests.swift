import Conformance
import AdapterHost
import MarketData
import Testing

/// Real replies, and the vendor's own samples. The ws_* files are of the live stream, which this adapter does not read.
@Suite(.enabled(if: Finnhub.hasFixtures, Finnhub.absence)) struct FixtureTests {
    @Test func days_ofAStock_areTheRowsBesideIt() throws {
        let query = try Finnhub.candles(
            1440, "2021-09-01T00:00:00Z", "2021-10-01T00:00:00Z", symbol: "AAPL", category: .stock)
        let play = try Finnhub.play(query, Finnhub.fixture("stock_candle_AAPL_D_2021-09.json"))
        #expect(play.failure == nil && play.rejects.isEmpty)
        #expect(
            play.rows.map(\.description) == [
                "1630972800000000000,154.97,157.26,154.39,156.69,82278261.0,,,final,",
                "1631059200000000000,156.98,157.04,153.975,155.11,74420207.0,,,final,",
                "1631145600000000000,155.49,156.11,153.95,154.07,57305730.0,,,final,",
                "1631232000000000000,155.0,155.48,148.7,148.97,140893235.0,,,final,",
                "1631491200000000000,150.63,151.42,148.75,149.55,102404329.0,,,final,",
                "1631577600000000000,150.35,151.07,146.91,148.12,109296295.0,,,final,",
                "1631664000000000000,148.56,149.44,146.37,149.03,83281315.0,,,final,",
                "1631750400000000000,148.44,148.97,147.221,148.79,68034149.0,,,final,",
                "1631836800000000000,148.82,148.82,145.76,146.06,129868824.0,,,final,",
                "1632096000000000000,143.8,144.84,141.27,142.94,123478863.0,,,final,",
                "1632182400000000000,143.93,144.6,142.78,143.43,75833962.0,,,final,",
                "1632268800000000000,144.45,146.43,143.7001,145.85,76404341.0,,,final,",
            ])
        #expect(play.assertions == [CaseAssertion(.covered, range: query.range)])
    }

    /// The sample is stamped 21:00Z: each day is the next date.
    @Test func days_ofTheCryptoSample_areTheRowsBesideIt() throws {
        let query = try Finnhub.candles(
            1440, "2019-09-17T00:00:00Z", "2019-09-21T00:00:00Z", symbol: "BINANCE:BTCUSDT", category: .crypto)
        let play = try Finnhub.play(query, Finnhub.fixture("crypto_candle_DOCS_example.json"))
        #expect(play.failure == nil && play.rejects.isEmpty)
        #expect(
            play.rows.map(\.description) == [
                "1568678400000000000,1.0996,1.1074,1.09897,1.10713,75789.0,,,final,",
                "1568764800000000000,1.107,1.10751,1.1013,1.10288,75883.0,,,final,",
                "1568851200000000000,1.10269,1.10729,1.10223,1.10397,73485.0,,,final,",
                "1568937600000000000,1.10398,1.10595,1.10101,1.10182,5138.0,,,final,",
            ])
        #expect(play.assertions == [CaseAssertion(.covered, range: query.range)])
    }

    @Test func noData_isCoveredWithoutRows() throws {
        let query = try Finnhub.candles(
            60, "2021-09-01T00:00:00Z", "2021-11-01T00:00:00Z", symbol: "AAPL", category: .stock)
        let play = try Finnhub.play(query, Finnhub.fixture("candle_no_data.json"))
        #expect(play.failure == nil && play.rows.isEmpty && play.requests.count == 2)
        #expect(RangeSet(play.assertions.map(\.range)) == RangeSet([query.range]))
    }

    @Test(
        arguments: [
            ("error_401_invalid_key.json", 401, .badCredential, "Invalid API key."),
            ("error_401_no_key.json", 401, .badCredential, "Please use an API key."),
            ("error_403_no_access.json", 403, .notEntitled, "You don't have access to this resource."),
            ("error_429_limit.json", 429, .rateLimited, "API limit reached. Please try again later."),
            ("error_429_no_token_plaintext_2020.txt", 429, .rateLimited, "Please sign up for a free account"),
            ("error_401_invalid_key.json", 200, .badCredential, "Invalid API key."),
            ("error_403_no_access.json", 200, .notEntitled, "You don't have access to this resource."),
            ("error_429_limit.json", 200, .rateLimited, "API limit reached."),
            ("error_429_no_token_plaintext_2020.txt", 200, .malformed, "expected a JSON object or array"),
            ("ws_ping.json", 200, .malformed, "there is no field 's'"),
        ] as [(String, Int, AdapterErrorClass, String)])
    func realReply_ofAnError_hasItsClass(
        name: String, status: Int, expected: AdapterErrorClass, message: String
    ) throws {
        var reply = try Finnhub.fixture(name)
        reply.status = status
        let query = try Finnhub.candles(
            60, "2021-09-01T00:00:00Z", "2021-09-02T00:00:00Z", symbol: "AAPL", category: .stock)
        let play = try Finnhub.play(query, reply)
        let error = try #require(play.failure?.error)
        #expect(error.errorClass == expected && error.message.contains(message), "\(error)")
        #expect(play.rows.isEmpty && play.assertions.isEmpty)
    }
}
