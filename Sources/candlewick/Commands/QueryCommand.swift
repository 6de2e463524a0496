import ArgumentParser
import MarketData
import Storage

struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Look at what is stored: series, the last candles, a chart, or SQL.",
        discussion: """
            Without arguments it lists the series. SQL is read-only; the views 'candles' and 'trades' have the \
            columns that export prints.

            Example:
              candlewick query
              candlewick query --asset BTC --interval 60 --last 24
              candlewick query --asset BTC --interval 60 --chart
              candlewick query "SELECT asset, count(*) FROM candles GROUP BY asset"
            """)

    @Argument(help: "A SELECT statement.")
    var sql: String?

    @Option(help: "Candles or trades of this asset.")
    var asset: String?

    @Option(help: "Only this quote currency.")
    var quote: String?

    @Option(help: "The interval of the candles, in minutes.")
    var interval: IntervalArgument?

    @Option(help: "Only rows of this source.")
    var source: String?

    @Option(help: "Candles or trades.")
    var kind: SeriesFilter.Content?

    @Option(help: "How many of the newest rows.")
    var last: Int?

    @OptionGroup var rangeOptions: RangeOptions

    @Flag(help: "Draw the candles.")
    var chart = false

    @Flag(help: "Print JSON; rows as one object a line.")
    var json = false

    @OptionGroup var options: StoreOptions

    func validate() throws {
        let filters = asset != nil || quote != nil || interval != nil || source != nil || kind != nil || last != nil
        if sql != nil, filters || chart || rangeOptions.start != nil || rangeOptions.end != nil {
            throw ValidationError("give SQL or filters, not both")
        }
        if let last, !(1...1_000_000).contains(last) { throw ValidationError("--last must be 1 to 1000000") }
        if chart, kind == .trades { throw ValidationError("--chart draws candles; make them with candlewick resample") }
    }

    func run() throws {
        let opened = try Workspace(options).openFirst(.reading)
        if let sql { return try SQLTable(json: json).show(try opened.sql, sql) }
        let store = try opened.series
        let filter = SeriesFilter(
            base: asset, quote: quote, interval: interval?.interval, content: kind, source: source)
        let range = try rangeOptions.range()
        let found = try store.series(matching: filter).filter { $0.first < range.end && range.start <= $0.last }
        let wantsRows = last != nil || chart || rangeOptions.start != nil || rangeOptions.end != nil
        guard wantsRows || (asset != nil && interval != nil) else {
            return try SeriesTable(json: json).show(found, store)
        }
        let series = try one(of: found, store)
        let view = SeriesRows(store: store, series: series, range: range, json: json)
        if chart { try view.drawChart(last: last) } else { try view.show(last: last ?? 20) }
    }

    /// The one series that is meant: rows of several cannot share a table.
    private func one(of found: [SeriesSummary], _ store: any TimeSeriesStore) throws -> Series {
        let candles = chart ? found.filter { $0.series.kind != .trades } : found
        guard let first = candles.first else {
            throw Failure(
                "no series matches; candlewick query lists the ones there are" + (try spellingHint(asset, in: store)))
        }
        // Several sources of the same candles: a source's own rows come before derived ones.
        let own = candles.filter { $0.series.source != Series.derivedSource }
        if candles.count == 1 { return first.series }
        if own.count == 1, let only = own.first { return only.series }
        let names = candles.prefix(10).map { "\($0.series)" }.joined(separator: ", ")
        throw Failure(
            "several series match (\(names)\(candles.count > 10 ? ", …" : "")); say which with --asset, --quote, "
                + "--interval, --kind, --source", status: .wrongUse)
    }
}
