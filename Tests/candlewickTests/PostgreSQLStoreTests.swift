import Foundation
import PrivateCluster
import Testing

/// PostgreSQL as store and ledger, as store alone, and away.
@Suite struct PostgreSQLStoreTests {
    static let server = ProcessInfo.processInfo.environment["CANDLEWICK_TEST_POSTGRESQL"] ?? ""
    static let hasServer: ConditionTrait = .enabled(
        if: !server.isEmpty, "CANDLEWICK_TEST_POSTGRESQL names no server; scripts/test starts one")

    /// A sandbox whose settings name a schema of its own; it goes with the test.
    private func withSchema(_ body: (Sandbox, [String: String]) throws -> Void) throws {
        let sandbox = try Sandbox()
        let schema = "cli_" + UUID().uuidString.replacing("-", with: "").lowercased()
        try sandbox.write("candlewick.toml", "[postgresql]\nschema = \"\(schema)\"\nconnections = 2\n")
        try sandbox.write("earlier/XBTUSD_60.csv", Sandbox.bitcoin)
        let environment = ["CANDLEWICK_STORE": Self.server]
        defer { _ = try? sandbox.candlewick("migrate", "--drop", "--yes", environment: environment) }
        try body(sandbox, environment)
    }

    @Test(Self.hasServer) func postgresql_bothRoles_doesWhatSQLiteDoes() throws {
        try withSchema { sandbox, environment in
            let password = try #require(URLComponents(string: Self.server)?.password)
            var said = ""
            func run(_ arguments: String...) throws -> Sandbox.Outcome {
                let run = try sandbox.run(Programs.candlewick, arguments, environment: environment)
                said += run.output + run.error
                return run
            }
            #expect(try run("query").error.contains("candlewick migrate"))
            #expect(try run("migrate", "--dry-run").output.contains("would be created with schema version 5"))
            #expect(try run("migrate").output.contains("created, schema version 5"))
            #expect(try run("migrate").output.contains("is up to date"))
            let first = try run("ingest", "earlier", "--yes", "--json").json(IngestDocument.self)
            #expect(first.state == "COMPLETED" && first.inserted == 2)
            #expect(try run("ingest", "earlier", "--yes").output.contains("1 known already"))
            let again = try run("ingest", "earlier", "--yes", "--again", "--json").json(IngestDocument.self)
            #expect(again.unchanged == 2 && again.inserted == 0)
            #expect(try run("export").output == Sandbox.header + Sandbox.bitcoinRows)
            #expect(try run("query", "SELECT asset, count(*) AS n FROM candles GROUP BY 1").output.contains("BTC    2"))
            #expect(try run("query", "DELETE FROM candle").status == 1)
            #expect(try run("asset", "list").output.contains("BTC"))
            #expect(try run("jobs").lines.count == 4)
            let doctor = try run("doctor")
            #expect(doctor.status == 0 && doctor.output.contains("connections: 2 connections at most"))
            let drop = try run("migrate", "--drop")
            #expect(drop.status == 2 && drop.error.contains("with the schema cli_") && drop.error.contains("--yes"))
            #expect(try run("export").output == Sandbox.header + Sandbox.bitcoinRows)
            #expect(!said.contains(password))
            #expect(try !sandbox.everything().contains { $0.hasSuffix(".db") })
        }
    }

    @Test(Self.hasServer) func copy_fromSQLiteAndBack_keepsEveryRow() throws {
        try withSchema { sandbox, environment in
            try sandbox.write(
                "candlewick.toml",
                try sandbox.read("candlewick.toml") + "[store]\nseries = \"sqlite:candlewick.db\"\n")
            #expect(try sandbox.candlewick("migrate").status == 0)
            #expect(try sandbox.run(Programs.sample, ["sample"]).status == 0)
            #expect(try sandbox.candlewick("ingest", "sample", "--yes").status == 3)
            #expect(try sandbox.candlewick("migrate", environment: environment).status == 0)
            // An address without its password; libpq has that from its own variable.
            var address = try #require(URLComponents(string: Self.server))
            let password = ["PGPASSWORD": address.password ?? ""]
            address.password = nil
            let server = try #require(address.string)
            for (from, to) in [("sqlite:candlewick.db", server), (server, "sqlite:back.db")] {
                _ = try sandbox.candlewick("migrate", "--store", "sqlite:back.db")
                let run = try sandbox.candlewick("copy", "--from", from, "--to", to, "--yes", environment: password)
                #expect(run.status == 0, "\(run.error)")
            }
            for kind in ["candles", "trades"] {
                let there = try sandbox.candlewick("export", "--kind", kind)
                let back = try sandbox.candlewick("export", "--kind", kind, "--store", "sqlite:back.db")
                #expect(there.output == back.output && there.lines.count > 5000)
            }
        }
    }

