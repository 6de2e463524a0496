import ArgumentParser
import Ingestion
import MarketData
import Pipeline
import Storage

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
        let ledger = try workspace.openLedger(dryRun ? .reading : .existing)
        // Two assets whose names differ only by case are one that was mistyped.
        let known = try ledger.assets().first { $0.ticker.uppercased() == asset.ticker.uppercased() }
        if let known {
            throw Failure(
                "\(known.ticker) is known already; change it with candlewick asset set \(known.ticker)")
        }
        if !dryRun { _ = try ledger.addAssets([asset]) }
        changes.add(ticker, "\(dryRun ? "would be added" : "added") as \(asset.tier.rawValue)")
        try changes.end()
    }
}
