import Foundation
import Testing

/// The hub on a QuestDB that holds what an SQLite file holds: both answer the same.
@Suite(
    .serialized,
    .enabled(if: !QuestDBStoreTests.server.isEmpty, "CANDLEWICK_TEST_QUESTDB names no server"),
    .enabled(if: Programs.find("curl") != nil, "needs the program curl"))
struct ServeQuestDBTests {
    @Test(.timeLimit(.minutes(30))) func hub_onQuestDB_answersWhatOneOnSQLiteDoes() throws {
        let sandbox = try Sandbox()
        let prefix = "serve_\(UInt32.random(in: .min ... .max))_"
        try sandbox.write(
            "candlewick.toml",
            "[store]\nseries = [\"questdb:\(QuestDBStoreTests.server)\", \"sqlite:rows.db\"]\nledger = \"sqlite:ledger.db\"\n"
                + "[questdb]\ntable_prefix = \"\(prefix)\"\n")
        try #require(try sandbox.candlewick("migrate").status == 0)
        // Tables that stay behind are in nobody's way: their names are this test's alone.
        defer {
            _ = try? sandbox.candlewick("migrate", "--drop", "--yes", "--store", "questdb:\(QuestDBStoreTests.server)")
        }
        try #require(try sandbox.run(Programs.sample, ["sample"]).status == 0)
        #expect(try sandbox.candlewick("ingest", "sample", "--yes").status == 3)
        let hub = try ServedHub(sandbox)
        let other = try ServedHub(sandbox, "--store=sqlite:rows.db", "--ledger=sqlite:ledger.db")

        for path in [
            "series", "series?asset=BTC", "latest", "candles?asset=BTC&interval=60&limit=10000",
            "candles?asset=BTC&interval=1&limit=1000&order=desc", "candles?asset=BTC&interval=1&format=csv",
            "candles?asset=ETH&start=2024-01-10&end=2024-01-12&format=ndjson", "candles?asset=BTC&interval=7",
            "candles?asset=BTC", "trades?asset=BCH&limit=10000", "trades?asset=BCH&format=csv",
            "trades?asset=BCH&start=2024-01-01T10:00:00Z&limit=3",
        ] {
            let (here, there) = (try hub.get("/v1/" + path), try other.get("/v1/" + path))
            let isSame = here.status == there.status && here.body == there.body
            #expect(
                isSame, "\(path): \(here.status) \(here.body.prefix(500)) and \(there.status) \(there.body.prefix(500))"
            )
            #expect(here.body.utf8.count > 100, "\(path)")
        }
        for path in [
            "readyz", "metrics", "v1/assets", "v1/coverage", "v1/coverage?asset=BTC", "v1/gaps", "v1/gaps?format=csv",
            "v1/report", "v1/adapters", "v1/rejects?job=1", "v1/jobs", "v1/jobs/1", "v1/runs", "v1/tasks", "v1/alerts",
            "",
            "asset", "asset/BTC", "asset/BTC?interval=60", "asset/BCH", "coverage", "gaps", "jobs", "jobs/1",
            "rejects?job=1", "adapters", "tasks",
        ] {
            let answer = try hub.get("/" + path)
            #expect(answer.status == 200 && !answer.body.isEmpty, "/\(path): \(answer.status) \(answer.body)")
        }
        #expect(
            try hub.get("/metrics").body.contains(
                "candlewick_store_wal_lag_transactions{store=\"questdb:\(QuestDBStoreTests.server)\",table=\"\(prefix)trade\"}"
            ))
        #expect(other.stop() == 0)

        // What is read while it runs is told, and the last candle once more when it is another.
        let listener = try EventListener(hub, sandbox)
        try listener.wait(for: "retry: ")
        let last = try #require(try sandbox.read("sample/XBTUSD_60.csv").split(separator: "\n").last).split(
            separator: ",")
        let time = try #require(Int(last[0]))
        try sandbox.write("more/XBTUSD_60.csv", "\(time),51451,51452,51450,51451,10,5\n")
        try sandbox.candlewick("ingest", "more", "--yes", "--store", "questdb:\(QuestDBStoreTests.server)")
        try listener.wait(for: #"data: {"corrected":true,"count":1,"#)
        try sandbox.write("next/XBTUSD_60.csv", "\(time + 3600),51451,51452,51450,51451,10,5\n")
        try sandbox.candlewick("ingest", "next", "--yes", "--store", "questdb:\(QuestDBStoreTests.server)")
        try listener.wait(for: #"data: {"count":1,"from":"2024-01-29T00:00:00Z""#)
        #expect(hub.stop() == 0)
    }
}
