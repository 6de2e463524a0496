import Foundation
import Testing

/// QuestDB as store, with a ledger in SQLite, in tables of a prefix of its own.
@Suite struct QuestDBStoreTests {
    static let server = ProcessInfo.processInfo.environment["CANDLEWICK_TEST_QUESTDB"] ?? ""

    @Test(
        .enabled(if: !server.isEmpty, "CANDLEWICK_TEST_QUESTDB names no server"),
        arguments: ["qwp", "ilp2", "ilp1"])
    func questdb_asStore_keepsWhatSQLiteKeeps(wire: String) throws {
        let sandbox = try Sandbox()
        let prefix = "cli_\(UInt32.random(in: .min ... .max))_"
        try sandbox.write(
            "candlewick.toml",
            "[store]\nseries = [\"questdb:\(Self.server)\", \"sqlite:rows.db\"]\nledger = \"sqlite:ledger.db\"\n"
                + "[questdb]\nprotocol = \"\(wire)\"\ntable_prefix = \"\(prefix)\"\n")
        #expect(try sandbox.run(Programs.sample, ["sample"]).status == 0)
        let dry = try sandbox.candlewick("migrate", "--dry-run")
        #expect(dry.output.contains("would be created"))
        #expect(try sandbox.candlewick("migrate").status == 0)
        defer { _ = try? sandbox.candlewick("migrate", "--drop", "--yes", "--store", "questdb:\(Self.server)") }
        for arguments in [[], ["--again"]] {
            let run = try sandbox.run(Programs.candlewick, ["ingest", "sample", "--yes"] + arguments)
            #expect(run.status == 3 && run.error.contains("1 of 10 files not read whole"), "\(run.error)")
            #expect(run.output.contains("the store shows 58,560 rows there, 58,560 were sent"))
        }
        for kind in ["candles", "trades"] {
            let here = try sandbox.candlewick("export", "--kind", kind)
            let there = try sandbox.candlewick("export", "--kind", kind, "--store", "sqlite:rows.db")
            #expect(here.output == there.output && here.lines.count > 5000)
        }
        let doctor = try sandbox.candlewick("doctor")
        #expect(doctor.status == 0)
        #expect(doctor.output.contains("rows travel by \(wire.uppercased())"))
        #expect(doctor.output.contains("table \(prefix)assetprice: 53,301 rows by month"))
        #expect(try sandbox.candlewick("query", "SELECT count() AS n FROM \(prefix)trade").output.contains("5259"))
        #expect(try sandbox.candlewick("query", "DROP TABLE \(prefix)trade").status == 1)
        let drop = try sandbox.candlewick("migrate", "--drop")
        #expect(
            drop.status == 2 && drop.error.contains("the tables \(prefix)assetprice, \(prefix)trade"), "\(drop.error)")
    }
}
