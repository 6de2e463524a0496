import ArgumentParser
import Ingestion
import MarketData
import Pipeline
import Storage

struct AssetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "asset",
        abstract: "What the hub knows of assets: add, list, set.",
        discussion: """
            Example:
              candlewick asset list --tier TIER1
              candlewick asset set BTC --name Bitcoin --tier TIER1
            """,
        subcommands: [AssetAdd.self, AssetList.self, AssetSet.self])
}

/// What can be said of an asset.
struct AssetDetails: ParsableArguments {
    @Option(help: "Its name, for people.")
    var name: String?

    @Option(help: "STOCK, CRYPTO, COMMODITY or CURRENCY.")
    var category: AssetCategory?

    @Option(help: "TIER1, TIER2, TIER3, TIER4 or UNCLASSIFIED.")
    var tier: Tier?

    @Option(help: "The currency that it is usually priced in.")
    var quote: String?

    @Option(help: "A sentence, for people.")
    var description: String?

    @Flag(inversion: .prefixedNo, help: "Whether jobs over all assets take it.")
    var active: Bool?

    func apply(to asset: inout Asset) throws {
        if let name { asset.name = name }
        if let category { asset.category = category }
        if let tier { asset.tier = tier }
        if let quote { asset.quoteCurrency = try AssetName.checked(quote) }
        if let description { asset.description = description }
        if let active { asset.isActive = active }
    }
}

struct AssetAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add an asset that is not known yet.",
        discussion: "Example:\n  candlewick asset add BTC --name Bitcoin --category CRYPTO --tier TIER1 --quote USD")

    @Argument(help: "The hub's name of it: BTC.")
    var ticker: String

    @OptionGroup var details: AssetDetails
    @OptionGroup var options: StoreOptions

    @Flag(help: "Say what would be added, and add nothing.")
    var dryRun = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        var changes = ChangeList(json: json)
        let workspace = try Workspace(options)
        let tiers = try workspace.tierList()
        var asset = Asset(ticker: try AssetName.checked(ticker), tier: tiers.tier(of: ticker))
        try details.apply(to: &asset)
        let ledger = try workspace.open(dryRun ? .reading : .existing).ledger
        let isKnown = try ledger.assets().contains { $0.ticker == asset.ticker }
        if isKnown {
            throw Failure("\(ticker) is known already; change it with candlewick asset set \(ticker)")
        }
        if !dryRun { _ = try ledger.addAssets([asset]) }
        changes.add(ticker, "\(dryRun ? "would be added" : "added") as \(asset.tier.rawValue)")
        try changes.end()
    }
}

struct AssetSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change what is known of an asset; what is not named stays.",
        discussion: "Example:\n  candlewick asset set BTC --tier TIER2 --no-active")

    @Argument(help: "The hub's name of it: BTC.")
    var ticker: String

    @OptionGroup var details: AssetDetails
    @OptionGroup var options: StoreOptions

    @Flag(help: "Say what would change, and change nothing.")
    var dryRun = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        var changes = ChangeList(json: json)
        let ledger = try Workspace(options).open(dryRun ? .reading : .existing).ledger
        guard let known = try ledger.assets().first(where: { $0.ticker == ticker }) else {
            throw Failure("\(ticker) is not known; candlewick asset list shows what is, candlewick asset add adds it")
        }
        var asset = known
        try details.apply(to: &asset)
        if asset == known {
            changes.add(ticker, "nothing to change")
        } else if dryRun {
            changes.add(ticker, "would be changed")
        } else {
            _ = try ledger.setAsset(asset)
            changes.add(ticker, "changed")
        }
        try changes.end()
    }
}

struct AssetList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the assets.",
        discussion: "Example:\n  candlewick asset list --tier TIER1,TIER2 --json")

    @Option(help: "Only these tiers: TIER1,TIER2.")
    var tier: TiersArgument?

    @Option(help: "Only this category.")
    var category: AssetCategory?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions

    private struct Row: Encodable {
        var ticker: String
        var name: String
        var category: String?
        var tier: String
        var quote_currency: String?
        var description: String
        var active: Bool
    }

    func run() throws {
        let assets = try Workspace(options).open(.reading).ledger.assets().filter {
            (tier?.tiers.contains($0.tier) ?? true) && (category == nil || $0.category == category)
        }
        if json {
            return try printJSON(
                assets.map {
                    Row(
                        ticker: $0.ticker, name: $0.name, category: $0.category?.rawValue, tier: $0.tier.rawValue,
                        quote_currency: $0.quoteCurrency, description: $0.description, active: $0.isActive)
                })
        }
        var table = Table(
            ("TICKER", .left), ("TIER", .left), ("CATEGORY", .left), ("QUOTE", .left), ("ACTIVE", .left),
            ("NAME", .left))
        for asset in assets {
            table.add(
                asset.ticker, asset.tier.rawValue, asset.category?.rawValue ?? "-", asset.quoteCurrency ?? "-",
                asset.isActive ? "yes" : "no", asset.name)
        }
        if table.isEmpty {
            Terminal.note("no assets; candlewick ingest adds the ones that it meets")
        } else {
            table.print()
        }
    }
}
