import Foundation
import ReplayServer
import Testing
import Transport

/// Sources that are down, that limit, that refuse: another takes their place, and what nobody gave is said and had later.
@Suite(.serialized) struct SyncTroubleTests {
    /// A Sunday, 2024-03-10T00:00:30Z.
    private static let now: Int64 = 1_710_028_830
    private static let day: Int64 = 86_400

    private struct Stage {
        let sandbox: Sandbox
        let world: FakeWorld

        init() throws {
            sandbox = try Sandbox.withStore()
            world = try FakeWorld(now: now)
            try sandbox.candlewick("asset", "add", "BTC", "--category", "CRYPTO")
            let last = now / day * day
            try sandbox.write("data/XBTUSD_1440.csv", FakeKraken.file(last - 1000 * day, last - 900 * day, 1440))
        }

        func sync(job: Int = 0) throws -> Sandbox.Outcome {
            try sandbox.run(
                Programs.folder + "/sync-victim",
                [
                    sandbox("candlewick.db"), sandbox("data"), Programs.package + "/Plugins", world.server.baseURL,
                    "\(now)", "-1", "\(job)",
                ], environment: ["SYNC_VICTIM_KEY": "no-secret"])
        }

        func sql(_ query: String) throws -> [String] {
            try sandbox.run("/usr/bin/sqlite3", [sandbox("candlewick.db"), query]).lines
        }

        var state: String { get throws { try sql("SELECT state FROM job").first ?? "" } }

        /// Days of bitcoin by source.
        func days(_ source: String) throws -> Int {
            try sandbox.run(
                Programs.candlewick, ["export", "--asset", "BTC", "--interval", "1440", "--source", source]
            ).lines.count - 1
        }
    }

    @Test func source_thatIsDown_isMadeUpForByTheNext_andAskedAgainWhenTheJobGoesOn() throws {
        let stage = try Stage()
        stage.world.server.inject(.status(503), .always, on: "/v2/*")
        #expect(try stage.sync().status == 0)
        #expect(try stage.state == "PARTIAL")
        // Kraken has the newest 720 days; what lies before only Massive has, which is down.
        #expect(try stage.days("kraken-rest") == 720 && stage.days("kraken-csv") == 100)
        let failed = try stage.sql("SELECT error_class FROM job_item WHERE state = 'FAILED' ORDER BY place")
        #expect(
            !failed.isEmpty && Set(failed).isSubset(of: ["transient", "unavailable", "server", "circuit-open"]),
            "\(failed)")
        #expect(try stage.sql("SELECT count(*) FROM gap WHERE status = 'FAILED'") == ["\(failed.count)"])
        #expect(try stage.sql("SELECT count(*) FROM given_up WHERE reason <> 'not-entitled'").first != "0")
        stage.world.server.removeFaults()
        let kraken = stage.world.market.asked().count
        #expect(try stage.sync(job: 1).status == 0)
        let left = try stage.sql("SELECT name, message FROM job_item WHERE state <> 'DONE'")
        #expect(try stage.state == "COMPLETED", "\(left)")
        #expect(try stage.days("massive") == 180 && stage.world.market.asked().count == kraken)
        #expect(try stage.sql("SELECT count(*) FROM gap WHERE status = 'FAILED'") == ["0"])
        #expect(try stage.sql("SELECT count(*) FROM given_up WHERE reason <> 'not-entitled'") == ["0"])
    }

    @Test func source_thatLimits_isWaitedFor() throws {
        let stage = try Stage()
        stage.world.server.inject(.status(429, retryAfter: 1), .first(1), on: "/v2/*")
        #expect(try stage.sync().status == 0)
        #expect(try stage.state == "COMPLETED")
    }

    @Test func source_thatIsNotInThePlan_isMadeUpForAndRemembered() throws {
        let stage = try Stage()
        _ = try stage.sandbox.candlewick("asset", "set", "BTC", "--no-active")
        _ = try stage.sandbox.candlewick("asset", "add", "AAPL", "--category", "STOCK")
        stage.world.server.inject(.status(403), .always, on: "/api/v1/*")
        #expect(try stage.sync().status == 0)
        // Neither Finnhub nor Massive gives stocks now: said by class, and not asked for again by another job.
        #expect(try stage.state == "PARTIAL")
        let refused = try stage.sql("SELECT DISTINCT source FROM given_up WHERE reason = 'not-entitled' ORDER BY 1")
        #expect(refused == ["finnhub", "massive"])
        #expect(try stage.sql("SELECT DISTINCT status FROM gap") == ["UNFILLABLE"])
        let count = stage.world.server.count
        #expect(try stage.sync().status == 0)
        #expect(stage.world.server.count == count)
        let gaps = try stage.sandbox.run(
            Programs.candlewick, ["gaps", "--asset", "AAPL", "--intervals", "1440", "--start", "2023-12-12", "--json"],
            environment: ["MASSIVE_API_KEY": "x", "FINNHUB_API_KEY": "x"])
        #expect(gaps.output.contains("not_entitled"), "\(gaps)")
    }
}
