import Foundation
import Testing

/// `init`, `migrate`, `doctor`.
@Suite struct StoreCommandTests {
    @Test func initialisation_writesTheFilesAndMakesTheStore() throws {
        let sandbox = try Sandbox()
        let first = try sandbox.candlewick("init")
        #expect(first.status == 0)
        #expect(first.lines.prefix(2) == ["candlewick.toml: written", "tiers.toml: written"])
        #expect(first.lines.last == "next: candlewick ingest PATH")
        #expect(try sandbox.everything().filter { !$0.contains("candlewick.db") } == ["candlewick.toml", "tiers.toml"])
        #expect(try sandbox.read("candlewick.toml").contains("series = \"sqlite:candlewick.db\""))
        #expect(try sandbox.candlewick("query").status == 0)
        #expect(try sandbox.candlewick("doctor").status == 0)
    }

    @Test func initialisation_again_leavesWhatIsThere() throws {
        let sandbox = try Sandbox.withBitcoin()
        try sandbox.write("candlewick.toml", "# mine\n")
        try sandbox.write("tiers.toml", "[tiers]\nTIER1 = [\"XMR\"]\n")
        let again = try sandbox.candlewick("init")
        #expect(again.status == 0)
        #expect(
            again.lines.prefix(2)
                == ["candlewick.toml: is there, left as it is", "tiers.toml: is there, left as it is"])
        #expect(try sandbox.read("candlewick.toml") == "# mine\n")
        #expect(try sandbox.read("tiers.toml") == "[tiers]\nTIER1 = [\"XMR\"]\n")
        #expect(try sandbox.rows() == Sandbox.bitcoinRows)
    }

    @Test func initialisation_dryRun_writesNothing() throws {
        let sandbox = try Sandbox()
        let run = try sandbox.candlewick("init", "--dry-run")
        #expect(run.status == 0)
        #expect(
            run.lines == [
                "candlewick.toml: would be written", "tiers.toml: would be written",
                "sqlite:candlewick.db: would be created unless it is there",
            ])
        #expect(try sandbox.everything().isEmpty)
    }

    @Test func initialisation_withAStore_putsItIntoTheSettings() throws {
        let sandbox = try Sandbox()
        try sandbox.write("data/keep", "")
        #expect(try sandbox.candlewick("init", "--store", "sqlite:data/m \"1\".db").status == 0)
        #expect(sandbox.has("data/m \"1\".db"))
        let found = try sandbox.candlewick("doctor")
        #expect(found.status == 0)
        #expect(found.output.contains("data/m \"1\".db: 0 series, schema version 6"))
    }

    @Test func initialisation_whereNothingCanBeWritten_saysSo() throws {
        let sandbox = try Sandbox()
        let run = try sandbox.candlewick("init", "--config", "gone/candlewick.toml")
        #expect(run.status == 1)
        #expect(run.error.contains("gone/candlewick.toml: cannot be written"))
        #expect(try sandbox.everything().isEmpty)
    }

    @Test func migration_isDoneOnce() throws {
        let sandbox = try Sandbox()
        let dry = try sandbox.candlewick("migrate", "--dry-run")
        #expect(dry.status == 0)
        #expect(dry.output == "sqlite:candlewick.db: would be created with schema version 6\n")
        #expect(try sandbox.everything().isEmpty)
        let first = try sandbox.candlewick("migrate")
        #expect(first.status == 0)
        #expect(first.output == "sqlite:candlewick.db: created, schema version 6\n")
        for arguments in [[], ["--dry-run"], []] {
            let again = try sandbox.run(Programs.candlewick, ["migrate"] + arguments)
            #expect(again.status == 0)
            #expect(again.output == "sqlite:candlewick.db: is up to date, schema version 6\n")
        }
    }

    @Test func drop_withoutATerminal_isRefusedAndDeletesNothing() throws {
        let sandbox = try Sandbox.withBitcoin()
        let run = try sandbox.candlewick("migrate", "--drop")
        #expect(run.status == 2)
        #expect(run.error.contains("Delete sqlite:candlewick.db with 1 series and its ledger?"))
        #expect(run.error.contains("--yes"))
        #expect(try sandbox.rows() == Sandbox.bitcoinRows)
    }

    @Test func drop_dryRun_deletesNothing() throws {
        let sandbox = try Sandbox.withBitcoin()
        let run = try sandbox.candlewick("migrate", "--drop", "--dry-run")
        #expect(run.status == 0)
        #expect(run.output == "sqlite:candlewick.db: would be deleted with 1 series and its ledger\n")
        #expect(try sandbox.rows() == Sandbox.bitcoinRows)
    }

    @Test func drop_withYes_leavesAnEmptyStore() throws {
        let sandbox = try Sandbox.withBitcoin()
        let run = try sandbox.candlewick("migrate", "--drop", "--yes")
        #expect(run.status == 0)
        #expect(
            run.lines == ["sqlite:candlewick.db: deleted", "sqlite:candlewick.db: created, schema version 6"])
        #expect(try sandbox.rows() == "")
        #expect(try sandbox.candlewick("jobs").error == "no jobs yet\n")
    }

    @Test func doctor_withoutAStore_saysWhatToDo() throws {
        let run = try Sandbox().candlewick("doctor")
        #expect(run.status == 1)
        #expect(run.output.contains("ok       settings: no candlewick.toml here; defaults hold"))
        #expect(run.output.contains("ok       adapter kraken-csv: loads"))
        #expect(
            run.output.contains(
                "failed   store: sqlite:candlewick.db: there is no such file; create it with candlewick init"))
    }

    @Test func doctor_asJSON_hasEveryFinding() throws {
        struct Finding: Decodable {
            var subject: String
            var verdict: String
            var message: String
        }
        let run = try Sandbox.withStore().candlewick("doctor", "--json")
        #expect(run.status == 0)
        let findings = try run.json([Finding].self)
        #expect(
            findings.map(\.subject) == [
                "settings", "adapters", "adapter ecb-rates", "adapter finnhub", "adapter kraken-csv",
                "adapter kraken-rest",
                "adapter massive", "source ecb-rates", "source finnhub", "source finnhub", "source kraken-rest",
                "source massive", "source massive", "store", "disk", "tiers", "clock",
            ])
        #expect(findings.filter { $0.verdict == "failed" }.isEmpty)
        #expect(findings.allSatisfy { !$0.message.isEmpty })
    }
}
