import Foundation
import Glibc
import Testing

/// What becomes of jobs when the hub ends, however it ends.
@Suite(.serialized, .enabled(if: Programs.find("curl") != nil, "needs the program curl"))
struct StoppingTests {
    /// A hub with a sync under way that waits for its turn at the source: one request a minute is allowed.
    struct Busy {
        let sandbox: Sandbox
        let market: FakeKraken
        let hub: ServedHub
        let job: Int

        /// - Parameter rows: candles of bitcoin that are there before.
        init(rows: Int = 0) throws {
            (sandbox, market) = (try Sandbox.withStore(), try FakeKraken())
            if rows > 0 {
                let made = try sandbox.run(Programs.sample, ["big", "--rows", "\(rows)"])
                try #require(made.status == 0, "\(made.error)")
                let read = try sandbox.candlewick("ingest", "big", "--yes")
                try #require(read.status == 0, "\(read.error)")
            }
            for asset in ["BTC", "ETH"] {
                try sandbox.candlewick("asset", "add", asset, "--tier", "TIER1", "--category", "CRYPTO")
            }
            hub = try ServedHub(
                sandbox, environment: market.environment.merging(["CANDLEWICK_KRAKEN_REST_RATE": "1"]) { $1 })
            let begun = try hub.send(
                "/v1/jobs", #"{"command": "sync", "assets": ["BTC", "ETH"], "intervals": [60, 1440]}"#)
            try #require(begun.status == 202, "\(begun)")
            let document = try JSONDecoder().decode(Begun.self, from: Data(begun.body.utf8))
            job = try #require(document.job)
            #expect(begun.head.lowercased().contains("location: /v1/jobs/\(job)"))
            let market = market
            try until("the source was asked") { !market.asked().isEmpty }
        }

        func state() throws -> JobShowDocument.Job {
            try sandbox.candlewick("jobs", "show", "\(job)", "--json").json(JobShowDocument.self).job
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func hub_thatIsToldToEnd_pausesItsJobsAndEndsWithinTenSeconds(number: Int32) throws {
        let busy = try Busy()
        let start = ContinuousClock.now
        #expect(busy.hub.stop(number) == 0)
        #expect(ContinuousClock.now - start < .seconds(10))
        let paused = try busy.state()
        #expect(paused.state == "PAUSED" && paused.message.contains("jobs resume"), "\(paused)")
        let resumed = try busy.sandbox.run(
            Programs.candlewick, ["jobs", "resume", "\(busy.job)", "--yes"], environment: busy.market.environment)
        #expect(resumed.status == 0, "\(resumed.error)")
        #expect(try busy.state().state == "COMPLETED")
        // Nothing that was had before was asked for again, only what was under way: two assets, two intervals.
        #expect(busy.market.asked().count - Set(busy.market.asked()).count <= 1)
    }

    @Test func hub_thatIsKilled_takesItsJobsAlongInOrder() throws {
        let busy = try Busy()
        #expect(busy.hub.stop(SIGKILL) == 128 + SIGKILL)
        try until("the job is paused") { try busy.state().state == "PAUSED" }
        #expect(try busy.state().message.contains("jobs resume"))
    }

    @Test func job_ofAHub_isPausedResumedAndCancelledOverHTTP() throws {
        let busy = try Busy()
        func act(_ action: String) throws -> (status: Int, head: String, body: String) {
            try busy.hub.send("/v1/jobs/\(busy.job)/\(action)", "")
        }
        #expect(try act("resume").status == 409)
        #expect(try act("pause").status == 202)
        try until("it is paused") { try busy.state().state == "PAUSED" }
        #expect(try act("resume").status == 202)
        try until("it runs again") { try busy.state().state == "RUNNING" }
        let again = try act("resume")
        #expect(again.status == 409 && again.body.contains("it is at work"), "\(again.body)")
        #expect(try act("cancel").status == 202)
        try until("it is ended") { try busy.state().state == "PARTIAL" }
        #expect(try busy.state().message.hasPrefix("cancelled with"))
        let over = try act("cancel")
        #expect(over.status == 409 && over.body.contains("it has ended"))
        // Whoever made the changes is noted.
        let audit = try busy.sandbox.run(
            "/usr/bin/sqlite3",
            [busy.sandbox("candlewick.db"), "SELECT action, outcome FROM audit WHERE outcome = 'done'"])
        #expect(
            audit.lines == ["job.start|done", "job.pause|done", "job.resume|done", "job.cancel|done"], "\(audit.output)"
        )
        #expect(busy.hub.stop() == 0)
    }

    @Test func job_ofAnotherProcess_isNotPausedFromHere() throws {
        let busy = try Busy()
        let other = try ServedHub(busy.sandbox)
        let answer = try other.send("/v1/jobs/\(busy.job)/pause", "{}")
        #expect(answer.status == 409 && answer.body.contains("of this machine and not by this hub"), "\(answer.body)")
        // Cancelling goes by the ledger, from anywhere.
        #expect(try other.send("/v1/jobs/\(busy.job)/cancel", "{}").status == 202)
        try until("it is ended") { try busy.state().state == "PARTIAL" }
        #expect(other.stop() == 0)
        #expect(busy.hub.stop() == 0)
    }

    @Test func processes_ofTheHub_showNoSecrets() throws {
        let busy = try Busy()
        let child = try #require(try busy.hub.children().first)
        let line = try String(contentsOfFile: "/proc/\(child)/cmdline", encoding: .utf8)
            .split(separator: "\0").joined(separator: " ")
        #expect(line == "candlewick sync --asset=BTC --asset=ETH --intervals=60,1440 --yes --json")
        #expect(busy.hub.stop() == 0)
    }
}

/// What `POST /v1/jobs` and others answer.
struct Begun: Decodable {
    var job: Int?
    var run: Int?
    var state: String
    var message: String
}

extension ServedHub {
    /// Posts JSON.
    func send(_ path: String, _ body: String, _ options: String...) throws -> (status: Int, head: String, body: String)
    {
        try curl(
            options + ["-X", "POST", "-H", "Content-Type: application/json", "--data-binary", body, address + path])
    }
}

/// Waits for what another process does and says to nobody; five minutes are more than it can take on any machine.
func until(_ what: String, _ isTrue: () throws -> Bool) throws {
    let end = ContinuousClock.now + .seconds(300)
    while ContinuousClock.now < end {
        if try isTrue() { return }
        usleep(20_000)
    }
    Issue.record("waited in vain until \(what)")
}
