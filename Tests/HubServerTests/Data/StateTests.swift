import Foundation
import MarketData
import Storage
import StorageSQLite
import Testing

@testable import HubServer

@Suite(.serialized) struct StateTests {
    @Test func assets_byTierAndState_areThoseOfTheLedger() async throws {
        try await DataHub.serve { hub, port in
            _ = try hub.ledger.addAssets([
                Asset(ticker: "BTC", category: .crypto, tier: .tier1, quoteCurrency: "USD"),
                Asset(ticker: "OLD", isActive: false),
            ])
            let all = try await WireClient.get(port, "/v1/assets").json()
            let assets = try #require(all["assets"] as? [[String: Any]])
            #expect(assets.map { $0["ticker"] as? String } == ["BTC", "OLD"])
            #expect(assets[1]["category"] is NSNull)
            for (query, tickers) in [("tier=TIER1", ["BTC"]), ("active=false", ["OLD"]), ("category=STOCK", [])] {
                let some = try await WireClient.get(port, "/v1/assets?\(query)").json()
                #expect((some["assets"] as? [[String: Any]])?.map { $0["ticker"] as? String } == tickers)
            }
        }
    }

    @Test func seriesAndLatest_sayWhatIsStored() async throws {
        try await DataHub.serve { hub, port in
            try hub.addCandles(0..<10)
            try hub.addTrades(7)
            let series = try await WireClient.get(port, "/v1/series").json()
            let rows = try #require(series["series"] as? [[String: Any]])
            #expect(rows.map { $0["last"] as? String } == ["2024-01-01T00:09:00Z", "2024-01-01T00:00:02Z"])
            let latest = try await WireClient.get(port, "/v1/latest?limit=1").json()
            #expect(latest["more"] as? Int == 1)
            let candle = (latest["latest"] as? [[String: Any]])?.first?["candle"] as? [String: Any]
            #expect(candle?["close"] as? Double == 101.125)
            let trades = try await WireClient.get(port, "/v1/latest?kind=trades").json()
            let trade = (trades["latest"] as? [[String: Any]])?.first?["trade"] as? [String: Any]
            #expect(trade?["price"] as? Double == 101.5)
        }
    }

    @Test func coverageAndGaps_ofWhatAJobHeard_sayIt() async throws {
        try await DataHub.serve { hub, port in
            let job = try Self.note(hub)
            let all = try await WireClient.get(port, "/v1/coverage").json()
            let history = try #require((all["histories"] as? [[String: Any]])?.first)
            #expect(history["covered_candles"] as? Int == 60)
            let detail = try await WireClient.get(port, "/v1/coverage?asset=BTC&interval=1").json()
            let assertion = try #require((detail["assertions"] as? [[String: Any]])?.first)
            #expect(assertion["job"] as? Int64 == job.value)
            #expect(assertion["origin"] as? String == "XBTUSD_1.csv")
            let none = try await WireClient.get(port, "/v1/coverage?asset=XYZ")
            #expect(none.status == 404)

            let gaps = try await WireClient.get(port, "/v1/gaps?interval=1&start=2024-01-01&end=2024-01-01T02:00:00Z")
            let gap = try #require((try gaps.json()["gaps"] as? [[String: Any]])?.first)
            #expect(gap["start"] as? String == "2024-01-01T01:00:00Z")
            #expect(gap["missing_candles"] as? Int == 60)
            let csv = try await WireClient.get(
                port, "/v1/gaps?interval=1&start=2024-01-01&end=2024-01-01T02:00:00Z&format=csv")
            #expect(csv.text.hasPrefix("asset_ticker,tier,interval_minutes,gap_start,gap_end,missing_candles,"))
            #expect(csv.text.contains("\nBTC,TIER1,1,2024-01-01T01:00:00Z,2024-01-01T02:00:00Z,60,"))
            let other = try await WireClient.get(port, "/v1/gaps?class=failed,suspect").json()
            #expect((other["gaps"] as? [Any])?.isEmpty == true)
            let wrong = try await WireClient.get(port, "/v1/gaps?class=lost")
            #expect(try wrong.json()["parameter"] as? String == "class")
        }
    }

