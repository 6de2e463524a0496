import ArchiveBytes
import Testing

/// How an ingest ends: what is moved, what stops it, what it leaves for the next.
@Suite struct IngestEndTests {
    private static let good = "1704067200,7,7.5,6.5,7.25,100,9\n"

    @Test func stopOnError_leavesTheRestForAnotherRun() throws {
        let sandbox = try Sandbox.withStore()
        // The files are read by size or by name; either way the empty one comes before some other.
        for name in ["AAUSD_60.csv", "CCUSD_60.csv"] { try sandbox.write("data/\(name)", Self.good) }
        try sandbox.write("data/BBUSD_60.csv", "")
        let all = try sandbox.candlewick("ingest", "data", "--yes", "--json", "--workers", "1")
        #expect(all.status == 3)
        #expect(try all.json(IngestDocument.self).files.map(\.status).sorted() == ["COMPLETE", "COMPLETE", "EMPTY"])

        let fresh = try Sandbox.withStore()
        try fresh.write("data/BBUSD_60.csv", "")
        try fresh.write("more/AAUSD_60.csv", Self.good)
        try fresh.write("more/CCUSD_60.csv", Self.good)
        let stopped = try fresh.candlewick(
            "ingest", "data", "more", "--yes", "--json", "--workers", "1", "--stop-on-error")
        #expect(stopped.status == 3)
        let document = try stopped.json(IngestDocument.self)
        #expect(document.state == "PAUSED")
        #expect(document.files.map(\.status) == ["EMPTY"])
        #expect(document.files_left == 2)
        #expect(stopped.error.contains("stopped with 2 files to go; run the same command again to go on"))
        #expect(try fresh.candlewick("ingest", "data", "more", "--yes").status == 3)
        #expect(try fresh.rows().split(separator: "\n").count == 2)
    }

    @Test func move_putsFinishedAndUselessFilesAway() throws {
        let sandbox = try Sandbox.withStore()
        try sandbox.write("data/AAUSD_60.csv", Self.good)
        try sandbox.write("data/deep/BBUSD_60.csv", Self.good + "1704070800,7,7,x,7,1,1\n")
        try sandbox.write("data/CCUSD_60.csv", "")
        try sandbox.write("data/DDUSD_60.csv", "hello\n")
        try sandbox.write("data/readme.txt", "stays")
        try sandbox.write("one/EEUSD_60.csv", Self.good)
        try sandbox.write("data/a.zip", ArchiveBytes([.init("FFUSD_60.csv", Self.good)]).bytes)
        try sandbox.write(
            "data/b.zip", ArchiveBytes([.init("GGUSD_60.csv", Self.good), .init("../HHUSD_60.csv", Self.good)]).bytes)
        let run = try sandbox.candlewick("ingest", "data", "one/EEUSD_60.csv", "--yes", "--move")
        #expect(run.status == 3)
        #expect(
            try sandbox.everything().filter { $0.contains(".csv") || $0.contains(".zip") || $0.contains(".txt") } == [
                "data/b.zip", "data/ingested/AAUSD_60.csv", "data/ingested/a.zip", "data/ingested/deep/BBUSD_60.csv",
                "data/readme.txt", "data/set-aside/CCUSD_60.csv", "data/set-aside/DDUSD_60.csv",
                "one/ingested/EEUSD_60.csv",
            ])
        #expect(run.lines.filter { $0.hasPrefix("moved") }.count == 3)
        #expect(run.output.contains("moved 2 files to data/set-aside"))
        // What was moved is not found again.
        let again = try sandbox.candlewick("ingest", "data", "--yes", "--json")
        #expect(try again.json(IngestDocument.self).files_known == 1)
    }

    @Test func move_overwritesNothing() throws {
        let sandbox = try Sandbox.withStore()
        try sandbox.write("data/AAUSD_60.csv", Self.good)
        try sandbox.write("data/ingested/AAUSD_60.csv", "an earlier one")
        #expect(try sandbox.candlewick("ingest", "data", "--yes", "--move").status == 0)
        #expect(try sandbox.read("data/ingested/AAUSD_60.csv") == "an earlier one")
        #expect(try sandbox.read("data/ingested/AAUSD_60.csv.2") == Self.good)
    }

    @Test func files_areNotMovedUnlessAsked() throws {
        let sandbox = try Sandbox.withBitcoin()
        #expect(sandbox.has("earlier/XBTUSD_60.csv"))
    }

    @Test func jobs_tellWhatWasDone() throws {
        struct Job: Decodable {
            var job: Int
            var command: String
            var state: String
            var subject: String
        }
        let sandbox = try Sandbox.withBitcoin()
        try sandbox.write("data/CCUSD_60.csv", "\u{1b}[2J bad\n")
        #expect(try sandbox.candlewick("ingest", "data", "--yes").status == 1)
        let jobs = try sandbox.candlewick("jobs", "--json").json([Job].self)
        #expect(jobs.map(\.job) == [2, 1])
        #expect(jobs.map(\.state) == ["FAILED", "COMPLETED"])
        #expect(jobs.map(\.subject) == ["data", "earlier"])
        #expect(try sandbox.candlewick("jobs", "--json", "--last", "1").json([Job].self).map(\.job) == [2])
        let table = try sandbox.candlewick("jobs")
        #expect(table.lines.count == 3 && table.lines[1].contains("FAILED"))
        let shown = try sandbox.candlewick("jobs", "show", "2")
        #expect(shown.status == 0)
        #expect(shown.lines.prefix(3) == ["job 2: ingest data", "into      sqlite:candlewick.db", "state     FAILED"])
        #expect(shown.output.contains("data/CCUSD_60.csv  INVALID"))
        // What stood in a file never reaches the terminal as a control character.
        #expect(!shown.output.contains("\u{1b}") && !shown.error.contains("\u{1b}"))
    }

    @Test func job_thatIsNotThere_fails() throws {
        let run = try Sandbox.withStore().candlewick("jobs", "show", "7")
        #expect(run.status == 1)
        #expect(run.error.contains("there is no job 7; candlewick jobs lists the ones there are"))
    }
}
