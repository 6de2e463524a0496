import Foundation
import Testing

/// What a first user ran into: each of these was wrong once.
@Suite struct CareTests {
    @Test func environment_thatIsSetToNothing_isNotSet() throws {
        let sandbox = try Sandbox()
        let run = try sandbox.candlewick(
            "migrate", environment: ["CANDLEWICK_STORE": "", "CANDLEWICK_CONFIG": "", "CANDLEWICK_ADAPTERS": ""])
        #expect(run.status == 0)
        #expect(sandbox.has("candlewick.db"))
    }

    @Test func adaptersConf_besideTheSettings_holds() throws {
        let sandbox = try Sandbox()
        try sandbox.write("conf/my.toml", "")
        try sandbox.write("conf/adapters.conf", "folders = [\"nowhere\"]\n")
        let run = try sandbox.candlewick("adapters", "--config", "conf/my.toml")
        #expect(run.status == 1)
        #expect(run.error.contains("conf/nowhere"), "\(run.error)")
    }

    @Test func initialisation_ofAnotherStore_namesItInTheNextStep() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.candlewick("init").lines.last == "next: candlewick ingest PATH")
        let second = try sandbox.candlewick("init", "--store", "sqlite:other.db")
        #expect(second.lines.last == "next: candlewick ingest PATH --store sqlite:other.db")
    }

    @Test func initialisation_withSettingsElsewhere_meansTheSameStoreLater() throws {
        let sandbox = try Sandbox()
        try sandbox.write("d/keep", "")
        #expect(try sandbox.candlewick("init", "--config", "d/my.toml", "--store", "sqlite:m.db").status == 0)
        #expect(try sandbox.candlewick("doctor", "--config", "d/my.toml").status == 0)
    }

    @Test func names_withControlCharacters_doNotReachTheTerminal() throws {
        let sandbox = try Sandbox.withStore()
        try sandbox.write("da\u{1b}[2Jta/XBTUSD_60.csv", "1704067200,1x,12,9,11,5,3\n")
        try sandbox.write("da\u{1b}[2Jta/no\u{1b}]0;pair.csv", "1\n")
        let run = try sandbox.candlewick("ingest", ".", "--yes")
        #expect(run.error.contains("pair.csv"))
        #expect(!run.output.contains("\u{1b}") && !run.error.contains("\u{1b}"))
        #expect(try !sandbox.candlewick("jobs", "show", "1").output.contains("\u{1b}"))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
    func output_thatDoesNotArrive_isAFailure() throws {
        let sandbox = try Sandbox.withBitcoin()
        for command in ["query", "adapters", "jobs", "asset list --json", "export"] {
            let run = try sandbox.shell("$CANDLEWICK \(command) > /dev/full")
            #expect(run.status == 1, "\(command)")
        }
    }

    @Test func drop_whileAJobIsAtWork_isRefused() throws {
        let sandbox = try Sandbox.withBitcoin()
        let sqlite3 = try #require(Programs.find("sqlite3"))
        let wake = "UPDATE job SET state = 'RUNNING', heartbeat_at = CAST(unixepoch() AS INTEGER) * 1000000000"
        #expect(try sandbox.run(sqlite3, ["candlewick.db", wake]).status == 0)
        let run = try sandbox.candlewick("migrate", "--drop", "--yes")
        #expect(run.status == 1)
        #expect(run.error.contains("job 1 (ingest) is at work"), "\(run.error)")
        #expect(try sandbox.rows() == Sandbox.bitcoinRows)
    }

    @Test func asset_thatOnlyItsCaseHides_isHintedAt() throws {
        let sandbox = try Sandbox.withBitcoin()
        let run = try sandbox.candlewick("query", "--asset", "btc", "--last", "1")
        #expect(run.status == 1 && run.error.contains("there is BTC"))
        #expect(try sandbox.candlewick("export", "--asset", "btc").error.contains("there is BTC"))
        let add = try sandbox.candlewick("asset", "add", "btc")
        #expect(add.status == 1 && add.error.contains("BTC is known already"))
    }

    @Test func ingest_asJSON_namesTheFilesThatNobodyKnows() throws {
        let sandbox = try Sandbox.withStore()
        try sandbox.write("data/XBTUSD_60.csv", Sandbox.bitcoin)
        try sandbox.write("data/notes.txt", "hello")
        let run = try sandbox.candlewick("ingest", "data", "--yes", "--json")
        let document = try run.json(IngestDocument.self)
        #expect(run.status == 0 && document.files.count == 1)
        #expect(document.unknown.map(\.path) == ["data/notes.txt"])
        #expect(document.unknown.first?.message.contains(".csv") == true)
    }

    @Test func doctor_namesTheFilesThatHold() throws {
        let sandbox = try Sandbox.withStore()
        try sandbox.write("candlewick.toml", "[assets]\ntiers = \"none.toml\"\n")
        let run = try sandbox.candlewick("doctor")
        #expect(run.status == 1)
        #expect(run.output.contains("adapters.conf"))
        #expect(run.output.contains("failed   tiers: \(sandbox("none.toml")): there is no such file"), "\(run.output)")
    }
}
