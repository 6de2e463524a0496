import ArgumentParser
import Ingestion
import MarketData
import Storage

struct BackfillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Ask a source for many assets.",
        discussion: """
            Shows how many requests that takes and how long, and asks before a long job. What is complete already is not \
            asked for again, so running it again goes on where it was, also after a crash.

            Example:
              candlewick backfill --source kraken-rest --all --tier TIER1 --interval 60 --days 30
              candlewick backfill --source massive --grouped --category STOCK --days 365
              candlewick backfill --source kraken-rest --ticker BTC --interval 1440 --dry-run
            """)

    @Option(help: "One asset, by the hub's name.")
    var ticker: String?

    @Flag(help: "All active assets that the ledger knows.")
    var all = false

    @Option(help: "Of all, only this category; with --grouped, which one.")
    var category: AssetCategory?

    @Option(help: "Of all, only these tiers: TIER1,TIER2.")
    var tier: TiersArgument?

    @Flag(help: "One request a day for all of a category.")
    var grouped = false

    @OptionGroup var source: SourceOptions
    @OptionGroup var wish: WishOptions
    @OptionGroup var options: StoreOptions

    func validate() throws {
        if [ticker != nil, all, grouped].filter({ $0 }).count != 1 {
            throw ValidationError("give one of --ticker, --all and --grouped")
        }
        if grouped, category == nil { throw ValidationError("--grouped needs a --category: STOCK, CRYPTO, CURRENCY") }
        if grouped, wish.kind == .trades { throw ValidationError("--grouped gives candles") }
        if !all, tier != nil { throw ValidationError("--tier goes with --all") }
    }

    mutating func run() async throws {
        let workspace = try Workspace(options)
        _ = try SourceLoad.store(of: workspace)
        let stop = StopFlag()
        let stores = try workspace.open(wish.dryRun ? .reading : .existing, stop: stop)
        let open = try OpenSource(source, settings: workspace.settings, notingIn: stores.ledger)
        let kind = try wish.seriesKind(of: open.source, isGrouped: grouped)
        let range = try wish.range(kind, now: Workspace.now())
        let subjects = try subjects(workspace, try stores.ledger.assets())
        let wishes = subjects.map { LoadWish($0, kind, range: range, adjusted: wish.adjusted) }
        let plan = try LoadPlan(wishes, of: open.source, in: stores.series.identity(), stores.ledger, again: wish.again)
        let load = SourceLoad(
            workspace: workspace, stores: stores, open: open, command: "backfill",
            subject: "\(what) \(kind.interval.map(\.description) ?? "trades") from \(open.source.id)",
            again: wishes.first.map { wish.again(words, source, $0) } ?? [])
        try await load.run(plan, RunOptions(wish), stop: stop)
    }

    /// Of whom, as it was asked.
    private var words: [String] {
        let tiers = tier.map { $0.tiers.map(\.rawValue).sorted().joined(separator: ",") }
        return ["backfill"] + (ticker.map { ["--ticker=\($0)"] } ?? []) + (all ? ["--all"] : [])
            + (grouped ? ["--grouped"] : []) + (category.map { ["--category=\($0.rawValue)"] } ?? [])
            + (tiers.map { ["--tier=\($0)"] } ?? [])
    }

    private var what: String {
        if let ticker { return ticker }
        let words = [category?.rawValue, tier.map { $0.tiers.map(\.rawValue).sorted().joined(separator: ",") }]
        return (["all"] + words.compactMap(\.self) + (grouped ? ["grouped"] : [])).joined(separator: " ")
    }

    private func subjects(_ workspace: Workspace, _ assets: [Asset]) throws -> [LoadWish.Subject] {
        if grouped, let category { return [.group(category: category, quote: wish.quote ?? "USD")] }
        if let ticker {
            let known = WishOptions.asset(ticker, in: assets)
            let instrument = try wish.instrument(ticker, known, category)
            return [
                .instrument(
                    instrument,
                    category: try category ?? known?.category ?? workspace.tierList().category(of: instrument.base))
            ]
        }
        let chosen = assets.filter {
            $0.isActive && (category == nil || $0.category == category) && (tier?.tiers.contains($0.tier) ?? true)
        }
        guard !chosen.isEmpty else {
            throw Failure(
                "no active asset matches; candlewick asset list shows those there are, candlewick asset add adds one, "
                    + "candlewick instruments --source \(source.source) shows what the source has")
        }
        return try chosen.map { .instrument(try wish.instrument($0.ticker, $0, $0.category), category: $0.category) }
    }
}
