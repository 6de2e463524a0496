import ArgumentParser
import MarketData
import Storage

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
        let assets = try Workspace(options).openLedger(.reading).assets().filter {
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
            let isFiltered = tier != nil || category != nil
            Terminal.note(
                isFiltered ? "no asset matches" : "no assets; candlewick ingest adds the ones that it meets")
        } else {
            table.print()
        }
    }
}
