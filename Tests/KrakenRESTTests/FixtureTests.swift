import Conformance
import AdapterHost
import MarketData
import Testing

/// Real replies of Kraken's and those of its documentation. Rows, counts and digests were made by another program from
/// the same files.
@Suite(.enabled(if: Kraken.hasFixtures, Kraken.absence)) struct FixtureTests {
    private func play(_ query: SessionQuery, now: String, _ fixtures: String...) throws -> CasePlay {
        let now = try Kraken.time(now)
        var left = fixtures[...]
        return try CasePlayer(try Kraken.adapter(), query, now: now).play { request in
            guard let name = left.popFirst() else { throw CaseProblem("it asks for \(request.address) too") }
            return CaseReply(
                contentType: "application/json", receivedAt: now, body: try Kraken.fixture(name + ".json"))
        }
    }

    private func candles(_ start: Int64 = .min) throws -> SessionQuery {
        SessionQuery(
            .candles(try Kraken.interval(1)), range: try Kraken.range(start, .max), base: "BTC", quote: "USD")
    }

    @Test func recordedCandles_of720Minutes_givesAllButTheFormingOne() throws {
        let play = try play(try candles(), now: "2017-08-11T10:01:30Z", "OHLC_XXBTZUSD_1m_2017-08")
        #expect(play.failure == nil && play.rejects.isEmpty && play.rows.count == 719)
        #expect(play.rowDigest == 0xD277_0812_3D74_FBE3)
        #expect(
            play.rows.first?.description
                == "1502402520000000000,3449.992,3449.999,3449.992,3449.999,1.012,3449.997,7,final,")
        #expect(
            play.rows.last?.description
                == "1502445600000000000,3530.636,3534.1,3530.301,3531.999,4.55205801,3532.565,15,final,")
        #expect(play.rows.count { $0.fields[8] == "final no_trades" } == 17)
        #expect(
            play.assertions == [
                CaseAssertion(.sourceLimit, range: try Kraken.range(.min, 1_502_402_520_000_000_000)),
                CaseAssertion(
                    .covered, range: try Kraken.range(1_502_402_520_000_000_000, 1_502_445_660_000_000_000)),
            ])
    }

    @Test func documentedCandles_giveEveryRow() throws {
        let start: Int64 = 1_688_671_200_000_000_000
        let play = try play(try candles(start), now: "2023-07-06T19:37:00Z", "OHLC_XXBTZUSD_docs_2023-07")
        #expect(
            play.rows.map(\.description) == [
                "1688671200000000000,30306.1,30306.2,30305.7,30305.7,3.39243896,30306.1,23,final,",
                "1688671260000000000,30304.5,30304.5,30300.0,30300.0,4.42996871,30300.0,18,final,",
                "1688671320000000000,30300.3,30300.4,30291.4,30291.4,2.13024789,30294.7,25,final,",
                "1688671380000000000,30291.8,30295.1,30291.8,30295.0,1.01836275,30293.8,9,final,",
            ])
        #expect(
            play.assertions == [
                CaseAssertion(.covered, range: try Kraken.range(start, start + 240 * Kraken.second))
            ])
    }

    @Test func recordedTrades_of2013_haveNoNumbers() throws {
        let start: Int64 = 1_385_579_841_000_000_000
        let query = SessionQuery(
            .trades, range: try Kraken.range(start, start + Kraken.second), base: "BTC", quote: "USD")
        let play = try play(query, now: "2013-11-27T20:00:00Z", "Trades_XXBTZUSD_2013-11")
        let rows: [(Int64, String)] = [
            (7_774, "1023.82219,0.00435995"), (7_876, "1021.77864,0.015"), (7_954, "1019.73917,0.016"),
            (8_034, "1017.70377,0.017"), (8_111, "1015.67243,0.019"), (8_187, "1013.64514,0.019"),
            (8_263, "1011.6219,0.02"), (8_341, "1009.6027,0.021"), (8_419, "1007.58753,0.022"),
            (8_502, "1006.17684,0.0192294"), (8_587, "1005.57638,0.02"), (8_662, "1003.56925,0.021"),
            (8_742, "1001.56612,0.022"), (8_818, "999.56699,0.023"),
        ]
        #expect(play.failure == nil && play.rejects.isEmpty)
        #expect(play.rows.map(\.description) == rows.map { "\(start + $0.0 * 100_000),\($0.1),sell,," })
        #expect(play.assertions == [CaseAssertion(.covered, range: query.range)])
    }

    @Test func documentedTrades_haveNumbersAndSides() throws {
        let start: Int64 = 1_688_669_590_000_000_000
        let query = SessionQuery(.trades, range: try Kraken.range(start, .max), base: "BTC", quote: "USD")
        let play = try play(query, now: "2023-07-06T19:33:00Z", "Trades_XXBTZUSD_docs_2023-07")
        #expect(
            play.rows.map(\.description) == [
                "1688669597827736900,30243.4,0.34507674,buy,61044952,",
                "1688669598280411200,30243.3,0.0037696,sell,61044953,",
                "1688669602698379000,30243.3,0.01235716,sell,61044956,",
            ])
    }

    @Test func recordedPairs_of2017_areNamedByTheirAssets() throws {
        let play = try play(
            SessionQuery(.instruments), now: "2017-10-03T04:05:07Z", "Assets_2017-10-03", "AssetPairs_2017-10-03")
        #expect(play.rows.count == 47 && play.rejects.isEmpty && play.rowDigest == 0xC02A_E4C8_9030_3F4C)
        #expect(
            play.rows.prefix(2).map(\.description) == [
                "BCHEUR,BCH,EUR,BCHEUR,CRYPTO,", "BCHUSD,BCH,USD,BCHUSD,CRYPTO,",
            ])
        #expect(play.rows.last?.description == "ZECUSD,ZEC,USD,ZECUSD,CRYPTO,")
    }

    @Test func documentedPairs_areNamedByTheirPublicNames() throws {
        let play = try play(
            SessionQuery(.instruments), now: "2024-05-03T11:23:45Z", "Assets_docs", "AssetPairs_docs")
        #expect(
            play.rows.map(\.description) == [
                "ETHXBT,ETH,XBT,ETH/XBT,CRYPTO,true", "XBTUSD,XBT,USD,XBT/USD,CRYPTO,true",
            ])
    }

    @Test(arguments: [
        ("error_invalid_arguments", AdapterErrorClass.invalidQuery),
        ("error_rate_limit_exceeded_DOCS", .rateLimited), ("error_service_unavailable_DOCS", .transient),
        ("error_too_many_requests", .rateLimited), ("error_unknown_asset_pair", .invalidQuery),
        // Replies to other questions.
        ("Time_2014", .malformed), ("SystemStatus_docs", .malformed), ("Trades_XBTUSD_single_row_2026-07", .malformed),
        ("Assets_docs", .malformed), ("Trades_XXBTZUSD_2013-11", .malformed),
    ])
    func reply_thatIsNoList_isRefusedWithTheRightClass(name: String, errorClass: AdapterErrorClass) throws {
        let play = try play(try candles(), now: "2023-07-06T20:00:00Z", name)
        let error = try #require(play.failure?.error)
        #expect(error.errorClass == errorClass && play.rows.isEmpty && play.assertions.isEmpty, "\(error)")
    }
}
