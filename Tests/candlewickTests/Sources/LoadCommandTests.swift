import Foundation
import ReplayServer
import Testing

/// `load`, `backfill` and `instruments` against a server on loopback.
@Suite struct LoadCommandTests {
    private static let range = ["--start", "2024-03-01", "--end", "2024-03-09"]
    private static let euro = ["--ticker", "EUR", "--category", "CURRENCY", "--source", "ecb-rates"] + range

    @Test func load_ofOneAsset_storesItAndAsksNoSecondTime() throws {
        let (sandbox, bank) = (try Sandbox.withStore(), try FakeBank())
        func load(_ more: String...) throws -> Sandbox.Outcome {
            try sandbox.run(Programs.candlewick, ["load"] + Self.euro + more, environment: bank.environment)
        }
        let dry = try load("--dry-run")
        #expect(dry.status == 0 && dry.output.contains("EUR/USD 1d (ecb-rates)  2024-03-01 00:00  2024-03-09 00:00"))
        let plan = try load("--dry-run", "--json").json(PlanDocument.self)
        #expect(plan.source == "ecb-rates" && plan.parts.count == 1 && plan.complete.isEmpty)
        #expect(bank.server.count == 0)
        let first = try load("--json").json(LoadDocument.self)
        #expect(first.state == "COMPLETED" && first.inserted == 6 && first.requests == 1)
        // Whoever writes names in small letters means the same.
        let small = try sandbox.run(
            Programs.candlewick,
            ["load", "--ticker", "eur", "--quote", "usd", "--source", "ecb-rates", "--dry-run"] + Self.range,
            environment: bank.environment)
        #expect(small.output.contains("1 series complete already"), "\(small.output)\(small.error)")
        let second = try load()
        #expect(second.status == 0 && second.output.contains("nothing is missing that ecb-rates can give"))
        #expect(bank.server.count == 1)
        let again = try load("--again", "--json").json(LoadDocument.self)
        #expect(again.unchanged == 6 && again.inserted == 0 && bank.server.count == 2)
        let export = try sandbox.candlewick("export", "--asset", "EUR").lines
        #expect(export.count == 7 && export[6] == "2024-03-08T00:00:00Z,1.09,1.09,1.09,1.09,,,EUR,USD,1440,ecb-rates")
        #expect(try sandbox.candlewick("asset", "list").output.contains("EUR"))
    }

    @Test func backfill_ofAllAssets_takesThoseOfTheLedger() throws {
        let (sandbox, bank) = (try Sandbox.withStore(), try FakeBank())
        let command = ["backfill", "--source", "ecb-rates", "--all", "--category", "CURRENCY"] + Self.range
        let none = try sandbox.run(Programs.candlewick, command, environment: bank.environment)
        #expect(none.status == 1 && none.error.contains("candlewick asset add"))
        try sandbox.candlewick("asset", "add", "EUR", "--category", "CURRENCY", "--quote", "JPY")
        try sandbox.candlewick("asset", "add", "BTC", "--category", "CRYPTO")
        let run = try sandbox.run(Programs.candlewick, command + ["--json"], environment: bank.environment)
        let document = try run.json(LoadDocument.self)
        #expect(document.state == "COMPLETED" && document.parts.map(\.part).first?.hasPrefix("EUR/JPY 1d") == true)
        #expect(document.inserted == 6 && bank.server.count == 1)
    }

    @Test func backfill_grouped_takesAllOfACategoryWithOneRequest() throws {
        let (sandbox, bank) = (try Sandbox.withStore(), try FakeBank())
        let command = ["backfill", "--source", "ecb-rates", "--grouped", "--category", "CURRENCY"] + Self.range
        let run = try sandbox.run(Programs.candlewick, command, environment: bank.environment)
        #expect(run.status == 0 && run.output.contains("12 records read, 12 new"), "\(run.output)\(run.error)")
        #expect(bank.server.count == 1)
        // Each of them is complete with that.
        let load = try sandbox.run(Programs.candlewick, ["load"] + Self.euro, environment: bank.environment)
        #expect(load.output.contains("nothing is missing") && bank.server.count == 1)
    }

    @Test func instruments_ofASource_areListedAndSearched() throws {
        let (sandbox, bank) = (try Sandbox(), try FakeBank())
        func list(_ more: String...) throws -> Sandbox.Outcome {
            try sandbox.run(
                Programs.candlewick, ["instruments", "--source", "ecb-rates"] + more, environment: bank.environment)
        }
        #expect(try list().lines.count == 3)
        #expect(try list("--search", "yen").lines.last?.contains("EUR/JPY") == true)
        #expect(try list("--search", "EUR/usd").lines.count == 2)
        #expect(try list("--limit", "1").error.contains("1 of 2; --limit 0 shows all"))
        #expect(try list("--search", "nothing").error.contains("nothing found"))
    }

