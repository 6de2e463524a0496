import ArgumentParser
import Ingestion
import MarketData
import Storage

struct ResampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resample",
        abstract: "Make coarser candles from finer ones or from trades.",
        discussion: """
            They are stored with the source 'derived' and never touch the rows of a source. Running it again \
            changes only what is different.

            Example:
              candlewick resample --from 1 --to 60 --asset BTC
              candlewick resample --from trades --to 1
            """)

    @Option(help: "What to make them from: an interval in minutes, or 'trades'.")
    var from: Origin

    @Option(help: "The interval to make, in minutes.")
    var to: IntervalArgument

    @Option(help: "Only this asset.")
    var asset: String?

    @Option(help: "Only this quote currency.")
    var quote: String?

    @Option(help: "Only from rows of this source.")
    var source: String?

    @OptionGroup var rangeOptions: RangeOptions

    @Flag(help: "Say which series would be made, and make none.")
    var dryRun = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions

    enum Origin: ExpressibleByArgument {
        case candles(Interval)
        case trades

        init?(argument: String) {
            if argument == "trades" {
                self = .trades
            } else if let interval = IntervalArgument(argument: argument)?.interval {
                self = .candles(interval)
            } else {
                return nil
            }
        }
    }

    private struct Row: Encodable {
        var asset: String
        var quote: String
        var from: String
        var source: String
        var interval_minutes: Int?
        // Not there where nothing is made.
        var candles: Int?
        var inserted: Int?
        var updated: Int?
        var unchanged: Int?
        var left_out: Int?

        init(_ step: ResampleJob.Step) {
            let (origin, target) = (step.origin.series, step.target)
            (asset, quote) = (target.instrument.base, target.instrument.quote)
            from = origin.kind.interval?.description ?? "trades"
            source = origin.source
            interval_minutes = target.kind.interval?.minutes
        }

        init(_ result: ResampleJob.Result) {
            self.init(result.step)
            candles = result.candles
            (inserted, updated) = (result.written.inserted, result.written.updated)
            (unchanged, left_out) = (result.written.unchanged, result.leftOut)
        }
    }

    func run() throws {
        let store = try Workspace(options).open(dryRun ? .reading : .existing)
        var filter = SeriesFilter(base: asset, quote: quote, source: source)
        switch from {
        case .candles(let interval):
            filter.interval = interval
            filter.content = .candles
        case .trades: filter.content = .trades
        }
        let found = try store.series.series(matching: filter)
        guard !found.isEmpty else {
            throw Failure(
                "there is nothing to make them from; candlewick query shows which series there are"
                    + (try spellingHint(asset, in: store.series)))
        }
        let job: ResampleJob
        do {
            job = try ResampleJob(store: store.series, from: found, to: to.interval, range: rangeOptions.range())
        } catch let error as ResampleError {
            throw Failure(error.description, status: .wrongUse)
        }
        if dryRun {
            if json { return try printJSON(job.steps.map { Row($0) }) }
            for step in job.steps { print("would make \(step.target) from \(step.origin.series)") }
            return
        }
        let meter = RowMeter()
        let interruption = Interruption { meter.stop() }
        defer { interruption.end() }
        let progress = ProgressLine { .init(meter) }
        let results: [ResampleJob.Result]
        do {
            defer { progress.end() }
            results = try job.run(ledger: store.ledger, meter: meter, now: Workspace.now)
        }
        try show(results)
        if meter.isStopping { throw Failure("stopped; run the same command again to go on", status: .doneInPart) }
    }

    private func show(_ results: [ResampleJob.Result]) throws {
        if json {
            return try printJSON(results.map { Row($0) })
        }
        var table = Table(
            ("SERIES", .left), ("FROM", .left), ("CANDLES", .right), ("NEW", .right), ("CHANGED", .right),
            ("THERE ALREADY", .right), ("CUT, LEFT OUT", .right))
        for result in results {
            table.add(
                "\(result.step.target)", "\(result.step.origin.series)", grouped(result.candles),
                grouped(result.written.inserted), grouped(result.written.updated), grouped(result.written.unchanged),
                grouped(result.leftOut))
        }
        table.print()
    }
}
