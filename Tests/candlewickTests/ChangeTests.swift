import Testing

/// What commands that change something say with `--json`: an array of subjects and what happened to them.
@Suite struct ChangeTests {
    private struct Change: Decodable, Equatable {
        var subject: String
        var change: String

        init(_ subject: String, _ change: String) { (self.subject, self.change) = (subject, change) }
    }

    private static func changes(_ sandbox: Sandbox, _ arguments: String...) throws -> [Change] {
        let run = try sandbox.run(Programs.candlewick, arguments + ["--json"])
        #expect(run.status == 0)
        #expect(run.error.isEmpty)
        return try run.json([Change].self)
    }

    @Test func initialisation_saysWhatItWrote() throws {
        let sandbox = try Sandbox()
        let store = "sqlite:\(sandbox("candlewick.db"))"
        let written = try Self.changes(sandbox, "init")
        #expect(
            written == [
                Change("candlewick.toml", "written"), Change("tiers.toml", "written"),
                Change(store, "ready, schema version 6"),
            ])
        let again = try Self.changes(sandbox, "init")
        #expect(again.prefix(2).map(\.change) == ["is there, left as it is", "is there, left as it is"])
    }

    @Test func migration_saysWhatItDid() throws {
        let sandbox = try Sandbox.withBitcoin()
        let store = "sqlite:candlewick.db"
        #expect(try Self.changes(sandbox, "migrate") == [Change(store, "is up to date, schema version 6")])
        #expect(
            try Self.changes(sandbox, "migrate", "--drop", "--dry-run")
                == [Change(store, "would be deleted with 1 series and its ledger")])
        #expect(
            try Self.changes(sandbox, "migrate", "--drop", "--yes")
                == [Change(store, "deleted"), Change(store, "created, schema version 6")])
    }

    @Test func assets_sayWhatBecameOfThem() throws {
        let sandbox = try Sandbox.withStore()
        #expect(try Self.changes(sandbox, "asset", "add", "BTC") == [Change("BTC", "added as TIER1")])
        #expect(try Self.changes(sandbox, "asset", "set", "BTC", "--name", "Bitcoin") == [Change("BTC", "changed")])
        #expect(try Self.changes(sandbox, "asset", "set", "BTC") == [Change("BTC", "nothing to change")])
    }
}
