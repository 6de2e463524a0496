import ArgumentParser
import MarketData
import Storage

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
        let ledger = try Workspace(options).openLedger(dryRun ? .reading : .existing)
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
