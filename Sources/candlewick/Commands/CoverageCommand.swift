import ArgumentParser
import Coverage
import Ingestion
import MarketData
import Overview
import Storage

struct CoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "What sources have asserted: by whom, from which file or request, and what was verified.",
        discussion: """
            Without --asset one line a history. With it every range that was asserted, and every range that a source says \
            it can never give. A candle that is missing inside of what was asserted had no trades, unless it is suspect; \
            --no-trades counts these runs from the rows.

            Example:
              candlewick coverage
              candlewick coverage --asset BTC --interval 60
            """)

    @Option(help: "Only this asset, with every range.")
    var asset: String?

    @Option(help: "Only this quote currency.")
    var quote: String?

    @Option(help: "Only candles of this interval, in minutes.")
    var interval: IntervalArgument?

    @Option(help: "Only what this source has said.")
    var source: String?

    @Flag(help: "With --asset: count from the rows where there were no trades.")
    var noTrades = false

    @Option(help: "With --asset: how many of the newest ranges, and of the longest runs, to show. All with --json.")
    var last = 100

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions

    func validate() throws {
        if noTrades, asset == nil { throw ValidationError("--no-trades reads rows; say of which --asset") }
        if !(1...1_000_000).contains(last) { throw ValidationError("--last must be 1 to 1000000") }
    }

    func run() throws {
        let workspace = try Workspace(options)
        let store = try workspace.openFirst(.reading).series
        let ledger = try workspace.openLedger(.reading)
        let identity = try store.identity()
        let known = try asset.map { try knownAsset($0, in: ledger) }
        let histories = try HistoryCoverage.all(ledger, of: identity, asset: known) { isWanted($0, known) }
        guard let known else {
            if json { return try printJSON(CoverageList(histories: histories).rows) }
            if histories.isEmpty {
                return Terminal.note("nothing was asserted yet; candlewick ingest PATH reads files")
            }
            return CoverageList(histories: histories).show()
        }
        let detail = try detail(known, histories, store, ledger, workspace.settings.sync.evidence)
        if json { return try detail.showJSON() }
        if detail.records.isEmpty {
            return Terminal.note(
                "nothing of \(known.ticker) was asserted that matches; candlewick coverage shows what was")
        }
        detail.show()
    }

    private func isWanted(_ scope: CoverageScope, _ asset: Asset?) -> Bool {
        if let source, scope.source != source { return false }
        if let interval, scope.kind.interval != interval.interval { return false }
        switch scope {
        case .series(let series):
            if let quote, series.instrument.quote != quote.uppercased() { return false }
            return asset.map { $0.ticker == series.instrument.base } ?? true
        case .group(_, _, let category): return asset.map { $0.category == category } ?? true
        }
    }

    private func detail(
        _ asset: Asset, _ histories: [HistoryCoverage], _ store: any TimeSeriesStore, _ ledger: any Ledger,
        _ evidence: EvidenceSettings
    ) throws -> CoverageDetail {
        let identity = try store.identity()
        var scopes: [CoverageScope] = []
        try ledger.eachCoverageSet(in: identity, base: nil) { set in
            if isWanted(set.scope, asset), scopes.last != set.scope, !scopes.contains(set.scope) {
                scopes.append(set.scope)
            }
        }
        var records: [CoverageRecord] = []
        for scope in scopes { records += try ledger.coverage(of: scope, in: identity) }
        let runs = noTrades ? try Examiner(store, ledger, settings: evidence).noTrades(of: asset, in: .all) : nil
        return CoverageDetail(
            asset: asset, histories: histories, records: records.sorted { $0.at < $1.at },
            suspects: try ledger.suspects(in: identity, base: asset.ticker).filter {
                isWanted(.series($0.series), asset)
            },
            noTrades: runs?.filter { isWanted(.series($0.series), asset) }, limit: last)
    }
}
