import ArgumentParser
import MarketData
import Pipeline

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
