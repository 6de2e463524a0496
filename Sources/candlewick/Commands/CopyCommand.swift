import ArgumentParser
import Ingestion
import MarketData
import Storage

struct CopyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy candles and trades from one store to another.",
        discussion: """
            Shows what it would copy and asks. Run again after it was stopped it goes on where it was; rows that are \
            there already change nothing. Nothing is deleted anywhere. What sources have asserted of a series that was \
            copied whole, by the ledger of --from or the one that is written, is noted of the copy, too.

            Example:
              candlewick copy --from sqlite:candlewick.db --to sqlite:/backup/market.db
              candlewick copy --from sqlite:candlewick.db --to sqlite:btc.db --asset BTC --start 2024-01-01
            """)

    @Option(help: ArgumentHelp("The store to read.", valueName: "store"))
    var from: String

    @Option(
        help: ArgumentHelp(
            "The store to write; it has to be there: candlewick migrate --store makes it.", valueName: "store"))
    var to: String

    @Option(help: "Only this asset.")
    var asset: String?

    @Option(help: "Only this quote currency.")
    var quote: String?

    @Option(help: "Only candles of this interval, in minutes.")
    var interval: IntervalArgument?

    @Option(help: "Only rows of this source.")
    var source: String?

    @Option(help: "Only candles, or only trades.")
    var kind: SeriesFilter.Content?

    @OptionGroup var rangeOptions: RangeOptions

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(help: "Show what would be copied, and copy nothing.")
    var dryRun = false

    @Flag(help: "Print JSON.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Where the job is noted. Otherwise CANDLEWICK_LEDGER, candlewick.toml, the store that is written.",
            valueName: "store"))
    var ledger: String?

    @Option(
        help: ArgumentHelp(
            "The settings file. Otherwise CANDLEWICK_CONFIG, then candlewick.toml in this folder.", valueName: "file"))
    var config: String?

    func validate() throws {
        if kind == .trades, interval != nil { throw ValidationError("--interval is for candles; trades have none") }
    }

    private struct Document: Encodable {
        var job: Int64?
        var from: String
        var to: String
        var series: Int
        var rows: Int
        var state: String?
        var message: String?
        var inserted: Int?
        var updated: Int?
        var unchanged: Int?
        var accepted: Int?
        var losses: [String]
        var refused: [String]
    }

    func run() throws {
        try [from, to].forEach(refusePassword)
        let origin = try Workspace.location(from)
        var options = StoreOptions()
        (options.store, options.ledger, options.config) = ([to], ledger, config)
        let workspace = try Workspace(options)
        let target = workspace.stores[0]
        guard origin != target else { throw Failure("--from and --to are one store", status: .wrongUse) }
        let source = try workspace.place(at: origin, .reading)
        let stop = StopFlag()
        let stores = try workspace.open(dryRun ? .reading : .existing, stop: stop)
        let filter = SeriesFilter(
            base: asset, quote: quote, interval: interval?.interval, content: kind, source: self.source)
        let plan = try CopyPlan(
            from: try source.series, to: stores.series, matching: filter, range: rangeOptions.range())
        guard !plan.series.isEmpty else {
            throw Failure(
                "nothing to copy; candlewick query --store \(origin) shows which series there are"
                    + (try spellingHint(asset, in: try source.series)))
        }
        if !json || dryRun { try preview(plan, origin, target) }
        if dryRun { return }
        let what = "\(counted(plan.rows, "row")) of \(counted(plan.series.count, "series"))"
        guard try Question.confirm("Copy \(what) from \(origin) to \(target)?", yes: yes) else {
            print("nothing was copied")
            return
        }
        if let known = try source.ledger?.assets() { _ = try stores.ledger.addAssets(Self.assets(of: plan, known)) }
        try copy(plan, origin, target, source, stores, stop)
    }

    private func copy(
        _ plan: CopyPlan, _ origin: StoreLocation, _ target: StoreLocation, _ source: any Place, _ stores: OpenStores,
        _ stop: StopFlag
    ) throws {
        let job = CopyJob(
            plan, from: try source.series, to: stores.series, ledger: stores.ledger,
            originLedgers: ledgers(of: source, stores), subject: subject(origin, target))
        let meter = RowMeter()
        let interruption = Interruption {
            stop.set()
            meter.stop()
        }
        defer { interruption.end() }
        let progress = ProgressLine { .init(meter) }
        let result: CopyJob.Result
        do {
            defer { progress.end() }
            result = try job.run(meter: meter, now: Workspace.now)
        }
        try show(result, plan, origin, target)
        switch result.state {
        case .completed: return
        default: throw Failure(result.message, status: .doneInPart)
        }
    }

    /// Which may know what sources have asserted of the origin: its own, and the one that is written.
    private func ledgers(of source: any Place, _ stores: OpenStores) -> [any Ledger] {
        guard let own = source.ledger, own.location != stores.ledger.location else { return [stores.ledger] }
        return [own, stores.ledger]
    }

    /// What is copied, so that the same command finds its unfinished job again.
    private func subject(_ origin: StoreLocation, _ target: StoreLocation) -> String {
        let filters = [
            asset, quote, interval.map { "\($0.interval)" }, source, kind?.rawValue,
            rangeOptions.start.map { "from \($0.time)" }, rangeOptions.end.map { "to \($0.time)" },
        ].compactMap(\.self)
        return (["\(origin) to \(target)"] + filters).joined(separator: ", ")
    }

    private func preview(_ plan: CopyPlan, _ origin: StoreLocation, _ target: StoreLocation) throws {
        let losses = plan.losses.map { "\(target) \(Self.words($0.promise)): \($0.reason)" }
        if json {
            return try printJSON(
                Document(
                    from: "\(origin)", to: "\(target)", series: plan.series.count, rows: plan.rows, losses: losses,
                    refused: []))
        }
        print("\(counted(plan.rows, "row")) of \(counted(plan.series.count, "series")) in \(origin)")
        for loss in losses { Terminal.note(Terminal.yellow(loss)) }
    }

    private func show(
        _ result: CopyJob.Result, _ plan: CopyPlan, _ origin: StoreLocation, _ target: StoreLocation
    ) throws {
        let written = result.written
        if json {
            return try printJSON(
                Document(
                    job: result.job.value, from: "\(origin)", to: "\(target)", series: plan.series.count,
                    rows: plan.rows, state: result.state.rawValue, message: result.message, inserted: written.inserted,
                    updated: written.updated, unchanged: written.unchanged, accepted: written.accepted,
                    losses: plan.losses.map { Self.words($0.promise) },
                    refused: result.refused.map { "\($0.series): \($0.reason)" }))
        }
        let counts = [
            (written.accepted, "taken"), (written.inserted, "new"), (written.updated, "changed"),
            (written.unchanged, "there already"),
        ].filter { $0.0 > 0 }
        let going = result.isContinued ? "went on where it was stopped: " : ""
        print(going + (counts.isEmpty ? "no rows" : counts.map { "\(grouped($0.0)) \($0.1)" }.joined(separator: ", ")))
        for one in result.refused.prefix(20) { Terminal.note("not copied: \(one.series): \(one.reason)") }
        for one in result.shortfalls.prefix(20) {
            Terminal.note("\(one.series): \(grouped(one.visible)) of \(grouped(one.sent)) rows are there")
        }
        print("job \(result.job): \(result.state.rawValue)")
        if result.state == .completed, result.asserted.isEmpty {
            Terminal.note(
                "no ledger at hand knows what sources have asserted of \(origin), so nothing is asserted of \(target); "
                    + "with --ledger the one that knows is asked")
        }
    }

    /// What a store does not do, as a sentence goes on.
    private static func words(_ promise: StorePromise) -> String {
        promise == .keepsVWAP ? "keeps no volume-weighted average prices" : "does not keep candles of every interval"
    }

    private static func assets(of plan: CopyPlan, _ known: [Asset]) -> [Asset] {
        let copied = Set(plan.series.map(\.series.instrument.base))
        return known.filter { copied.contains($0.ticker) }
    }
}
