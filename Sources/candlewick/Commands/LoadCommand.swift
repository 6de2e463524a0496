import ArgumentParser
import Ingestion
import MarketData
import Storage

struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Ask a source for one asset.",
        discussion: """
            Asks only for what the ledger does not know to be complete: run again, it asks for what is new. Ctrl-C ends \
            it in order.

            Example:
              candlewick load --ticker BTC --source kraken-rest --interval 60 --days 30
              candlewick load --ticker BTC --source kraken-rest --kind trades --days 1
              candlewick load --ticker AAPL --source massive --start 2024-01-01 --adjusted --dry-run
            """)

    @Option(help: "The asset, by the hub's name: BTC.")
    var ticker: String

    @Option(help: "What sort of thing it is. Otherwise what the ledger says.")
    var category: AssetCategory?

    @OptionGroup var source: SourceOptions
    @OptionGroup var wish: WishOptions
    @OptionGroup var options: StoreOptions

    mutating func run() async throws {
        let workspace = try Workspace(options)
        _ = try SourceLoad.store(of: workspace)
        let stop = StopFlag()
        let stores = try workspace.open(wish.dryRun ? .reading : .existing, stop: stop)
        let known = WishOptions.asset(ticker, in: try stores.ledger.assets())
        let instrument = try wish.instrument(ticker, known, category)
        let open = try OpenSource(source, settings: workspace.settings, notingIn: stores.ledger)
        let kind = try wish.seriesKind(of: open.source)
        let wanted = LoadWish(
            .instrument(
                instrument,
                category: try category ?? known?.category ?? workspace.tierList().category(of: instrument.base)),
            kind,
            range: try wish.range(kind, now: Workspace.now()), adjusted: wish.adjusted)
        let plan = try LoadPlan(
            [wanted], of: open.source, in: stores.series.identity(), stores.ledger, again: wish.again)
        let load = SourceLoad(
            workspace: workspace, stores: stores, open: open, command: "load",
            subject: "\(instrument) \(kind.interval.map(\.description) ?? "trades") from \(open.source.id)",
            again: wish.again(
                ["load", "--ticker=\(ticker)"] + (category.map { ["--category=\($0.rawValue)"] } ?? []), source, wanted)
        )
        try await load.run(plan, RunOptions(wish), stop: stop)
    }
}