    @Test(Self.hasServer) func server_thatIsAway_getsItsRowsWhenItIsBack() throws {
        let cluster = try OwnCluster()
        let sandbox = try Sandbox()
        try sandbox.write("candlewick.toml", "[spool]\nfolder = \"waiting\"\n")
        try sandbox.write("a/XBTUSD_60.csv", Sandbox.bitcoin)
        try sandbox.write("b/ETHUSD_60.csv", "1704067200,1,2,1,2,1.25,31\n")
        try sandbox.write("c/ETHUSD_60.csv", "1704067200,1,2,1,1.5,1.25,31\n1704070800,1,2,1,2,1.25,31\n")
        let environment = ["CANDLEWICK_STORE": cluster.address, "CANDLEWICK_LEDGER": "sqlite:ledger.db"]
        func run(_ arguments: String...) throws -> Sandbox.Outcome {
            try sandbox.run(Programs.candlewick, arguments, environment: environment)
        }
        #expect(try run("migrate").status == 0)
        #expect(try run("ingest", "a", "--yes").status == 0)
        #expect(try run("spool").output.contains("empty"))
        try cluster.kill()
        for (folder, rows) in [("b", 1), ("c", 3)] {
            let away = try run("ingest", folder, "--yes")
            #expect(away.status == 3 && away.error.contains("wait"), "\(away.error)")
            #expect(try run("spool", "--json").json([Waiting].self).map(\.rows) == [rows])
        }
        // The ledger has the files: they are not read again, and the rows are not lost.
        #expect(try run("jobs").error.contains("3 rows wait on disk"))
        let doctor = try run("doctor")
        #expect(doctor.status == 1 && doctor.output.contains("warning  spool: 3 rows wait on disk"))
        #expect(try run("migrate", "--drop", "--yes").status == 1)
        #expect(try run("spool", "drain").status == 1)
        try cluster.startAgain()
        let back = try run("ingest", "a", "b", "c", "--yes")
        #expect(back.status == 0 && back.output.contains("3 known already"), "\(back.error)")
        #expect(try run("spool", "--json").json([Waiting].self).map(\.rows) == [0])
        let expected = """
            2024-01-01T00:00:00Z,42000.1,42010,41990.5,42005,1.25,31,BTC,USD,60,kraken-csv
            2024-01-01T00:00:00Z,1,2,1,1.5,1.25,31,ETH,USD,60,kraken-csv
            2024-01-01T01:00:00Z,42005,42100,42000,42050,2,17,BTC,USD,60,kraken-csv
            2024-01-01T01:00:00Z,1,2,1,2,1.25,31,ETH,USD,60,kraken-csv

            """
        #expect(try run("export").output == Sandbox.header + expected)
        // A new schema is another store, and the empty spool of the old one is gone.
        #expect(try run("migrate", "--drop", "--yes").status == 0)
        #expect(try run("ingest", "a", "b", "c", "--yes").status == 0)
        #expect(try run("export").lines.count == 5)
    }

    private struct Waiting: Decodable { var rows: Int }

    @Test func server_thatWasNeverThere_isUnreachable() throws {
        let sandbox = try Sandbox.withBitcoin()
        for store in ["postgresql://nobody@127.0.0.1:1/none", "questdb:http://127.0.0.1:1"] {
            let run = try sandbox.candlewick(
                "ingest", "earlier", "--yes", "--store", store, "--ledger", "sqlite:candlewick.db")
            #expect(run.status == 1)
            #expect(run.error.contains("127.0.0.1:1"), "\(run.error)")
            // A ledger that was there before is as it was.
            #expect(try sandbox.candlewick("jobs", "--json").output.contains("\"job\""))
        }
    }

    @Test func questdb_withoutALedger_usesTheUsualOneAndKeepsNoneItself() throws {
        let sandbox = try Sandbox()
        let run = try sandbox.candlewick("jobs", "--ledger", "questdb:http://127.0.0.1:1")
        #expect(run.status == 2 && run.error.contains("keeps no ledger"))
    }

    @Test(arguments: [
        ("[questdb]\nprotocol = \"tcp\"", "'protocol' in [questdb] must be auto, qwp, ilp2 or ilp1"),
        ("[questdb]\ncandle_partition = \"DECADE\"", "'candle_partition' in [questdb] must be HOUR, DAY, WEEK, MONTH"),
        ("[postgresql]\nconnections = 0", "'connections' in [postgresql] must be a whole number from 1 to 100"),
        ("[spool]\nwhen_away = \"never\"", "'when_away' in [spool] must be spool, pause or fail"),
        ("[store]\nledger = 1", "'ledger' in [store] must be text in quotes"),
    ])
    func settings_ofServersThatAreWrong_areTold(text: String, says: String) throws {
        let sandbox = try Sandbox()
        try sandbox.write("candlewick.toml", text)
        let run = try sandbox.candlewick("query")
        #expect(run.status == 1 && run.error.contains(says), "\(run.error)")
    }

    @Test func secret_inAFileThatOthersMayRead_isRefused() throws {
        let sandbox = try Sandbox()
        try sandbox.write("candlewick.toml", "[questdb]\ntoken_file = \"token\"\n")
        try sandbox.write("token", "hunter2\n")
        let store = ["query", "--store", "questdb:http://127.0.0.1:1"]
        #expect(try sandbox.shell("chmod 644 token").status == 0)
        let open = try sandbox.run(Programs.candlewick, store)
        #expect(open.status == 1 && open.error.contains("chmod 600"))
        #expect(try sandbox.shell("chmod 600 token").status == 0)
        let run = try sandbox.run(Programs.candlewick, store)
        #expect(run.status == 1 && run.error.contains("no QuestDB answers") && !run.error.contains("hunter2"))
    }
}
