import ArgumentParser
import Coverage
import Ingestion
import MarketData
import Overview
import Storage

struct GapsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what is missing, the largest first, and why.",
        discussion: """
            A gap is a stretch that no source has asserted. Its class says why: fillable (a source can be asked), failed (one \
            was asked and gave up), source_limit (beyond every source: a file is needed), not_entitled (not in your plan), \
            not_asked (something is in the way, or no source has it). Inside of what was asserted a missing candle means that \
            there were no trades, unless the evidence speaks against it: suspect. Rows that nobody has looked at are looked \
            at first; where [gaps] of candlewick.toml has changed since, --look-again looks at all of them.

            --export writes all of them as CSV, by history and time, with the columns \(GapRow.columns.joined(separator: ","))

            Example:
              candlewick gaps
              candlewick gaps --tier TIER1 --interval 60 --class source_limit --export gaps.csv
              candlewick gaps --asset BTC --class suspect --json
            """)

    @Option(help: "Only assets of these tiers: TIER1,TIER2.")
    var tier: TiersArgument?

    @Option(help: "Only this asset; named again, one more.")
    var asset: [String] = []

    @Option(help: "Only assets of this sort.")
    var category: AssetCategory?

    @Option(help: "Only candles of this interval, in minutes.")
    var interval: IntervalArgument?

    @Option(help: "Likewise of several: 60,1440.")
    var intervals: IntervalsArgument?

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("Only these classes: fillable,suspect. Named again, more of them.", valueName: "class"))
    var classes: [GapClassArgument] = []

    @OptionGroup var rangeOptions: RangeOptions

    @Flag(help: "Look at all rows of these assets again, with the settings as they are now.")
    var lookAgain = false

    @Option(
        help: ArgumentHelp("Write all of them to this CSV file, too; - for standard output alone.", valueName: "file"))
    var export: String?

    @Option(help: "How many of the largest to show. Otherwise 40, and all with --json.")
    var largest: Int?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions
    @OptionGroup var adapters: AdapterOptions

    func validate() throws {
        if let largest, !(0...1_000_000).contains(largest) {
            throw ValidationError("--largest must be 0 to 1000000")
        }
        if json, export == "-" { throw ValidationError("--json and --export - both want standard output; give one") }
    }

    mutating func run() async throws {
        let workspace = try Workspace(options)
        let examined = try ExaminedStore(workspace)
        let scope = try scope(examined.ledger, workspace.settings.sync)
        let isAnybodyWanted = try noteAssets(scope, examined.ledger)
        let sources = try await HistorySources(adapters, settings: workspace.settings).sources
        try examined.examine(scope, again: lookAgain)
        let scan = GapScan(
            ledger: examined.ledger, identity: try examined.store.identity(), sources: sources, now: Workspace.now(),
            classes: classes.isEmpty
                ? Set(GapClassArgument.listed) : classes.reduce(into: []) { $0.formUnion($1.classes) })
        var listing = GapListing(limit: largest ?? (json ? nil : 40), archive: scan.archive)
        if let export {
            try write(scan, scope, to: export, &listing)
            if export == "-" { return }
        } else {
            try scan.each(scope) { listing.add($0) }
        }
        if json { return try listing.showJSON() }
        if isAnybodyWanted { listing.show() }
    }

    /// Whether an asset matches; where none does it says what to do: nothing is missing then, and nothing is known either.
    private func noteAssets(_ scope: SurveyScope, _ ledger: any Ledger) throws -> Bool {
        let assets = try ledger.assets()
        if assets.contains(where: scope.matches) { return true }
        Terminal.note(
            assets.isEmpty
                ? "the ledger knows no asset yet; candlewick ingest PATH or candlewick asset add TICKER begins with one"
                : "no active asset is one of these; candlewick asset list shows all, candlewick ingest PATH and candlewick "
                    + "asset add TICKER add to them")
        return false
    }

    private func scope(_ ledger: any Ledger, _ settings: SyncChoice) throws -> SurveyScope {
        var scope = settings.scope
        scope.tiers = tier?.tiers
        let named = try asset.map { try knownAsset($0, in: ledger) }
        for asset in named where !asset.isActive {
            Terminal.note("candlewick: \(asset.ticker) is switched off: candlewick asset set \(asset.ticker) --active")
        }
        if !named.isEmpty { scope.tickers = Set(named.map(\.ticker)) }
        scope.category = category
        let wanted = (intervals?.intervals ?? []).union([interval?.interval].compactMap(\.self))
        if !wanted.isEmpty { scope.intervals = wanted.sorted() }
        let range = try rangeOptions.range()
        scope.start = rangeOptions.start == nil ? settings.start : range.start
        if rangeOptions.end != nil { scope.end = range.end }
        return scope
    }

    /// Writes them to a file, and adds them to the listing.
    private func write(_ scan: GapScan, _ scope: SurveyScope, to path: String, _ listing: inout GapListing) throws {
        var export = try GapExport(path)
        var failure: (any Error)?
        do {
            try scan.each(scope) { found in
                if path != "-" { listing.add(found) }
                if failure != nil { return }
                do { try export.add(GapRow(found)) } catch { failure = error }
            }
            if let failure { throw failure }
            try export.end()
        } catch {
            export.abandon()
            throw error
        }
        if path != "-" { Terminal.note("\(path): \(counted(export.count, "gap")) written") }
    }
}
