import Foundation
import Testing

@Suite struct QueryTests {
    @Test func query_withoutArguments_listsTheSeries() throws {
        let sandbox = try Sandbox.withBitcoin()
        let table = try sandbox.candlewick("query")
        #expect(table.status == 0)
        #expect(
            table.lines == [
                "ASSET  QUOTE  INTERVAL  SOURCE      ROWS  FIRST             LAST",
                "BTC    USD    1h        kraken-csv     2  2024-01-01 00:00  2024-01-01 01:00",
            ])
        struct Series: Decodable {
            var asset: String
            var rows: Int
            var first: String
            var last: String
        }
        let series = try sandbox.candlewick("query", "--json").json([Series].self)
        #expect(series.map(\.rows) == [2])
        #expect(series.map(\.first) == ["2024-01-01T00:00:00Z"] && series.map(\.last) == ["2024-01-01T01:00:00Z"])
    }

    @Test func query_ofAnEmptyStore_saysWhatToDo() throws {
        let sandbox = try Sandbox.withStore()
        let run = try sandbox.candlewick("query")
        #expect(run.status == 0 && run.output.isEmpty)
        #expect(run.error == "no series; candlewick ingest PATH reads some\n")
        let last = try sandbox.candlewick("query", "--last", "3")
        #expect(last.status == 1)
        #expect(last.error.contains("no series matches; candlewick query lists the ones there are"))
    }

    @Test func last_showsTheNewestRowsInOrder() throws {
        let sandbox = try Sandbox.withBitcoin()
        let one = try sandbox.candlewick("query", "--asset", "BTC", "--interval", "60", "--last", "1")
        #expect(
            one.lines == [
                "BTC/USD 1h (kraken-csv)", "TIME (UTC)         OPEN   HIGH    LOW  CLOSE  VOLUME  TRADES",
                "2024-01-01 01:00  42005  42100  42000  42050       2      17",
            ])
        let all = try sandbox.candlewick("query", "--asset", "BTC", "--interval", "1h", "--json")
        #expect(all.lines.count == 2)
        #expect(all.lines[0].hasPrefix(#"{"time":"2024-01-01T00:00:00Z","open":42000.1,"#))
        let early = try sandbox.candlewick("query", "--asset", "BTC", "--end", "2024-01-01T01:00:00Z", "--json")
        #expect(early.lines.count == 1 && early.lines[0].contains("T00:00:00Z"))
    }

    @Test func rows_ofSeveralSeries_haveToBeChosen() throws {
        let sandbox = try Sandbox.withBitcoin()
        try sandbox.write("XBTUSD_1440.csv", "1704067200,42000,42100,41990,42050,3.25,48\n")
        #expect(try sandbox.candlewick("ingest", "XBTUSD_1440.csv", "--yes").status == 0)
        let run = try sandbox.candlewick("query", "--asset", "BTC", "--last", "1")
        #expect(run.status == 2)
        #expect(
            run.error.contains("several series match (BTC/USD 1h (kraken-csv), BTC/USD 1d (kraken-csv)); say which"))
        #expect(try sandbox.candlewick("query", "--asset", "BTC", "--interval", "1d", "--last", "1").status == 0)
    }

    @Test func chart_hasAScaleACandleAndATime() throws {
        let sandbox = try Sandbox.withBitcoin()
        let run = try sandbox.candlewick("query", "--asset", "BTC", "--chart")
        #expect(run.status == 0)
        #expect(run.lines.first == "BTC/USD 1h (kraken-csv), 2 candles")
        #expect(run.output.contains("┤ 4") && run.lines.contains { $0.hasPrefix("2024-01-01 00:00") })
        #expect(run.output.contains("│") && !run.output.contains("\u{1b}"))
        let one = try sandbox.candlewick("query", "--asset", "BTC", "--chart", "--last", "1")
        #expect(one.lines.first == "BTC/USD 1h (kraken-csv), 1 candle")
    }

    @Test func sql_isAnsweredAsATableOrAsObjects() throws {
        let sandbox = try Sandbox.withBitcoin()
        let sql =
            "SELECT asset, count(*) AS n, max(open) AS o, NULL AS missing, 'a\"b' AS q FROM candles GROUP BY asset"
        let table = try sandbox.candlewick("query", sql)
        #expect(table.status == 0)
        #expect(table.lines == ["asset  n      o  missing  q", "BTC    2  42005        -  a\"b"])
        let json = try sandbox.candlewick("query", "--json", sql)
        #expect(json.output == #"{"asset":"BTC","n":2,"o":42005,"missing":null,"q":"a\"b"}"# + "\n")
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(object?["n"] as? Int == 2 && object?["missing"] is NSNull)
        let none = try sandbox.candlewick("query", "--json", "SELECT * FROM trades")
        #expect(none.status == 0 && none.output.isEmpty)
    }

    @Test(arguments: [
        "DELETE FROM candle", "UPDATE candle SET open = 1", "INSERT INTO series VALUES (9, 'A', 'B', 0, 'x')",
        "DROP TABLE candle", "SELECT 1; DELETE FROM candle", "ATTACH 'new.db' AS x", "PRAGMA user_version = 9",
        "VACUUM", "VACUUM INTO 'new.db'", "CREATE TABLE x(a)", "BEGIN", "REINDEX",
        "WITH x AS (SELECT 1) DELETE FROM candle",
    ])
    func sql_thatWouldWrite_isRefusedAndChangesNothing(sql: String) throws {
        let sandbox = try Sandbox.withBitcoin()
        let run = try sandbox.candlewick("query", sql)
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        #expect(run.error.contains("the statement does more than read"), "\(run.error)")
        #expect(run.error.contains("give one SELECT, as in: SELECT * FROM candles"))
        #expect(try sandbox.rows() == Sandbox.bitcoinRows)
        #expect(!sandbox.has("new.db"))
    }

    @Test(arguments: [
        ("nonsense", "near \"nonsense\": syntax error"), ("SELECT nope FROM candles", "no such column: nope"),
        ("SELECT * FROM nowhere", "no such table: nowhere"), ("", "there is no statement in the query"),
        ("/* only a comment */", "there is no statement in the query"),
    ])
    func sql_thatIsWrong_isToldInOneLine(sql: String, says: String) throws {
        let run = try Sandbox.withBitcoin().candlewick("query", sql)
        #expect(run.status == 1)
        #expect(run.error.contains(says), "\(run.error)")
        #expect(run.error.split(separator: "\n").count == 1)
    }
}
