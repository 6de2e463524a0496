import Foundation
import Testing

/// Jobs and tasks over HTTP: what is refused, what is said once.
@Suite(.serialized, .enabled(if: Programs.find("curl") != nil, "needs the program curl"))
struct WorkAPITests {
    private struct Problem: Decodable {
        var status: Int
        var detail: String
        var parameter: String?
    }

    private struct JobPage: Decodable {
        struct Job: Decodable { var job: Int }
        var jobs: [Job]
        var next: String?
    }

    private struct Tasks: Decodable {
        struct Task: Decodable {
            var name: String
            var task: String
            var cron: String?
            var every: String?
            var zone: String
            var with: String
            var enabled: Bool
            var next_run: String?
        }
        var tasks: [Task]
    }

    private struct Runs: Decodable {
        struct Run: Decodable {
            var run: Int
            var name: String
            var task: String
            var state: String
            var summary: String
        }
        var runs: [Run]
    }

    @Test func requests_thatCannotBe_nameWhatIsWrong() throws {
        let sandbox = try Sandbox.withBitcoin()
        let hub = try ServedHub(sandbox)
        let long = String(repeating: "x", count: 70_000)
        for (path, body, status, parameter) in [
            ("/v1/jobs", #"{}"#, 400, "command"), ("/v1/jobs", #"{"command": "rm -rf"}"#, 400, "command"),
            ("/v1/jobs", #"{"command": "sync", "store": "sqlite:/etc/x"}"#, 400, "store"),
            ("/v1/jobs", #"{"command": "ingest", "paths": ["/etc/passwd"]}"#, 400, "paths"),
            ("/v1/jobs", #"{"command": "sync", "assets": ["NIX"]}"#, 400, "assets"),
            ("/v1/jobs", #"{"command": "sync", "assets": []}"#, 400, "assets"),
            ("/v1/jobs", #"{"command": "sync", "tiers": ["TIER9"]}"#, 400, "tiers"),
            ("/v1/jobs", #"{"command": "sync", "intervals": [0]}"#, 400, "intervals"),
            ("/v1/jobs", #"{"command": "sync", "intervals": ["60"]}"#, 400, "intervals"),
            ("/v1/jobs", #"{"command": "sync", "mode": "quick"}"#, 400, "mode"),
            ("/v1/jobs", #"{"command": "sync", "from_trades": 1}"#, 400, "from_trades"),
            ("/v1/jobs", #"{"command": "sync", "start": "2999-01-01"}"#, 400, "start"),
            ("/v1/jobs", #"{"command": "sync", "start": "2024-01-02", "end": "2024-01-01"}"#, 400, "end"),
            ("/v1/jobs", #"{"command": "gaps fill", "max_per_asset": 0}"#, 400, "max_per_asset"),
            ("/v1/jobs", #"{"command": "load", "asset": "BTC"}"#, 400, "source"),
            ("/v1/jobs", #"{"command": "load", "asset": "BTC", "source": "nowhere"}"#, 400, "source"),
            (
                "/v1/jobs", #"{"command": "load", "asset": "BTC", "source": "kraken-rest", "quote": "--x"}"#, 400,
                "quote"
            ),
            (
                "/v1/jobs",
                #"{"command": "load", "asset": "BTC", "source": "kraken-rest", "kind": "trades", "interval": 60}"#, 400,
                "interval"
            ),
            ("/v1/jobs", #"{"command": "backfill", "source": "kraken-rest"}"#, 400, "asset"),
            (
                "/v1/jobs", #"{"command": "backfill", "source": "kraken-rest", "all": true, "grouped": true}"#, 400,
                "asset"
            ),
            ("/v1/jobs", "[1]", 400, nil), ("/v1/jobs", "{", 400, nil), ("/v1/jobs", long, 413, nil),
            ("/v1/jobs/1/pause", "{}", 409, nil), ("/v1/jobs/1/resume", "{}", 409, nil),
            ("/v1/jobs/1/retry", "{}", 409, nil), ("/v1/jobs/1/cancel", #"{"why": 1}"#, 400, "why"),
            ("/v1/jobs/99/cancel", "{}", 404, "job"), ("/v1/jobs/0/cancel", "{}", 400, "job"),
            ("/v1/runs/99/cancel", "{}", 404, "run"), ("/v1/tasks/nothing/run", "{}", 404, "name"),
        ] as [(String, String, Int, String?)] {
            try sandbox.write("body", body)
            let answer = try hub.send(path, "@\(sandbox("body"))")
            #expect(answer.status == status, "\(path) \(body.prefix(80)): \(answer.body)")
            let problem = try JSONDecoder().decode(Problem.self, from: Data(answer.body.utf8))
            #expect(
                problem.parameter == parameter && !problem.detail.isEmpty, "\(path) \(body.prefix(80)): \(answer.body)")
        }
        for (path, status) in [
            ("/v1/jobs?limit=0", 400), ("/v1/jobs?state=OK", 400), ("/v1/jobs?cursor=x", 400), ("/v1/jobs/7", 404),
            ("/v1/jobs/-1", 400), ("/v1/jobs/1?offset=-1", 400), ("/v1/runs/1", 404),
            ("/v1/tasks/runs?limit=1001", 400),
        ] { #expect(try hub.get(path).status == status, "\(path)") }
        // Nothing of it was begun.
        #expect(try hub.get("/v1/runs").body == #"{"runs":[]}"#)
        #expect(hub.stop() == 0)
    }

    @Test func jobs_ofTheLedger_areGivenPageByPage() throws {
        let sandbox = try Sandbox.withBitcoin()
        for _ in 0..<4 { try sandbox.candlewick("ingest", "earlier", "--yes", "--again") }
        let hub = try ServedHub(sandbox)
        var (seen, cursor): ([Int], String?) = ([], "")
        while let from = cursor {
            let path = "/v1/jobs?limit=2&command=ingest&state=COMPLETED" + (from.isEmpty ? "" : "&cursor=\(from)")
            let page = try JSONDecoder().decode(JobPage.self, from: Data(try hub.get(path).body.utf8))
            seen += page.jobs.map(\.job)
            cursor = page.next
        }
        #expect(seen == [5, 4, 3, 2, 1])
        let shown = try hub.get("/v1/jobs/1").body
        let told = try JSONDecoder().decode(JobShowDocument.self, from: Data(shown.utf8))
        #expect(told.job.command == "ingest" && told.job.rows_read == 2)
        #expect(shown.contains(#""path":"earlier/XBTUSD_60.csv""#))
        #expect(!(try hub.get("/v1/jobs/1?limit=0").body.contains("XBTUSD")))
        #expect(hub.stop() == 0)
    }

    @Test func request_withAKey_isDoneOnce() throws {
        let sandbox = try Sandbox.withBitcoin()
        try sandbox.write("candlewick.toml", "[ingest]\npaths = [\"earlier\"]\n")
        let hub = try ServedHub(sandbox)
        let key = ["-H", "Idempotency-Key: k-1"]
        let first = try hub.send("/v1/jobs", #"{"command": "ingest", "again": true}"#, key[0], key[1])
        #expect(first.status == 202, "\(first.body)")
        let again = try hub.send("/v1/jobs", #"{"command": "ingest", "again": true}"#, key[0], key[1])
        #expect(again.status == 202 && again.body == first.body)
        #expect(try hub.send("/v1/jobs", #"{"command": "ingest"}"#, key[0], key[1]).status == 422)
        let begun = try JSONDecoder().decode(Begun.self, from: Data(first.body.utf8))
        let run = try #require(begun.run)
        try until("it has ended") { try hub.get("/v1/runs/\(run)").body.contains(#""state":"ENDED""#) }
        let ended = try hub.get("/v1/runs/\(run)").body
        #expect(ended.contains(#""exit_status":0"#) && ended.contains(#""job":2"#), "\(ended)")
        #expect(try hub.get("/v1/runs/\(run + 1)").status == 404)
        #expect(hub.stop() == 0)
    }

    @Test func schedule_ofTheSettings_isKeptAndCaughtUp() throws {
        let sandbox = try Sandbox.withBitcoin()
        try sandbox.write(
            "candlewick.toml",
            """
            [schedule]
            [[schedule.task]]
            name = "backfill-tier1"
            enabled = false
            [[schedule.task]]
            name = "berlin-report"
            task = "report-completeness"
            cron = "@yearly"
            zone = "Europe/Berlin"
            tiers = ["TIER1", "TIER2"]
            assets = ["BTC"]
            intervals = [1440]
            [[schedule.task]]
            name = "bitcoin-minutes"
            task = "backfill-incremental"
            every = "2h"
            assets = ["BTC"]
            intervals = [1, 60]
            sources = ["kraken-rest", "massive"]
            days = 1
            max_per_asset = 3
            enabled = false
            [[schedule.task]]
            name = "backfill-tier2"
            days = 2
            """)
        // The hub was down for five hours.
        let due = Int64(Date().timeIntervalSince1970) / 3600 * 3600 - 5 * 3600
        _ = try sandbox.run(
            "/usr/bin/sqlite3",
            [
                sandbox("candlewick.db"),
                "INSERT INTO task_run (schedule, task, due_at, started_at, finished_at, state, summary) VALUES "
                    + "('validate-recent', 'validate-recent', \(due)000000000, \(due)000000000, \(due)000000000, 'COMPLETED', '')",
            ])
        let hub = try ServedHub(sandbox)
        func runs() throws -> [Runs.Run] {
            try JSONDecoder().decode(
                Runs.self, from: Data(try hub.get("/v1/tasks/runs?task=validate-recent").body.utf8)
            ).runs
        }
        var found: [Runs.Run] = []
        try until("the newest was caught up") {
            found = try runs()
            return found.count == 3 && found[0].state == "COMPLETED"
        }
        #expect(found.map(\.state) == ["COMPLETED", "MISSED", "COMPLETED"])
        #expect(found[1].summary == "4 runs up to this one were missed; the one after it was caught up")
        #expect(found[0].summary.contains("\"assets_checked\""), "\(found[0].summary)")
        let tasks = try JSONDecoder().decode(Tasks.self, from: Data(try hub.get("/v1/tasks").body.utf8)).tasks
        #expect(tasks.count == 7)
        let minutes = try #require(tasks.first { $0.name == "bitcoin-minutes" })
        #expect(minutes.every == "2h" && minutes.cron == nil && minutes.zone == "UTC")
        #expect(
            minutes.with
                == "BTC, 1m and 1h, from kraken-rest and massive, the last 1 day, at most 3 gaps an asset")
        // What is not said otherwise is as usual.
        let tier2 = try #require(tasks.first { $0.name == "backfill-tier2" })
        #expect(tier2.with == "TIER2, 1d, the last 2 days" && tier2.cron == "0 3 * * *" && tier2.every == nil)
        #expect(tasks.first { $0.name == "backfill-tier1" }?.next_run == nil)
        let berlin = try #require(tasks.first { $0.name == "berlin-report" })
        #expect(berlin.next_run?.hasSuffix("-12-31T23:00:00Z") == true && berlin.zone == "Europe/Berlin")
        // By hand, also what is not due for long.
        #expect(try hub.send("/v1/tasks/berlin-report/run", "{}").status == 202)
        try until("it has run") {
            try hub.get("/v1/tasks/runs?task=berlin-report").body.contains(#""state":"COMPLETED""#)
        }
        // What the table says is what the task was told: of BTC only hours are known.
        let report = try hub.get("/v1/tasks/runs?task=berlin-report").body
        #expect(report.contains(#"\"assets\" : 1,"#) && !report.contains(#"\"interval_minutes\" : 60,"#), "\(report)")
        #expect(report.contains(#"\"interval_minutes\" : 1440,"#), "\(report)")
        #expect(hub.stop() == 0)
        let list = try sandbox.candlewick("task", "list").output
        #expect(
            list.contains("berlin-report") && list.contains("Europe/Berlin") && list.contains("COMPLETED"), "\(list)")
    }

    @Test(arguments: [
        ("name = \"Big\"", "'name' in [schedule.task] must be a name of small letters"),
        ("name = \"x\"\ntask = \"dance\"", "'task' in [schedule.task] must be one of"),
        ("name = \"x\"\ntask = \"cleanup-gaps\"", "'cron' in [schedule.task] must be five fields"),
        ("name = \"cleanup-gaps\"\ncron = \"0 0 30 2 *\"", "never comes"),
        ("name = \"cleanup-gaps\"\nzone = \"Europe/Nowhere\"", "is no time zone"),
        ("name = \"cleanup-gaps\"\ntiers = [\"TIER1\"]", "'tiers' in [schedule.task] must be left out"),
        ("name = \"backfill-tier1\"\ntiers = [\"TIER7\"]", "'tiers' in [schedule.task] must be a list"),
        (
            "name = \"cleanup-gaps\"\nevery = \"0m\"",
            "candlewick.toml:3: 'every' in [schedule.task] (of 'cleanup-gaps'): "
        ),
        ("name = \"cleanup-gaps\"\nevery = 15", "candlewick.toml:3: 'every' in [schedule.task] must be text in quotes"),
        (
            "name = \"cleanup-gaps\"\nevery = \"1h\"\ncron = \"0 0 * * *\"",
            "candlewick.toml:4: 'cron' in [schedule.task]"
        ),
        (
            "name = \"cleanup-gaps\"\nzone = \"UTC\"\nevery = \"1h\"",
            "candlewick.toml:3: 'zone' in [schedule.task] must be left"
        ),
        ("name = \"backfill-tier1\"\nassets = [\"a b\"]", "'assets' in [schedule.task] must be a list of assets"),
        ("name = \"backfill-tier1\"\nassets = []", "'assets' in [schedule.task] must be a list"),
        ("name = \"backfill-tier1\"\nassets = [\"A\", \"A\"]", "each once"),
        (
            "name = \"backfill-tier1\"\nintervals = [0]",
            "'intervals' in [schedule.task] must be a list of whole numbers"
        ),
        ("name = \"backfill-tier1\"\nintervals = [1, 1]", "each once"),
        (
            "name = \"backfill-tier1\"\nsources = [\"--yes\", \"Kraken\"]",
            "'sources' in [schedule.task] must be a list of"
        ),
        ("name = \"backfill-tier1\"\ndays = 0", "'days' in [schedule.task] must be a whole number from 1 to 36500"),
        ("name = \"backfill-tier1\"\nmax_per_asset = 0", "'max_per_asset' in [schedule.task] must be a whole number"),
        (
            "name = \"validate-recent\"\nintervals = [60]",
            "must be left out: it is for backfill-incremental, report-completeness (of 'validate-recent')"
        ),
        ("name = \"cleanup-gaps\"\nenabled = 1", "'enabled' in [schedule.task] must be true or false"),
        ("name = \"cleanup-gaps\"\nwhen = 1", "'when' in [schedule.task] is not known"),
        ("name = \"a\"\n[[schedule.task]]\nname = \"a\"", "'task' in [schedule.task] must be one of"),
    ])
    func settings_ofTheSchedule_thatAreWrong_areSaid(lines: String, message: String) throws {
        let sandbox = try Sandbox()
        try sandbox.write("candlewick.toml", "[[schedule.task]]\n\(lines)\n")
        let run = try sandbox.candlewick("task", "list")
        #expect(run.status != 0 && run.error.contains(message), "\(run.error)")
    }
}
