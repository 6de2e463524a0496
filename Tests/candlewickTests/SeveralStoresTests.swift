import Foundation
import Testing

/// Several stores, a ledger apart from them, and copies between stores.
@Suite struct SeveralStoresTests {
    private func settings(_ sandbox: Sandbox, _ store: String) throws {
        try sandbox.write("candlewick.toml", "[store]\n\(store)\n")
    }

    private func rows(_ sandbox: Sandbox, _ store: String) throws -> String {
        let run = try sandbox.candlewick("export", "--store", store)
        try #require(run.status == 0, "\(run.error)")
        return run.output
    }

    private func job(_ sandbox: Sandbox, _ number: Int) throws -> Job {
        let run = try sandbox.candlewick("jobs", "show", "\(number)", "--json")
        try #require(run.status == 0, "\(run.error)")
        return try JSONDecoder().decode(Shown.self, from: Data(run.output.utf8)).job
    }

    private struct Shown: Decodable { var job: Job }

    private struct Job: Decodable {
        var store: String
        var state: String
        var inserted: Int
    }

    @Test func ingest_intoSeveralStores_writesAllAndNotesAJobForEach() throws {
        let sandbox = try Sandbox()
        try settings(sandbox, "series = [\"sqlite:a.db\", \"sqlite:b.db\"]")
        #expect(try sandbox.candlewick("migrate").lines.count == 2)
        try sandbox.write("in/XBTUSD_60.csv", Sandbox.bitcoin)
        let run = try sandbox.candlewick("ingest", "in", "--yes")
        #expect(run.status == 0, "\(run.error)")
        #expect(run.output.contains("/a.db\n") && run.output.contains("/b.db\n"))
        for store in ["sqlite:a.db", "sqlite:b.db"] {
            #expect(try rows(sandbox, store) == Sandbox.header + Sandbox.bitcoinRows)
        }
        // Without a ledger of its own the second store's jobs are noted in the first.
        let jobs = [try job(sandbox, 1), try job(sandbox, 2)]
        #expect(Set(jobs.map { $0.store.suffix(4) }) == ["a.db", "b.db"])
        #expect(jobs.allSatisfy { $0.state == "COMPLETED" && $0.inserted > 0 })
        #expect(try sandbox.candlewick("jobs", "--store", "sqlite:b.db").error == "no jobs yet\n")
    }

