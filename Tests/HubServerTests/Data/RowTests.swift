import Foundation
import MarketData
import Storage
import StorageSQLite
import Testing

@testable import HubServer

@Suite(.serialized) struct RowTests {
    @Test func candles_asJSON_saysSeriesRowsAndTheEnd() async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<6)
            let reply = try await WireClient.get(
                port, "/v1/candles?asset=BTC&start=2024-01-01T00:01:00Z&end=2024-01-01T00:03:00Z")
            #expect(reply.status == 200)
            #expect(reply.headers["content-type"] == "application/json")
            #expect(
                reply.text == #"{"series":{"asset":"BTC","quote":"USD","kind":"candles","interval_minutes":1,"#
                    + #""source":"kraken-csv"},"candles":[{"time":"2024-01-01T00:01:00Z","open":100.125,"high":101.125,"#
                    + #""low":99.125,"close":100.125,"volume":0.1,"vwap":100.125,"trades":1},"#
                    + #"{"time":"2024-01-01T00:02:00Z","open":100.25,"high":101.25,"low":99.25,"close":100.25,"#
                    + #""volume":0.2,"trades":2}],"next":null}"#)
        }
    }

    @Test func candles_asCSVAndNDJSON_areTheRowsOfExport() async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<2)
            let csv = try await WireClient.get(port, "/v1/candles?format=csv")
            #expect(csv.headers["content-type"] == "text/csv; charset=utf-8")
            #expect(
                csv.text == """
                    time,open,high,low,close,volume,trades,asset,quote,interval_minutes,source
                    2024-01-01T00:00:00Z,100,101,99,100,,,BTC,USD,1,kraken-csv
                    2024-01-01T00:01:00Z,100.125,101.125,99.125,100.125,0.1,1,BTC,USD,1,kraken-csv

                    """)
            let lines = try await WireClient.get(port, "/v1/candles", "Accept: application/x-ndjson")
            #expect(lines.headers["content-type"] == "application/x-ndjson")
            #expect(
                lines.text.split(separator: "\n").first
                    == #"{"time":"2024-01-01T00:00:00Z","open":100,"high":101,"low":99,"close":100,"volume":null,"trades":null,"asset":"BTC","quote":"USD","interval_minutes":1,"source":"kraken-csv"}"#
            )
        }
    }

    @Test func trades_inEachForm_sayAbsentValues() async throws {
        try await DataHub.serve { hub, port in
            try hub.addTrades(3)
            let json = try await WireClient.get(port, "/v1/trades?limit=2").json()
            let trades = try #require(json["trades"] as? [[String: Any]])
            #expect(trades.map { $0["side"] as? String } == ["buy", "sell"])
            #expect(trades[0]["trade_id"] is NSNull)
            let csv = try await WireClient.get(port, "/v1/trades?format=csv")
            #expect(csv.text.split(separator: "\n").last == "2024-01-01T00:00:00Z,100.5,0.5,,2,BTC,USD,kraken-csv")
        }
    }

    @Test(arguments: ["candles", "candles?order=desc", "trades"])
    func cursors_ofAllPages_meetWithoutOverlapOrHole(_ what: String) async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<50)
            try hub.addTrades(50)
            var (times, cursor, pages) = ([String](), String?.none, 0)
            repeat {
                let page =
                    "/v1/\(what)\(what.contains("?") ? "&" : "?")limit=7" + (cursor.map { "&cursor=\($0)" } ?? "")
                let json = try await WireClient.get(port, page).json()
                let rows = try #require(json[what.hasPrefix("trades") ? "trades" : "candles"] as? [[String: Any]])
                times += rows.map { row in "\(row["time"] ?? "") \(row["price"] ?? row["open"] ?? "")" }
                cursor = json["next"] as? String
                pages += 1
            } while cursor != nil && pages < 100
            #expect(pages == 8)
            #expect(times.count == 50)
            #expect(Set(times).count == 50)
            let ascending = what.contains("desc") ? times.reversed() : times
            #expect(ascending.map { $0.prefix(20) } == ascending.map { $0.prefix(20) }.sorted())
        }
    }

    @Test func cursor_ofAnotherQuery_isRefused() async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<20)
            try hub.addCandles(0..<20, minutes: 60)
            let page = try await WireClient.get(port, "/v1/candles?interval=60&limit=5").json()
            let next = try #require(page["next"] as? String)
            let reply = try await WireClient.get(port, "/v1/candles?interval=1&limit=5&cursor=\(next)")
            #expect(reply.status == 400)
            #expect(try reply.json()["parameter"] as? String == "cursor")
        }
    }

    @Test(arguments: [
        ("asset=", "asset"), ("asset=A&asset=B", "asset"), ("asset=%00", "asset"), ("asset=%zz", "asset"),
        ("interval=0", "interval"), ("interval=1h", "interval"), ("start=yesterday", "start"),
        ("end=2024-13-01", "end"), ("start=2024-02-01&end=2024-01-01", "end"), ("limit=0", "limit"),
        ("limit=10001", "limit"), ("limit=%2B5", "limit"), ("cursor=x", "cursor"), ("order=up", "order"),
        ("format=xml", "format"), ("colour=red", "colour"), ("order=desc&format=csv", "order"), ("source", "source"),
        ("cursor=0&format=csv", "cursor"),
    ])
    func parameter_thatCannotBeUsed_isNamed(_ query: String, _ parameter: String) async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<2)
            let reply = try await WireClient.get(port, "/v1/candles?\(query)")
            #expect(reply.status == 400)
            #expect(reply.headers["content-type"] == "application/problem+json")
            #expect(try reply.json()["parameter"] as? String == parameter)
        }
    }

    @Test func series_ofSeveralSources_areNamedUnlessOneIsTheSourcesOwn() async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<2)
            try hub.addCandles(0..<3, source: Series.derivedSource)
            let own = try await WireClient.get(port, "/v1/candles").json()
            #expect((own["series"] as? [String: Any])?["source"] as? String == "kraken-csv")
            try hub.addCandles(0..<2, source: "kraken-rest")
            let reply = try await WireClient.get(port, "/v1/candles")
            #expect(reply.status == 409)
            let problem = try reply.json()
            #expect(problem["parameter"] as? String == "source")
            #expect((problem["detail"] as? String)?.contains("BTC/USD 1m (kraken-rest)") == true)
            #expect(try await WireClient.get(port, "/v1/candles?asset=XYZ").status == 404)
            #expect(try await WireClient.get(port, "/v1/candles", "Accept: image/png").status == 406)
        }
    }
}