    @Test func gaps_byPages_meet() async throws {
        try await DataHub.serve { hub, port in
            _ = try Self.note(hub, hours: [0, 2, 4, 6])
            let query = "/v1/gaps?interval=1&start=2024-01-01&end=2024-01-01T08:00:00Z"
            let whole = try await WireClient.get(port, query).json()["gaps"] as? [[String: Any]]
            var (starts, cursor) = ([String](), "")
            while true {
                let page = try await WireClient.get(port, query + "&limit=3" + cursor).json()
                starts += (page["gaps"] as? [[String: Any]] ?? []).compactMap { $0["start"] as? String }
                guard let next = page["next"] as? String else { break }
                cursor = "&cursor=\(next)"
            }
            #expect(starts.count == 4)
            #expect(starts == whole?.compactMap { $0["start"] as? String })
        }
    }

    @Test func report_isMadeAgainWhenAJobHasMoved() async throws {
        try await DataHub.serve { hub, port in
            let before = try await WireClient.get(port, "/v1/report")
            #expect(try before.json()["hub_version"] as? String == "1.2.3")
            #expect(try await WireClient.get(port, "/v1/report").headers["etag"] == before.headers["etag"])
            _ = try Self.note(hub)
            let after = try await WireClient.get(port, "/v1/report").json()
            #expect((after["assets"] as? [[String: Any]])?.first?["asset"] as? String == "BTC")
        }
    }

    @Test func rejects_ofAJob_comeByPages() async throws {
        try await DataHub.serve { hub, port in
            let job = try Self.note(hub)
            let file = FileRecord(
                job: job, path: "bad.csv", size: 1, source: "kraken-csv", status: .partial,
                readAt: Timestamp(nanoseconds: DataHub.start))
            let rejects = (1...5).map {
                Reject(row: Int64($0), position: -1, code: .number, reason: "no number", raw: "a,\"b\"\n\($0)")
            }
            try hub.ledger.recordFile(file, rejects: rejects)
            let first = try await WireClient.get(port, "/v1/rejects?job=\(job)&limit=3").json()
            let rows = try #require(first["rejects"] as? [[String: Any]])
            #expect(rows.map { $0["line"] as? Int } == [1, 2, 3])
            #expect(rows[0]["byte"] is NSNull)
            #expect(rows[0]["raw"] as? String == "a,\"b\"\n1")
            let next = try #require(first["next"] as? String)
            let second = try await WireClient.get(port, "/v1/rejects?job=\(job)&limit=3&cursor=\(next)").json()
            #expect((second["rejects"] as? [[String: Any]])?.map { $0["line"] as? Int } == [4, 5])
            #expect(second["next"] is NSNull)
            #expect(try await WireClient.get(port, "/v1/rejects").status == 400)
            #expect(try await WireClient.get(port, "/v1/rejects?job=99").status == 404)
        }
    }

    /// An asset, and a job that has heard all minutes of some hours.
    static func note(_ hub: DataHub, hours: [Int64] = [0]) throws -> JobID {
        _ = try hub.ledger.addAssets([Asset(ticker: "BTC", category: .crypto, tier: .tier1, quoteCurrency: "USD")])
        let now = Timestamp(nanoseconds: DataHub.start)
        let job = try hub.ledger.startJob(
            JobStart(
                command: "ingest", subject: "files", items: 1, startedAt: now, store: hub.services.identity,
                storeLocation: hub.store.location))
        let interval = try #require(Interval(minutes: 1))
        let series = Series(DataHub.bitcoin, .candles(interval), source: "kraken-csv")
        let hour = 60 * DataHub.minute
        for number in hours {
            let start = Timestamp(nanoseconds: DataHub.start + number * hour)
            let range = try #require(TimeRange(start, Timestamp(nanoseconds: start.nanoseconds + hour)))
            try hub.ledger.record([
                .coverage(
                    CoverageRecord(
                        .series(series), .covered, range, job: job, at: now, medium: .file, origin: "XBTUSD_1.csv"))
            ])
        }
        try hub.ledger.finishJob(job, state: .completed, message: "", progress: JobProgress(at: now))
        return job
    }
}
