import Conformance
import AdapterHost
import Foundation
import MarketData
import Testing

/// A real reply, or one of the vendor's own samples: what is asked, and the rows that it must give.
struct Fixture: CustomTestStringConvertible {
    let name: String
    let query: SessionQuery
    /// The page that it links to, without the host.
    let next: String?
    let rows: [String]

    var testDescription: String { name }

    init(
        _ name: String, _ kind: SessionQuery.Kind, _ start: String, _ end: String, base: String,
        category: AssetCategory, next: String? = nil, rows: String
    ) {
        self.name = name
        self.next = next
        self.rows = rows.split(separator: "\n").map(String.init)
        var query = SessionQuery(kind, base: base, quote: "USD", category: category)
        query.range = TimeRange(Massive.time(start), Massive.time(end))!
        query.allSymbols = base.isEmpty
        query.adjusted = true
        self.query = query
    }

    private static let minute = SessionQuery.Kind.candles(Interval(minutes: 1)!)
    private static let day = SessionQuery.Kind.candles(Interval(minutes: 1440)!)

    static let all = [
        Fixture(
            "aggs_AAPL_1day_2005-04-01_2005-04-04.json",
            day, "2005-04-01T05:00:00Z", "2005-04-05T04:00:00Z", base: "AAPL", category: .stock,
            rows: """
                1112331600000000000,1.5032,1.5064,1.4489,1.4604,642646396.0,1.469,82132,final,
                1112587200000000000,1.4639,1.4754,1.4343,1.4675,578172308.0,1.4589,65543,final,
                """),
        Fixture(
            "aggs_AAPL_1day_2023-01-01_2023-01-10_desc.json",
            day, "2023-01-01T05:00:00Z", "2023-01-11T05:00:00Z", base: "AAPL", category: .stock,
            rows: """
                1672722000000000000,130.28,130.9,124.17,125.07,112117471.0,125.725,1021065,final,
                1672808400000000000,126.89,128.6557,125.08,126.36,89100633.0,126.6464,770042,final,
                1672894800000000000,127.13,127.77,124.76,125.02,80716808.0,126.0883,665458,final,
                1672981200000000000,126.01,130.29,124.89,129.62,87754715.0,128.1982,711520,final,
                1673240400000000000,130.465,133.41,129.89,130.15,70790813.0,131.6292,645365,final,
                1673326800000000000,130.26,131.2636,128.12,130.73,63896155.0,129.822,554940,final,
                """),
        Fixture(
            "prev_AAPL.json",
            day, "2022-04-01T00:00:00Z", "2022-05-01T00:00:00Z", base: "AAPL", category: .stock,
            rows: """
                1650945600000000000,162.25,162.34,156.72,156.8,95595226.0,158.6074,899965,final,
                """),
        Fixture(
            "aggs_AAPL_1day_next_url_DOCS.json",
            day, "2020-01-01T05:00:00Z", "2020-01-11T05:00:00Z", base: "AAPL", category: .stock,
            next: "/v2/aggs/ticker/AAPL/range/1/day/1578114000000/2020-01-10?cursor=bGltaXQ9MiZzb3J0PWFzYw",
            rows: """
                1577941200000000000,74.06,75.15,73.7975,75.0875,135647456.0,74.6099,1,final,
                1578027600000000000,74.2875,75.145,74.125,74.3575,146535512.0,74.7026,1,final,
                """),
        Fixture(
            "aggs_AAPL_1minute_2023-07-31_limit10_next_url.json",
            minute, "2023-07-31T00:00:00Z", "2023-08-01T00:00:00Z", base: "AAPL", category: .stock,
            next: "/v2/aggs/ticker/AAPL/range/1/minute/1690791480000/2023-07-31?cursor=bGltaXQ9MTAmc29ydD1hc2M",
            rows: """
                1690790400000000000,195.89,195.9,195.53,195.53,4428.0,195.7709,121,final,
                1690790460000000000,195.67,195.7,195.67,195.7,674.0,195.6834,44,final,
                1690790520000000000,195.7,195.7,195.39,195.39,1869.0,195.5604,78,final,
                1690790580000000000,195.54,195.54,195.5,195.5,671.0,195.5228,20,final,
                1690790700000000000,195.59,195.59,195.59,195.59,682.0,195.5727,27,final,
                1690790820000000000,195.69,195.69,195.69,195.69,1003.0,195.6769,33,final,
                1690791120000000000,195.59,195.59,195.59,195.59,1305.0,195.6092,36,final,
                1690791240000000000,195.74,195.74,195.74,195.74,111.0,195.7384,3,final,
                1690791360000000000,195.61,195.61,195.61,195.61,515.0,195.6124,33,final,
                1690791420000000000,195.61,195.61,195.61,195.61,166.0,195.61,2,final,
                """),
        Fixture(
            "aggs_X-BTCUSD_1day_2023-01-01_2023-01-10_asc.json",
            day, "2023-01-01T00:00:00Z", "2023-01-11T00:00:00Z", base: "BTC", category: .crypto,
            rows: """
                1672531200000000000,16532.0,16644.0,16490.0,16611.58,12300.315533316923,16549.5494,292354,final,
                1672617600000000000,16615.0,16803.0,16542.52,16666.95,15129.289550399433,16692.5104,358299,final,
                1672704000000000000,16668.3,16810.0,16599.6,16669.47,21204.298955484,16680.0394,376204,final,
                1672790400000000000,16669.7,17008.0,16645.87,16844.42,29360.126362531068,16835.9876,512889,final,
                1672876800000000000,16849.3,16888.0,16750.07,16825.69,16945.68975941772,16826.2924,387550,final,
                1672963200000000000,16825.7,17200.0,16670.82,16948.06,28246.529401696687,16840.0521,475711,final,
                1673049600000000000,16951.1,16990.0,16903.58,16942.37,6569.5374952721295,16935.4521,229424,final,
                1673136000000000000,16945.1,17181.0,16910.41,17125.18,11138.691164274249,16971.7084,299555,final,
                1673222400000000000,17141.0,17400.0,17102.97,17177.98,37477.75170253635,17244.7501,651146,final,
                1673308800000000000,17177.94,17506.0,17145.1,17443.46,28242.029977765436,17313.5673,567001,final,
                """),
        Fixture(
            "aggs_X-BTCUSD_1day_DOCS.json",
            day, "2020-06-01T00:00:00Z", "2020-06-03T00:00:00Z", base: "BTC", category: .crypto,
            rows: """
                1590969600000000000,9557.9,10429.26,9490.0,10094.75,303067.6562332156,9874.5529,1,final,
                1591056000000000000,10096.87,10222.72,9135.68,9492.62,323339.6922892879,9729.5701,1,final,
                """),
        Fixture(
            "grouped_us_stocks_2005-04-04.json",
            day, "2020-10-14T04:00:00Z", "2020-10-15T04:00:00Z", base: "", category: .stock,
            rows: """
                1602648000000000000,9.99,10.02,9.9,10.02,895345.0,9.9979,96,final,GIK
                """),
        Fixture(
            "grouped_us_stocks_DOCS.json",
            day, "2020-10-14T04:00:00Z", "2020-10-15T04:00:00Z", base: "", category: .stock,
            rows: """
                1602648000000000000,26.07,26.25,25.91,25.9102,4369.0,26.0407,74,final,KIMpL
                1602648000000000000,24.5,24.763,22.65,23.4,25933.6,23.493,1096,final,TANH
                1602648000000000000,34.9,35.47,34.21,34.24,312583.0,34.4736,4966,final,VSAT
                """),
        Fixture(
            "grouped_global_crypto_DOCS.json",
            day, "2020-02-02T00:00:00Z", "2020-02-03T00:00:00Z", base: "", category: .crypto,
            rows: """
                1580601600000000000,0.0550762,0.0550762,0.0550762,0.0550762,2.0,0.0551,18388,final,ARDR/USD
                1580601600000000000,0.0273733,0.0273733,0.0272983,0.0272983,4734.0,0.0273,18,final,NGC/USD
                1580601600000000000,0.00028531,0.00028531,0.00028531,0.00028531,390.0,0.0003,151,final,ZSC/USD
                """),
        Fixture(
            "v3_trades_AAPL_limit2.json",
            .trades, "2022-04-28T00:00:00Z", "2022-04-29T00:00:00Z", base: "AAPL", category: .stock,
            rows: """
                1651181822461979400,156.43,10.0,,183276,
                1651181822461979400,157.43,10.0,,183276,
                """),
        Fixture(
            "v3_trades_AAPL_next_url_DOCS.json",
            .trades, "2018-02-02T00:00:00Z", "2018-02-03T00:00:00Z", base: "AAPL", category: .stock,
            next:
                "/v3/trades/AAPL?cursor=YWN0aXZlPXRydWUmZGF0ZT0yMDIxLTA0LTI1JmxpbWl0PTEmb3JkZXI9YXNjJnBhZ2VfbWFya2VyPUElN0M5YWRjMjY0ZTgyM2E1ZjBiOGUyNDc5YmZiOGE1YmYwNDVkYzU0YjgwMDcyMWE2YmI1ZjBjMjQwMjU4MjFmNGZiJnNvcnQ9dGlja2Vy",
            rows: """
                1517562000016036600,171.55,100.0,,1,
                1517562000016038100,171.55,100.0,,2,
                """),
    ]
}

