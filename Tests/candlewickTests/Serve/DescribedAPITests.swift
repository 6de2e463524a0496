import Foundation
import Testing

/// The API against its own description, by a stranger: schemathesis makes requests that the description allows, and some
/// that it does not, and looks at what comes back.
@Suite(.serialized) struct DescribedAPITests {
    private struct Runs: Decodable {
        struct Run: Decodable {
            var title: String
            var state: String
        }
        var runs: [Run]
    }

    private static let schemathesis = "\(Programs.package)/.build/test-venv/bin/schemathesis"

    /// Not those that cannot hold: what is allowed by form can be refused for what the ledger knows, nothing here belongs to
    /// one alone, and the only header that is required is looked at with `ignored_auth`.
    private static let impossible = [
        "positive_data_acceptance", "object_level_authorization", "missing_required_header",
    ]

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: schemathesis),
            "no schemathesis: scripts/test-venv makes .build/test-venv"))
    func everyAnswer_toEveryMethod_isAsDescribed() throws {
        let sandbox = try Sandbox.withSample()
        let token = try #require(try sandbox.candlewick("token", "add", "fuzzer", "--role", "admin").lines.first)
        // It may say for whom it asks: see the script.
        try sandbox.write("candlewick.toml", "[serve]\ntrusted_proxy = \"127.0.0.1\"\njobs = 2\n")
        // Jobs are begun in earnest, and nobody answers them.
        var environment = ["SCHEMATHESIS_HOOKS": "\(TestVenv.scripts)/fuzz_hooks.py", "PYTHONDONTWRITEBYTECODE": "1"]
        for source in ["KRAKEN_REST", "MASSIVE", "FINNHUB", "ECB_RATES"] {
            environment["CANDLEWICK_\(source)_BASE_URL"] = "http://127.0.0.1:1"
        }
        let hub = try ServedHub(
            sandbox, "--adapters", "\(Programs.package)/adapters.conf", environment: environment)
        // What streams for ever has tests of its own.
        let run = try sandbox.run(
            Self.schemathesis,
            [
                "run", "\(hub.address)/v1/openapi.json", "--header", "Authorization: Bearer \(token)",
                "--exclude-path-regex", "^/v1/(events|stream)$", "--checks", "all", "--exclude-checks",
                Self.impossible.joined(separator: ","), "--max-examples", "6", "--seed", "7",
                "--generation-database", "none", "--no-color", "--request-timeout", "30", "--continue-on-failure",
            ], environment: environment)
        #expect(run.status == 0, "\(run.output.suffix(6000))\n\(run.error.suffix(1000))")
        #expect(run.output.contains("Tested: "))
        // It was let in to the end, and has changed what can be changed.
        let mine = ["--header", "Authorization: Bearer \(token)"]
        #expect(try hub.curl(mine + ["\(hub.address)/v1/whoami"]).status == 200)
        let done = try sandbox.run(
            "/usr/bin/sqlite3",
            [sandbox("candlewick.db"), "SELECT DISTINCT action FROM audit WHERE outcome = 'done' ORDER BY action"])
        #expect(
            Set(done.lines).isSuperset(of: ["job.start", "run.cancel", "task.run", "token.add", "token.revoke"]),
            "\(done.lines)")
        // Tasks have places of their own.
        let answer = try hub.curl(mine + ["\(hub.address)/v1/runs"]).body
        let runs = try JSONDecoder().decode(Runs.self, from: Data(answer.utf8)).runs
        #expect(runs.count { $0.state == "RUNNING" && !$0.title.hasPrefix("task ") } <= 2, "\(answer.suffix(2000))")
        #expect(hub.stop() == 0)
        let said = try hub.said()
        #expect(!said.contains("Internal") && !said.contains("Fatal"), "\(said.suffix(2000))")
        let jobs = try sandbox.run(
            "/usr/bin/sqlite3", [sandbox("candlewick.db"), "SELECT count(*) FROM job WHERE state = 'RUNNING'"])
        #expect(jobs.lines == ["0"])
    }

    @Test func streamOfAllCandles_takesNoMoreMemoryThanAPage() throws {
        let sandbox = try Sandbox.withStore()
        let made = try sandbox.run(Programs.sample, ["big", "--rows", "300000"])
        try #require(made.status == 0, "\(made.error)")
        let read = try sandbox.candlewick("ingest", "big", "--yes")
        try #require(read.status == 0, "\(read.error)")
        let hub = try ServedHub(sandbox, "--adapters", "\(Programs.package)/adapters.conf")
        // Once small, so that what is made at the first request of all does not count.
        _ = try hub.get("/v1/candles?format=csv&limit=10000")
        let before = try Self.mostMegabytes(of: hub.pid)
        let stream = try hub.get("/v1/candles?format=csv")
        let exported = try sandbox.candlewick("export", "--asset", "BTC")
        #expect(stream.body == exported.output)
        #expect(stream.body.utf8.count > 20_000_000)
        #expect(try Self.mostMegabytes(of: hub.pid) - before < 16)
        #expect(hub.stop() == 0)
    }

    @Test func rowsOfAnotherProcess_areInTheNextReply() throws {
        let sandbox = try Sandbox.withBitcoin()
        let hub = try ServedHub(sandbox, "--adapters", "\(Programs.package)/adapters.conf")
        let query = "/v1/candles?asset=BTC&interval=60&format=csv&limit=100"
        for hour in 2...4 {
            let before = try hub.get(query)
            // Asked again, so that what follows is asked of a hub that remembers.
            #expect(try hub.get(query).body == before.body)
            try sandbox.write("later-\(hour)/XBTUSD_60.csv", "\(1_704_067_200 + hour * 3600),1,2,1,2,3,4\n")
            let read = try sandbox.candlewick("ingest", "later-\(hour)", "--yes")
            try #require(read.status == 0, "\(read.error)")
            let after = try hub.get(query).body
            #expect(after == before.body + "2024-01-01T0\(hour):00:00Z,1,2,1,2,3,4,BTC,USD,60,kraken-csv\n")
        }
        #expect(hub.stop() == 0)
    }

    @Test func adapters_sayWhichCredentialsAreThere_andNotWhatTheyAre() throws {
        let hub = try ServedHub(
            try Sandbox.withStore(), "--adapters", "\(Programs.package)/adapters.conf",
            environment: ["FINNHUB_API_KEY": "sesame-8731"])
        let answer = try hub.get("/v1/adapters").body
        #expect(answer.contains(#""credentials":{"finnhub":true}"#))
        #expect(answer.contains(#""massive":false"#))
        #expect(!answer.contains("sesame-8731"))
        #expect(hub.stop() == 0)
    }

    /// The most that a process ever had in memory.
    private static func mostMegabytes(of pid: Int32) throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        let words = line.split(whereSeparator: \.isWhitespace)
        return try #require(words.count > 1 ? Double(words[1]) : nil) / 1024
    }
}

extension Sandbox {
    /// A store with the sample's markets: candles of several intervals, trades, derived rows, and some rejects.
    static func withSample() throws -> Sandbox {
        let sandbox = try Sandbox.withStore()
        let made = try sandbox.run(Programs.sample, ["sample"])
        try #require(made.status == 0, "\(made.error)")
        let read = try sandbox.candlewick("ingest", "sample", "--yes")
        // Some rows are bad on purpose.
        try #require(read.status == 3, "\(read.error)")
        let derived = try sandbox.candlewick("resample", "--from", "1", "--to", "240", "--asset", "BTC")
        try #require(derived.status == 0, "\(derived.error)")
        return sandbox
    }
}