    @Test func ingest_storeThatLags_catchesUpAndTheOtherReadsNothingAgain() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.candlewick("migrate", "--store", "sqlite:a.db").status == 0)
        try sandbox.write("in/XBTUSD_60.csv", Sandbox.bitcoin)
        #expect(try sandbox.candlewick("ingest", "in", "--yes", "--store", "sqlite:a.db").status == 0)
        try settings(sandbox, "series = [\"sqlite:a.db\", \"sqlite:b.db\"]")
        #expect(try sandbox.candlewick("migrate").status == 0)
        let run = try sandbox.candlewick("ingest", "in", "--yes", "--json")
        #expect(run.status == 0)
        let reports = try JSONDecoder().decode([Report].self, from: Data(run.output.utf8))
        #expect(reports.map(\.files_known) == [1, 0])
        #expect(reports.map(\.rows_read) == [0, Sandbox.bitcoin.split(separator: "\n").count])
        #expect(try rows(sandbox, "sqlite:b.db") == Sandbox.header + Sandbox.bitcoinRows)
    }

    private struct Report: Decodable {
        var files_known: Int
        var rows_read: Int
    }

    @Test func ingest_oneStoreThatFails_doesNotHinderTheOther() throws {
        let sandbox = try Sandbox()
        try settings(sandbox, "series = [\"sqlite:a.db\", \"sqlite:b.db\"]")
        #expect(try sandbox.candlewick("migrate").status == 0)
        let wreck = "DROP TABLE candle; CREATE TABLE candle (key INTEGER PRIMARY KEY);"
        #expect(try sandbox.shell("sqlite3 b.db '\(wreck)'").status == 0)
        try sandbox.write("in/XBTUSD_60.csv", Sandbox.bitcoin)
        let run = try sandbox.candlewick("ingest", "in", "--yes")
        #expect(run.status == 3)
        #expect(run.error.contains("/b.db"))
        #expect(try rows(sandbox, "sqlite:a.db") == Sandbox.header + Sandbox.bitcoinRows)
    }

    @Test func ledger_apartFromTheStore_hasTheJobsAndTheStoreTheRows() throws {
        let sandbox = try Sandbox()
        let places = ["--store", "sqlite:rows.db", "--ledger", "sqlite:ledger.db"]
        func run(_ arguments: [String]) throws -> String {
            let run = try sandbox.run(Programs.candlewick, arguments + places)
            try #require(run.status == 0, "\(run.error)")
            return run.output
        }
        #expect(try run(["migrate"]).split(separator: "\n").count == 2)
        try sandbox.write("in/XBTUSD_60.csv", Sandbox.bitcoin)
        _ = try run(["ingest", "in", "--yes"])
        #expect(try run(["ingest", "in", "--yes"]).contains("1 known already"))
        #expect(try run(["export"]) == Sandbox.header + Sandbox.bitcoinRows)
        #expect(try run(["jobs"]).contains("sqlite:rows.db"))
        #expect(try run(["asset", "list"]).contains("BTC"))
        #expect(try run(["doctor"]).contains("ledger: sqlite:ledger.db: schema version"))
        #expect(try sandbox.candlewick("export", "--store", "sqlite:ledger.db").output == Sandbox.header)
        #expect(try sandbox.candlewick("jobs", "--store", "sqlite:rows.db").error == "no jobs yet\n")
        // A new store at the same path is another one: what was read into the old one is read again.
        #expect(try run(["migrate", "--drop", "--yes"]).contains("deleted"))
        #expect(try run(["ingest", "in", "--yes"]).contains("1 complete"))
    }

    @Test func copy_ofRowsThatNobodyAsserted_saysSo() throws {
        let sandbox = try Sandbox.withBitcoin()
        let database = "sqlite:candlewick.db"
        for store in ["sqlite:rows.db", "sqlite:copy.db"] {
            #expect(try sandbox.candlewick("migrate", "--store", store).status == 0)
        }
        // The ledger of the first copy is not asked in the second.
        func copy(_ from: String, _ to: String, _ more: String...) throws -> Sandbox.Outcome {
            try sandbox.run(Programs.candlewick, ["copy", "--yes", "--from", from, "--to", to] + more)
        }
        #expect(try copy(database, "sqlite:rows.db", "--ledger", database).error.isEmpty)
        let second = try copy("sqlite:rows.db", "sqlite:copy.db")
        #expect(second.status == 0)
        #expect(second.error.contains("no ledger at hand knows what sources have asserted of sqlite:rows.db"))
        let told = try copy("sqlite:rows.db", "sqlite:copy.db", "--ledger", database)
        #expect(told.status == 0 && told.error.isEmpty)
    }

    @Test func copy_twoStores_haveTheSameRows() throws {
        let sandbox = try Sandbox.withBitcoin()
        let copy = ["copy", "--from", "sqlite:candlewick.db", "--to", "sqlite:other.db"]
        #expect(try sandbox.run(Programs.candlewick, copy).status == 1)
        #expect(try sandbox.candlewick("migrate", "--store", "sqlite:other.db").status == 0)
        let dry = try sandbox.run(Programs.candlewick, copy + ["--dry-run"])
        #expect(dry.status == 0 && dry.output.contains("of 1 series in sqlite:candlewick.db"))
        let unasked = try sandbox.run(Programs.candlewick, copy)
        #expect(unasked.status == 2 && unasked.error.contains("say --yes"))
        #expect(try rows(sandbox, "sqlite:other.db") == Sandbox.header)
        let run = try sandbox.run(Programs.candlewick, copy + ["--yes"])
        #expect(run.status == 0 && run.output.contains("COMPLETED"), "\(run.error)")
        #expect(try rows(sandbox, "sqlite:other.db") == Sandbox.header + Sandbox.bitcoinRows)
        let again = try sandbox.run(Programs.candlewick, copy + ["--yes"])
        #expect(again.status == 0 && again.output.contains("there already"))
        let deep = try sandbox.candlewick("doctor", "--deep", "--store", "sqlite:other.db")
        #expect(deep.status == 0 && deep.output.contains("1 series agree"), "\(deep.output)")
        #expect(try sandbox.candlewick("asset", "list", "--store", "sqlite:other.db").output.contains("BTC"))
        let nothing = try sandbox.run(Programs.candlewick, copy + ["--yes", "--asset", "btc"])
        #expect(nothing.status == 1 && nothing.error.contains("there is BTC"))
        let same = try sandbox.candlewick("copy", "--from", "sqlite:a", "--to", "sqlite:a")
        #expect(same.status == 2 && same.error.contains("one store"))
    }

    @Test(arguments: [
        ["query", "--store", "postgresql://me:hunter2@localhost/db"],
        ["query", "--ledger", "postgresql://localhost/db?password=hunter2"],
        ["copy", "--from", "questdb:http://me:hunter2@localhost:9000", "--to", "sqlite:a.db"],
    ])
    func password_onTheCommandLine_isRefusedAndNotRepeated(arguments: [String]) throws {
        let run = try Sandbox().run(Programs.candlewick, arguments)
        #expect(run.status == 2)
        #expect(run.error.contains("a password on the command line") && !run.error.contains("hunter2"))
    }

    @Test func store_namedTwice_isWrongUse() throws {
        let run = try Sandbox().candlewick("migrate", "--store", "sqlite:a.db", "--store", "sqlite:a.db")
        #expect(run.status == 2 && run.error.contains("named twice"))
    }
}
