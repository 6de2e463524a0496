import Foundation
import ReplayServer
import Testing

/// What a hub counts of its jobs, and what it says of itself.
@Suite(.serialized) struct ServeMetricsTests {
    /// The value of the first sample whose name and labels begin so.
    private func value(_ text: String, _ start: String) -> Double? {
        text.split(separator: "\n").first { $0.hasPrefix(start) }.flatMap { $0.split(separator: " ").last }
            .flatMap { Double($0) }
    }

    @Test func job_ofTheHub_showsInItsMetrics_andNoKeyDoesAnywhere() throws {
        let secret = "never-to-be-shown-0123456789"
        let sandbox = try Sandbox.withStore()
        let market = try FakeKraken()
        try #require(try sandbox.candlewick("asset", "add", "BTC").status == 0)
        var environment = market.environment
        for name in ["MASSIVE_API_KEY", "FINNHUB_API_KEY"] { environment[name] = secret }
        let hub = try ServedHub(
            sandbox, "--adapters", "\(Programs.package)/adapters.conf", "--log-format", "json", "--log-level", "debug",
            environment: environment)
        #expect(try hub.get("/readyz").status == 200)
        let order = #"{"command":"load","asset":"BTC","source":"kraken-rest","interval":1440,"days":30}"#
        let started = try hub.curl([
            "--data", order, "--header", "Content-Type: application/json", hub.address + "/v1/jobs",
        ])
        try #require((200...202).contains(started.status), "\(started)")
        // Nothing tells a process outside when a job is through but asking.
        var text = ""
        let written = "candlewick_rows_written_total{kind=\"candles\",result=\"inserted\",source=\"kraken-rest\"}"
        for _ in 0..<400 {
            text = try hub.get("/metrics").body
            if value(text, "candlewick_jobs_finished_total{state=\"completed\"}") == 1 { break }
            usleep(50_000)
        }
        let log = try hub.said()
        let rows = try #require(value(text, written), "\(text)\n\(log)")
        #expect((29...31).contains(rows))
        let asked = Double(market.asked().count)
        #expect(value(text, "candlewick_source_requests_total{outcome=\"ok\",source=\"kraken-rest\"}") == asked)
        #expect(value(text, "candlewick_source_request_seconds_count{source=\"kraken-rest\"}") == asked)
        #expect(value(text, "candlewick_metrics_refused_lines_total") == 0)
        #expect(value(text, "candlewick_http_requests_total{method=\"POST\",route=\"/v1/jobs\",status=") == 1)
        #expect((value(text, "candlewick_store_wal_bytes") ?? 0) > 0)
        // All that is counted is what the documentation names.
        let documentation = try String(contentsOfFile: "\(Programs.package)/docs/metrics.md", encoding: .utf8)
        for line in text.split(separator: "\n") where line.hasPrefix("# TYPE ") {
            let name = line.split(separator: " ")[2]
            #expect(documentation.contains("| `\(name)` |"), "\(name)")
        }
        let said = try hub.said()
        let alerts = try hub.get("/v1/alerts").body
        #expect(!(text + said + alerts).contains(secret))
        #expect(hub.stop() == 0)
        // Every line of the log is an object.
        let lines = said.split(separator: "\n").filter { !$0.hasPrefix("candlewick: ") }
        #expect(!lines.isEmpty)
        for line in lines {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(object?["time"] != nil && object?["level"] != nil && object?["message"] != nil, "\(line)")
        }
    }

