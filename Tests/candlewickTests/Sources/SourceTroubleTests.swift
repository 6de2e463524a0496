import Foundation
import Glibc
import ReplayServer
import Testing

/// Keys, limits, crashes and bad replies, seen from outside: what candlewick says, stores and keeps to itself.
@Suite struct SourceTroubleTests {
    private static func grouped(_ start: String, _ end: String) -> [String] {
        [
            "backfill", "--source", "massive", "--grouped", "--category", "STOCK", "--start", start, "--end", end,
            "--yes",
        ]
    }

    @Test func key_isNowhereInWhatTheProgramWrote() throws {
        let (sandbox, massive) = (try Sandbox.withStore(), try FakeMassive())
        let right = try sandbox.run(
            Programs.candlewick, Self.grouped("2024-01-02", "2024-01-06") + ["--record", "cases"],
            environment: massive.environment)
        #expect(right.status == 0 && right.output.contains("12 new"), "\(right.output)\(right.error)")
        // The server repeats a key that it does not know.
        let wrong = "another-s3cr3t-key-that-is-wrong"
        let refused = try sandbox.run(
            Programs.candlewick, Self.grouped("2024-02-02", "2024-02-06") + ["--record", "cases"],
            environment: massive.environment.merging(["MASSIVE_API_KEY": wrong]) { $1 })
        #expect(refused.status == 1 && refused.error.contains("Unknown API Key"), "\(refused.error)")
        try sandbox.candlewick("doctor", "--source", "massive", environment: massive.environment)
        try sandbox.candlewick("adapters", "--json", environment: massive.environment)
        try sandbox.candlewick("jobs", "show", "2", "--json", environment: massive.environment)
        #expect(massive.server.requests().contains { $0.header("Authorization") == "Bearer \(FakeMassive.key)" })
        let written = try sandbox.everythingWritten()
        #expect(
            written.keys.contains { $0.hasSuffix("exchanges/0001.body") }
                && written.keys.contains { $0.contains("replies") })
        for (name, bytes) in written {
            for key in [FakeMassive.key, wrong] {
                #expect(bytes.range(of: Data(key.utf8)) == nil, "\(name) has the key")
            }
        }
    }

    @Test func key_thatIsMissing_isSaidWithItsNameAndPlace() throws {
        let (sandbox, massive) = (try Sandbox.withStore(), try FakeMassive())
        let run = try sandbox.run(
            Programs.candlewick, Self.grouped("2024-01-02", "2024-01-06"),
            environment: massive.environment.merging(["MASSIVE_API_KEY": ""]) { $1 })
        #expect(run.status == 1 && run.error.contains("MASSIVE_API_KEY"), "\(run.error)")
        #expect(massive.server.count == 0)
    }

    @Test func key_ofAFile_isUsed_unlessOthersCanReadIt() throws {
        let (sandbox, massive) = (try Sandbox.withStore(), try FakeMassive())
        try sandbox.write("key", FakeMassive.key + "\n")
        var environment = massive.environment
        environment["MASSIVE_API_KEY"] = nil
        environment["CANDLEWICK_MASSIVE_CREDENTIAL"] = "file:" + sandbox("key")
        #expect(unsafe chmod(sandbox("key"), 0o644) == 0)
        let open = try sandbox.run(
            Programs.candlewick, Self.grouped("2024-01-02", "2024-01-04"), environment: environment)
        #expect(open.status == 1 && open.error.contains("chmod 600"), "\(open.error)")
        #expect(unsafe chmod(sandbox("key"), 0o600) == 0)
        let closed = try sandbox.run(
            Programs.candlewick, Self.grouped("2024-01-02", "2024-01-04"), environment: environment)
        #expect(closed.status == 0, "\(closed.error)")
    }

    @Test func year_ofGroupedDays_killedInTheMiddle_asksForNothingThatWasStored() throws {
        let (sandbox, massive) = (try Sandbox.withStore(), try FakeMassive())
        massive.server.inject(.delay(.milliseconds(3)))
        let command = Self.grouped("2023-01-01", "2024-01-01") + ["--no-cache"]
        for enough in [40, 150] {
            let process = sandbox.process(Programs.candlewick, command, massive.environment)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            while massive.server.count < enough, process.isRunning { usleep(1000) }
            #expect(kill(process.processIdentifier, SIGKILL) == 0)
            process.waitUntilExit()
        }
        let asked = massive.dates.count
        #expect(asked < 300)
        let last = try sandbox.run(Programs.candlewick, command + ["--json"], environment: massive.environment)
        let document = try last.json(LoadDocument.self)
        #expect(document.state == "COMPLETED", "\(last.error)")
        let dates = massive.dates
        // A day of New York begins hours behind UTC's: of the first date none begins in the range before it.
        #expect(Set(dates).count == 365)
        // Of each run that was killed at most the reply that was under way is asked for again, and the one that was decoded.
        #expect(dates.count <= 365 + 2 * 2, "\(dates.count - 365) were asked for twice")
        #expect(try sandbox.candlewick("query", "SELECT count(*) AS n FROM candles").output.contains("1095"))
        let none = try sandbox.run(Programs.candlewick, command, environment: massive.environment)
        #expect(none.output.contains("nothing is missing") && massive.dates.count == dates.count)
    }

    @Test func closedDays_comeFromTheCache_alsoWhenTheSourceIsDown() throws {
        let (sandbox, massive) = (try Sandbox.withStore(), try FakeMassive())
        let command = Self.grouped("2024-01-02", "2024-01-06")
        #expect(try sandbox.run(Programs.candlewick, command, environment: massive.environment).status == 0)
        let asked = massive.server.count
        let again = try sandbox.run(
            Programs.candlewick, command + ["--again", "--json"], environment: massive.environment)
        #expect(try again.json(LoadDocument.self).cached_replies == asked && massive.server.count == asked)
        massive.server.inject(.drop)
        let text = try sandbox.run(Programs.candlewick, command + ["--again"], environment: massive.environment)
        #expect(text.status == 0 && massive.server.count == asked)
        #expect(
            text.output.contains("replies from the cache (100 % of those that it could have had)"), "\(text.output)")
    }

    @Test func twoProcesses_keepOneLimit() throws {
        let (sandbox, massive) = (try Sandbox.withStore(), try FakeMassive())
        var environment = massive.environment
        environment["CANDLEWICK_MASSIVE_RATE"] = "25/s"
        environment["CANDLEWICK_MASSIVE_BURST"] = "1"
        let started = ContinuousClock.now
        let processes = try ["2023-01-01", "2023-03-01"].enumerated().map { index, start in
            let store = "sqlite:store\(index).db"
            try sandbox.candlewick("migrate", "--store", store)
            let process = sandbox.process(
                Programs.candlewick,
                Self.grouped(start, index == 0 ? "2023-02-01" : "2023-04-01") + ["--no-cache", "--store", store],
                environment)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            return process
        }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        let (count, took) = (massive.server.count, ContinuousClock.now - started)
        #expect(count >= 60)
        // Never above: sixty requests take more than two seconds, and no second holds more than its share and one.
        #expect(took > .seconds(Double(count - 2) / 25))
        #expect(massive.server.largestCount(in: .milliseconds(990)) <= 26)
    }

    @Test func source_thatIsDown_isGivenUp_andTakenUpAgainByRetry() throws {
        let (sandbox, bank) = (try Sandbox.withStore(), try FakeBank())
        bank.server.inject(.html)
        let command = [
            "load", "--ticker", "EUR", "--category", "CURRENCY", "--source", "ecb-rates", "--start", "2024-03-01",
            "--end",
            "2024-03-09",
        ]
        let down = try sandbox.run(Programs.candlewick, command, environment: bank.environment)
        #expect(down.status == 1 && down.error.contains("text/html"), "\(down.error)")
        #expect(down.output.contains("candlewick jobs retry 1"))
        let shown = try sandbox.candlewick("jobs", "show", "1")
        #expect(shown.output.contains("GIVEN UP") && shown.output.contains("wrong-content-type"))
        let still = try sandbox.candlewick("jobs", "retry", "1", environment: bank.environment)
        #expect(still.status == 1)
        bank.server.removeFaults()
        let plan = try sandbox.candlewick("jobs", "retry", "--dry-run", environment: bank.environment)
        #expect(plan.output.contains("EUR/USD 1d (ecb-rates)"))
        // What one store lacks is not asked for on behalf of another, and stays in the list.
        try sandbox.candlewick("migrate", "--store", "sqlite:other.db")
        let other = try sandbox.candlewick(
            "jobs", "retry", "--store", "sqlite:other.db", "--ledger", "sqlite:candlewick.db",
            environment: bank.environment)
        #expect(other.output == "nothing is left that was given up for sqlite:other.db\n", "\(other.error)")
        let retry = try sandbox.candlewick("jobs", "retry", environment: bank.environment)
        #expect(retry.status == 0 && retry.output.contains("6 new"), "\(retry.output)\(retry.error)")
        #expect(
            try sandbox.candlewick("jobs", "retry").output
                == "nothing is left that was given up for sqlite:candlewick.db\n")
        #expect(try sandbox.candlewick("jobs", "retry", "99").status == 1)
    }

    @Test(arguments: [
        (Fault.html, "text/html"), (.status(302), "without saying where to"),
        (.redirect(to: "http://127.0.0.2:1/"), "127.0.0.2"),
        (.status(404), "404"), (.truncated(by: 100), "100"), (.endless, "larger"),
        (.contentType("text/xml", body: ""), "the reply is empty"),
        (.contentType("text/xml", body: "<html/>"), "its first element is html"),
    ])
    func reply_thatIsBad_endsItsPartWithOneMessage(fault: Fault, word: String) throws {
        let (sandbox, bank) = (try Sandbox.withStore(), try FakeBank())
        // Only the first try of each is spoiled by some faults; this one is always.
        bank.server.inject(fault, .always, on: "/stats/eurofxref/eurofxref-hist.xml")
        var environment = bank.environment
        environment["CANDLEWICK_ECB_RATES_TIMEOUT"] = "5"
        let run = try sandbox.run(
            Programs.candlewick,
            [
                "load", "--ticker", "EUR", "--category", "CURRENCY", "--source", "ecb-rates", "--start", "2024-03-01",
                "--end", "2024-03-09", "--json",
            ], environment: environment)
        #expect(run.status == 1, "\(run.output)")
        let document = try run.json(LoadDocument.self)
        #expect(document.parts.count == 1 && document.parts[0].status == "FAILED" && document.inserted == 0)
        #expect(document.parts[0].message.contains(word), "\(document.parts[0].message)")
        // Besides a line that tells how far it is, where the tries take longer.
        #expect(run.error.split(separator: "\n").filter { $0.hasPrefix("candlewick: ") }.count == 1, "\(run.error)")
    }
}
