import Testing

@Suite struct AssetTests {
    struct Asset: Decodable, Equatable {
        var ticker: String
        var name: String
        var category: String?
        var tier: String
        var quote_currency: String?
        var description: String
        var active: Bool
    }

    private static func list(_ sandbox: Sandbox, _ arguments: String...) throws -> [Asset] {
        try sandbox.run(Programs.candlewick, ["asset", "list", "--json"] + arguments).json([Asset].self)
    }

    @Test func asset_thatIsAdded_isListedWithAllThatWasSaid() throws {
        let sandbox = try Sandbox.withStore()
        let added = try sandbox.candlewick(
            "asset", "add", "XMR", "--name", "Monero", "--category", "crypto", "--tier", "tier2", "--quote", "EUR",
            "--description", "a \"private\" one, ü", "--no-active")
        #expect(added.status == 0)
        #expect(added.output == "XMR: added as TIER2\n")
        #expect(
            try Self.list(sandbox) == [
                Asset(
                    ticker: "XMR", name: "Monero", category: "CRYPTO", tier: "TIER2", quote_currency: "EUR",
                    description: "a \"private\" one, ü", active: false)
            ])
        let table = try sandbox.candlewick("asset", "list")
        #expect(
            table.lines == [
                "TICKER  TIER   CATEGORY  QUOTE  ACTIVE  NAME", "XMR     TIER2  CRYPTO    EUR    no      Monero",
            ])
    }

    @Test(arguments: [("BTC", "TIER1"), ("UNI", "TIER2"), ("ZRX", "TIER3"), ("NOBODY", "TIER4")])
    func asset_withoutATier_getsTheLists(ticker: String, tier: String) throws {
        let sandbox = try Sandbox.withStore()
        #expect(try sandbox.candlewick("asset", "add", ticker).output == "\(ticker): added as \(tier)\n")
    }

    @Test func asset_thatIsKnown_isNotAddedAgain() throws {
        let sandbox = try Sandbox.withStore()
        #expect(try sandbox.candlewick("asset", "add", "BTC", "--name", "Bitcoin").status == 0)
        let again = try sandbox.candlewick("asset", "add", "BTC", "--name", "Other")
        #expect(again.status == 1)
        #expect(again.error.contains("BTC is known already"))
        #expect(again.error.contains("candlewick asset set BTC"))
        #expect(try Self.list(sandbox).map(\.name) == ["Bitcoin"])
    }

    @Test func asset_thatIsSet_changesOnlyWhatIsNamed() throws {
        let sandbox = try Sandbox.withStore()
        _ = try sandbox.candlewick("asset", "add", "BTC", "--name", "Bitcoin", "--quote", "USD")
        let dry = try sandbox.candlewick("asset", "set", "BTC", "--tier", "TIER3", "--dry-run")
        #expect(dry.output == "BTC: would be changed\n")
        #expect(try Self.list(sandbox).map(\.tier) == ["TIER1"])
        #expect(
            try sandbox.candlewick("asset", "set", "BTC", "--tier", "TIER3", "--no-active").output == "BTC: changed\n")
        let asset = try #require(try Self.list(sandbox).first)
        #expect(asset.tier == "TIER3" && !asset.active && asset.name == "Bitcoin" && asset.quote_currency == "USD")
        #expect(try sandbox.candlewick("asset", "set", "BTC").output == "BTC: nothing to change\n")
    }

    @Test func asset_thatNobodyKnows_cannotBeSet() throws {
        let run = try Sandbox.withStore().candlewick("asset", "set", "BTC", "--tier", "TIER2")
        #expect(run.status == 1)
        #expect(run.error.contains("BTC is not known"))
        #expect(run.error.contains("candlewick asset add adds it"))
    }

    @Test func asset_withANameThatIsNone_isRefused() throws {
        let sandbox = try Sandbox.withStore()
        let run = try sandbox.candlewick("asset", "add", "b c")
        #expect(run.status == 1)
        #expect(run.error.contains(#"asset name "b c": has the character " "; expected"#))
        #expect(try Self.list(sandbox).isEmpty)
    }

    @Test func list_isFilteredByTierAndCategory() throws {
        let sandbox = try Sandbox.withStore()
        for (ticker, category) in [("BTC", "CRYPTO"), ("UNI", "CRYPTO"), ("AAPL", "STOCK")] {
            #expect(try sandbox.candlewick("asset", "add", ticker, "--category", category).status == 0)
        }
        #expect(try Self.list(sandbox, "--tier", "TIER1,TIER2").map(\.ticker) == ["BTC", "UNI"])
        #expect(try Self.list(sandbox, "--category", "stock").map(\.ticker) == ["AAPL"])
        #expect(try Self.list(sandbox, "--tier", "TIER1", "--category", "stock").isEmpty)
    }

    @Test func add_dryRun_addsNothing() throws {
        let sandbox = try Sandbox.withStore()
        #expect(try sandbox.candlewick("asset", "add", "BTC", "--dry-run").output == "BTC: would be added as TIER1\n")
        let list = try sandbox.candlewick("asset", "list")
        #expect(list.status == 0 && list.output.isEmpty)
        #expect(list.error == "no assets; candlewick ingest adds the ones that it meets\n")
    }
}