@Suite(.enabled(if: Massive.hasFixtures, Massive.absence)) struct FixtureTests {
    @Test(arguments: Fixture.all) func realReply_whole_givesTheRowsBesideIt(fixture: Fixture) throws {
        let play = try Massive.play(fixture.query, [try Massive.fixture(fixture.name), Massive.nothing])
        #expect(play.failure == nil && play.rejects.isEmpty, "\(play.failure as Any) \(play.rejects)")
        #expect(play.rows.map(\.description) == fixture.rows)
        #expect(play.requests.dropFirst().map(\.address) == (fixture.next.map { [$0] } ?? []))
        // All of the range is covered: the second page of those that link to one is empty.
        let covered = RangeSet(play.assertions.map(\.range))
        #expect(covered == RangeSet([fixture.query.range]))
    }

    @Test func tickers_ofTwoRealPages_areInstruments() throws {
        let pages = try ["v3_reference_tickers_page1.json", "v3_reference_tickers_page2.json"].map(Massive.fixture)
        let play = try Massive.play(SessionQuery(.instruments, category: .stock), pages)
        #expect(play.failure == nil && play.rejects.isEmpty && play.requests.count == 2)
        #expect(play.requests[1].address.hasPrefix("/v3/reference/tickers?cursor=YWN0aXZl"))
        #expect(
            play.rows.map(\.description) == [
                "A,A,USD,Agilent Technologies Inc.,STOCK,true", "AA,AA,USD,Alcoa Corporation,STOCK,true",
                "AAA,AAA,USD,AAF First Priority CLO Bond ETF,STOCK,true",
                "AAAU,AAAU,USD,Goldman Sachs Physical Gold ETF Shares,STOCK,true",
            ])
    }

    @Test(
        arguments: [
            ("error_401_unknown_api_key.json", 401, .badCredential, "Unknown API Key"),
            (
                "error_403_not_authorized_massive_2026-04-24.json", 403, .notEntitled,
                "You are not entitled to this data."
            ),
            ("error_429_rate_limit_RECONSTRUCTED.json", 429, .rateLimited, "exceeded the maximum requests per minute"),
            ("error_429_rate_limit_RECONSTRUCTED.json", 200, .rateLimited, "exceeded the maximum requests per minute"),
            ("v2_last_trade_AAPL.json", 200, .malformed, "expected an array"),
            ("v1_last_crypto_BTC_USD.json", 200, .malformed, "the status success"),
            ("v1_marketstatus_now.json", 200, .malformed, "there is no field 'status'"),
            ("v1_marketstatus_upcoming.json", 200, .malformed, "the value is "),
        ] as [(String, Int, AdapterErrorClass, String)])
    func realReply_ofAnErrorOrAnotherEndpoint_hasItsClass(
        name: String, status: Int, expected: AdapterErrorClass, message: String
    ) throws {
        var reply = try Massive.fixture(name)
        reply.status = status
        let play = try Massive.play(Fixture.all[0].query, [reply])
        let error = try #require(play.failure?.error)
        #expect(error.errorClass == expected && error.message.contains(message), "\(error)")
        #expect(play.rows.isEmpty && play.assertions.isEmpty)
    }

    @Test func quotes_inThePlaceOfTrades_areRejectsAndNoRows() throws {
        let query = try #require(Fixture.all.last?.query)
        var reply = try Massive.fixture("v3_quotes_AAPL_page2.json")
        reply.body = Array(String(decoding: reply.body, as: UTF8.self).replacing("next_url", with: "next").utf8)
        let play = try Massive.play(query, [reply])
        #expect(play.rows.isEmpty && !play.rejects.isEmpty)
        #expect(play.rejects.allSatisfy { $0.code == "columns" && $0.reason == "there is no field 'price'" })
    }
}