    @Test func doctor_ofASource_asksIt() throws {
        let (sandbox, bank) = (try Sandbox.withStore(), try FakeBank())
        let quiet = try sandbox.candlewick("doctor", environment: bank.environment)
        #expect(quiet.output.contains("source ecb-rates: http://127.0.0.1:\(bank.server.port), no limit"))
        #expect(quiet.output.contains("source massive: its key 'massive'") && bank.server.count == 0)
        let asked = try sandbox.candlewick("doctor", "--source", "ecb-rates", environment: bank.environment)
        #expect(asked.status == 0 && asked.output.contains("source ecb-rates: answers: "), "\(asked.output)")
        #expect(bank.server.count == 1)
        // A source that lists nothing unless it is told what, Finnhub, is asked for something.
        let finnhub = try ReplayServer()
        finnhub.handle("/api/v1/search") { _ in ServedReply(#"{"count":0,"result":[]}"#) }
        let told = try sandbox.candlewick(
            "doctor", "--source", "finnhub",
            environment: ["CANDLEWICK_FINNHUB_BASE_URL": finnhub.baseURL, "FINNHUB_API_KEY": "any"])
        #expect(told.status == 0 && told.output.contains("source finnhub: answers: "), "\(told.output)")
        bank.server.inject(.status(404))
        let broken = try sandbox.candlewick("doctor", "--source", "ecb-rates", environment: bank.environment)
        #expect(broken.status == 1 && broken.output.contains("source ecb-rates: does not answer as expected"))
        let unknown = try sandbox.candlewick("doctor", "--source", "nobody")
        #expect(unknown.status == 1 && unknown.output.contains("source nobody: no adapter of this name"))
    }

    @Test(arguments: [
        (["load", "--ticker", "EUR", "--source", "nobody"], "there is no adapter 'nobody'"),
        (["load", "--ticker", "EUR", "--source", "kraken-csv"], "reads files: candlewick ingest"),
        (["load", "--ticker", "EUR", "--source", "ecb-rates", "--kind", "trades"], "gives no trades"),
        (
            ["load", "--ticker", "EUR", "--source", "ecb-rates", "--interval", "60"],
            "gives no candles of 1h; it gives 1d"
        ),
        (["load", "--ticker", "EUR", "--source", "ecb-rates", "--days", "3", "--start", "2024-01-01"], "give one"),
        (["load", "--ticker", "EUR", "--source", "ecb-rates", "--days", "0"], "--days must be"),
        (["load", "--ticker", "EUR", "--quote", "EUR", "--source", "ecb-rates"], "no price in itself"),
        (
            ["load", "--ticker", "EUR", "--source", "ecb-rates", "--start", "2024-03-02", "--end", "2024-03-01"],
            "must be before"
        ),
        (["load", "--ticker", "EUR", "--source", "ecb-rates", "--record", "a", "--replay", "b"], "cannot go together"),
        (
            ["load", "--ticker", "EUR", "--source", "ecb-rates", "--store", "sqlite:a", "--store", "sqlite:b"],
            "one store"
        ),
        (["load", "--ticker", "EUR", "--source", "ecb-rates", "--start", "2100-01-01"], "lies in the future"),
        (["backfill", "--source", "ecb-rates"], "give one of --ticker, --all and --grouped"),
        (["backfill", "--source", "ecb-rates", "--grouped"], "--grouped needs a --category"),
        (["backfill", "--source", "ecb-rates", "--ticker", "EUR", "--tier", "TIER1"], "--tier goes with --all"),
    ])
    func wrongUse_isSaidBeforeAnythingIsAsked(arguments: [String], message: String) throws {
        let (sandbox, bank) = (try Sandbox.withStore(), try FakeBank())
        let run = try sandbox.run(Programs.candlewick, arguments, environment: bank.environment)
        #expect(run.status == 2 && run.error.contains(message), "\(run.status) \(run.error)")
        #expect(bank.server.count == 0)
    }

    @Test func load_longerThanAMinute_isAskedAboutFirst() throws {
        let (sandbox, massive) = (try Sandbox.withStore(), try FakeMassive())
        let command = ["backfill", "--source", "massive", "--grouped", "--category", "STOCK", "--days", "100"]
        let run = try sandbox.run(Programs.candlewick, command, environment: massive.environment)
        #expect(
            run.status == 2 && run.error.contains("Ask massive (about 100 requests)? Standard input is no terminal"))
        #expect(massive.server.count == 0)
    }

    @Test func recording_isPlayedAgainWithoutANetwork_withTheSameRows() throws {
        let (sandbox, bank) = (try Sandbox.withStore(), try FakeBank())
        let recorded = try sandbox.run(
            Programs.candlewick, ["load"] + Self.euro + ["--record", "cases"], environment: bank.environment)
        #expect(recorded.status == 0, "\(recorded.error)")
        #expect(sandbox.has("cases/0001-ecb-rates-candles-EUR-USD-1440/query.toml"))
        let nowhere = ["CANDLEWICK_ECB_RATES_BASE_URL": "http://127.0.0.1:1"]
        try sandbox.candlewick("migrate", "--store", "sqlite:other.db")
        let replayed = try sandbox.run(
            Programs.candlewick, ["load"] + Self.euro + ["--replay", "cases", "--store", "sqlite:other.db"],
            environment: nowhere)
        #expect(replayed.status == 0 && replayed.output.contains("1 recorded reply"), "\(replayed.error)")
        let (here, there) = (
            try sandbox.candlewick("export").output,
            try sandbox.candlewick("export", "--store", "sqlite:other.db").output
        )
        #expect(here == there && here.split(separator: "\n").count == 7)
        let more = try sandbox.run(
            Programs.candlewick,
            ["instruments", "--source", "ecb-rates", "--replay", "cases"], environment: nowhere)
        #expect(more.status == 1 && more.error.contains("record it with --record"))
    }
}