    @Test func alert_ofAnAsset_isToldToTheWebhookAndTheAPI() throws {
        let sandbox = try Sandbox.withStore()
        let market = try FakeKraken()
        market.server.handle("/hook") { _ in .init("thanks") }
        market.server.inject(.status(500), .first(1), on: "/hook")
        let days = Int64(86_400)
        let end = market.now / days * days - 40 * days
        try sandbox.write("data/XBTUSD_1440.csv", FakeKraken.file(end - 10 * days, end, 1440))
        try #require(try sandbox.candlewick("ingest", "data", "--yes").status == 0)
        let settings = try sandbox.has("candlewick.toml") ? sandbox.read("candlewick.toml") : ""
        try sandbox.write(
            "candlewick.toml", settings + "\n[alerts]\nwebhook = \"\(market.server.baseURL)/hook?token=hush-hush\"\n")
        let hub = try ServedHub(sandbox, "--adapters", "\(Programs.package)/adapters.conf")
        for _ in 0..<200 where market.server.requests(on: "/hook").count < 2 { usleep(50_000) }
        let told = market.server.requests(on: "/hook")
        #expect(told.count == 2 && told.first?.body == told.last?.body)
        let body = String(decoding: told.last?.body ?? [], as: UTF8.self)
        #expect(body.contains("\"rule\":\"stale\"") && body.contains("BTC/USD has nothing newer than"), "\(body)")
        let list = try hub.get("/v1/alerts").body
        #expect(list.contains("\"rule\":\"stale\"") && list.contains("\"state\":\"firing\""))
        #expect(try !hub.said().contains("hush-hush"))
        #expect(try hub.said().contains("alert: BTC/USD has nothing newer than"))
        // Another hub of the ledger, and one that starts when both have ended, show it and tell nobody again.
        let other = try ServedHub(sandbox, "--adapters", "\(Programs.package)/adapters.conf")
        try until("the other shows it") { try other.get("/v1/alerts").body.contains("\"state\":\"firing\"") }
        #expect(other.stop() == 0 && hub.stop() == 0)
        let next = try ServedHub(sandbox, "--adapters", "\(Programs.package)/adapters.conf")
        try until("the next shows it") { try next.get("/v1/alerts").body.contains("\"state\":\"firing\"") }
        #expect(next.stop() == 0)
        #expect(market.server.requests(on: "/hook").count == 2)
        #expect(try !other.said().contains("alert: ") && !next.said().contains("alert: "))
    }

    @Test func webhook_downWhenTheHubStops_isToldByTheNextStart() throws {
        let sandbox = try Sandbox.withStore()
        let market = try FakeKraken()
        market.server.handle("/hook") { _ in .init("thanks") }
        market.server.inject(.status(503, retryAfter: 3000), .always, on: "/hook")
        let day = Int64(86_400)
        let end = market.now / day * day - 40 * day
        try sandbox.write("data/XBTUSD_1440.csv", FakeKraken.file(end - 10 * day, end, 1440))
        try #require(try sandbox.candlewick("ingest", "data", "--yes").status == 0)
        try sandbox.write("candlewick.toml", "[alerts]\nwebhook = \"\(market.server.baseURL)/hook\"\n")
        let hub = try ServedHub(sandbox)
        try until("the hook was asked") { !market.server.requests(on: "/hook").isEmpty }
        #expect(hub.stop() == 0)
        let asked = market.server.requests(on: "/hook")
        market.server.removeFaults()
        // At once, though the one before wanted to wait for most of an hour.
        let next = try ServedHub(sandbox)
        try until("the next has told it") { market.server.requests(on: "/hook").count > asked.count }
        #expect(next.stop() == 0)
        let told = market.server.requests(on: "/hook")
        #expect(asked.count == 1 && told.count == 2 && Set(told.map(\.body)).count == 1)
    }

    @Test(arguments: [
        ("[alerts]\npool_use = 2", "'pool_use' in [alerts] must be a number above 0.0 and at most 1.0"),
        ("[alerts]\nno_such = 1", "'no_such' in [alerts] is not known"),
        ("[alerts]\ndisabled = [\"nothing\"]", "'disabled' in [alerts] must be a list of rules"),
        ("[alerts]\ngaps_for = -1", "'gaps_for' in [alerts] must be a whole number from 0 to 86400"),
        ("[alerts]\nwebhook = \"http://example.org/\"", "http is only for this machine"),
        ("[alerts]\nwebhook = \"https://u:hush-hush@example.org/\"", "'webhook' in [alerts] must be"),
        ("[alerts]\nwebhook_token = \"hush-hush\"", "'webhook_token' in [alerts] must be where the secret is"),
        ("[serve]\nlog_format = \"xml\"", "'log_format' in [serve] must be json or text"),
        ("[serve]\nlog_level = \"loud\"", "'log_level' in [serve] must be one of trace"),
    ])
    func settings_thatMakeNoSense_areRefusedWithoutASecret(text: String, expected: String) throws {
        let sandbox = try Sandbox.withStore()
        try sandbox.write("candlewick.toml", text + "\n")
        let run = try sandbox.candlewick("serve", "--port", "0")
        #expect(run.status != 0 && run.error.contains(expected), "\(run.error)")
        #expect(!run.error.contains("hush-hush"))
    }
}
