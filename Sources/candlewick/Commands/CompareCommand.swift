import ArgumentParser
import Coverage
import MarketData
import Storage

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Candles of one history that two sources give differently.",
        discussion: """
            The rows of every source are kept apart; this shows where two of them have the same candle with other values. \
            A tolerance is relative to the larger of two values. What one source does not say (a volume) cannot differ.

            Example:
              candlewick compare --asset BTC --interval 60
              candlewick compare --asset BTC --interval 60 --sources kraken-csv,kraken-rest --tolerance 1e-6
            """)

    @Option(help: "The asset.")
    var asset: String

    @Option(help: "The quote currency. Otherwise the asset's own, then USD.")
    var quote: String?

    @Option(help: "The interval of the candles, in minutes.")
    var interval: IntervalArgument

    @Option(help: ArgumentHelp("Two or more sources: kraken-csv,kraken-rest. Otherwise all.", valueName: "ids"))
    var sources: String?

    @OptionGroup var rangeOptions: RangeOptions

    @Option(help: "How far prices may be apart.")
    var tolerance = ComparisonTolerance().price

    @Option(help: "How far volumes may be apart.")
    var volumeTolerance = ComparisonTolerance().volume

    @Option(help: "How many candles of each pair to show.")
    var limit = 20

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions

    func validate() throws {
        for (name, value) in [("--tolerance", tolerance), ("--volume-tolerance", volumeTolerance)]
        where !(0...1).contains(value) {
            throw ValidationError("\(name) must be 0 to 1; 1e-6 is a millionth of the value")
        }
        if !(0...1_000_000).contains(limit) { throw ValidationError("--limit must be 0 to 1000000") }
    }

    func run() throws {
        let workspace = try Workspace(options)
        let store = try workspace.openFirst(.reading).series
        let known = try knownAsset(asset, in: try workspace.openLedger(.reading))
        let line = HistoryLine(
            Instrument(base: known.ticker, quote: (quote ?? known.quoteCurrency ?? "USD").uppercased()),
            .candles(interval.interval))
        let series = try series(of: line, store)
        let range = try rangeOptions.range()
        let tolerances = ComparisonTolerance(price: tolerance, volume: volumeTolerance)
        var pairs: [SourceComparison] = []
        for (place, a) in series.enumerated() {
            for b in series[(place + 1)...] {
                pairs.append(try SourceComparison(a, b, in: range, tolerances, limit: limit, store: store))
            }
        }
        let report = ComparisonReport(line: line, pairs: pairs)
        if json { try report.showJSON() } else { report.show() }
    }

    /// The history's series that are meant, at least two.
    private func series(of line: HistoryLine, _ store: any TimeSeriesStore) throws -> [Series] {
        let filter = SeriesFilter(
            base: line.instrument.base, quote: line.instrument.quote, interval: line.kind.interval, content: .candles)
        let stored = try store.series(matching: filter).map(\.series)
        let there = stored.map(\.source).joined(separator: " and ")
        guard let named = sources?.split(separator: ",").map(String.init) else {
            if stored.count >= 2 { return stored }
            throw Failure(
                stored.isEmpty
                    ? "there are no candles of \(line); candlewick query shows what there is"
                    : "only \(there) has \(line); it takes two sources to compare")
        }
        guard Set(named).count >= 2, Set(named).count == named.count else {
            throw Failure("--sources wants two or more different ones, like kraken-csv,kraken-rest", status: .wrongUse)
        }
        return try named.map { name in
            guard let one = stored.first(where: { $0.source == name }) else {
                throw Failure(
                    "\(printable(name)) has no candles of \(line)"
                        + (there.isEmpty ? "" : "; \(there) \(stored.count == 1 ? "has" : "have")")
                        + "; candlewick query shows what there is")
            }
            return one
        }
    }
}
