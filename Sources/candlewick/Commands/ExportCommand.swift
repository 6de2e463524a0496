import ArgumentParser
import Ingestion
import MarketData
import Storage

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print candles or trades as CSV or NDJSON, in time order.",
        discussion: """
            Times are RFC 3339 UTC, prices quote currency per unit of base; numbers have their shortest form, an \
            absent value is an empty field (null in NDJSON). It streams: any length at constant memory.

            Example:
              candlewick export --asset BTC --interval 60 --start 2024-01-01 > btc.csv
              candlewick export --kind trades --asset BCH --format ndjson | head
            """)

    @Option(help: "Candles or trades.")
    var kind: SeriesFilter.Content = .candles

    @Option(help: "Only this asset.")
    var asset: String?

    @Option(help: "Only this quote currency.")
    var quote: String?

    @Option(help: "Only candles of this interval, in minutes.")
    var interval: IntervalArgument?

    @Option(help: "Only rows of this source.")
    var source: String?

    @OptionGroup var rangeOptions: RangeOptions

    @Option(help: "csv or ndjson.")
    var format: RowFormat = .csv

    @OptionGroup var options: StoreOptions

    func validate() throws {
        if kind == .trades, interval != nil { throw ValidationError("--interval is for candles; trades have none") }
    }

    func run() throws {
        let store = try Workspace(options).openFirst(.reading).series
        let range = try rangeOptions.range()
        let filter = SeriesFilter(
            base: asset, quote: quote, interval: interval?.interval, content: kind, source: source)
        let series = try store.series(matching: filter).filter { $0.first < range.end && range.start <= $0.last }
            .map(\.series)
        if series.isEmpty {
            let hint = try spellingHint(asset, in: store)
            Terminal.note("candlewick: no \(kind.rawValue) match; candlewick query shows which series there are\(hint)")
        }
        let meter = RowMeter()
        let interruption = Interruption { meter.stop() }
        defer { interruption.end() }
        // On a terminal the rows themselves show how far it is.
        let progress = Terminal.outputIsTerminal ? nil : ProgressLine { .init(meter) }
        defer { progress?.end() }
        if progress != nil { for one in series { meter.expect(meter.rowsTotal + (try store.count(one, in: range))) } }
        var printer = RowPrinter(format: format, series: series)
        switch kind {
        case .candles:
            try printer.candleHeader()
            var rows = TimeOrderedCandles(store, series: series, range: range)
            try rows.forEach { batch, row, index in
                try printer.candle(batch, row, series: index)
                try Self.goOn(meter, isClosed: printer.isClosed)
            }
        case .trades:
            try printer.tradeHeader()
            var rows = TimeOrderedTrades(store, series: series, range: range)
            try rows.forEach { batch, row, index in
                try printer.trade(batch, row, series: index)
                try Self.goOn(meter, isClosed: printer.isClosed)
            }
        }
        try printer.end()
    }

    /// Counts a row; ends the stream when the reader went away, or the user wants no more.
    private static func goOn(_ meter: RowMeter, isClosed: Bool) throws {
        meter.add(1)
        if isClosed { throw CleanExit.message("") }
        if meter.isStopping { throw Failure("stopped: what was written is not all of it", status: .doneInPart) }
    }
}
