import AdapterHost
import ArgumentParser
import Foundation
import Ingestion
import MarketData
import Storage
import Transport

struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Read files, folders and ZIP archives into the store.",
        discussion: """
            Shows what it found by tier and asks before it begins. Running it again reads only what was not \
            finished; nothing is stored twice. Ctrl-C ends it in order.

            Example:
              candlewick ingest ~/Downloads/Kraken_OHLCVT.zip
              candlewick ingest data --tier TIER1 --intervals 60,1440 --yes
            """)

    @Argument(help: "Files, folders, ZIP archives. Otherwise [ingest] paths of candlewick.toml.")
    var paths: [String] = []

    @Option(help: "Only assets of these tiers: TIER1,TIER2.")
    var tier: TiersArgument?

    @Option(help: "Only candles of these intervals, in minutes: 60,1440.")
    var intervals: IntervalsArgument?

    @Option(help: "Only candles, or only trades.")
    var kind: SeriesFilter.Content?

    @Flag(help: "End at the first file that is not read whole.")
    var stopOnError = false

    @Flag(help: "Read files again that the ledger knows.")
    var again = false

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(
        name: .customLong("move"),
        help: "Move finished files to ingested/, empty and invalid ones to set-aside/, where they were found.")
    var moves = false

    @Flag(help: "Show what would be read, and read nothing.")
    var dryRun = false

    @Option(help: "Files decoded at the same time; 0: one per core.")
    var workers: Int?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions
    @OptionGroup var adapters: AdapterOptions

    func validate() throws {
        if let workers, !(0...256).contains(workers) { throw ValidationError("--workers must be 0 to 256") }
    }

    mutating func run() async throws {
        let workspace = try Workspace(options)
        let roots = paths.isEmpty ? workspace.settings.ingestPaths : paths
        guard !roots.isEmpty else {
            throw Failure("nothing to read: name files, folders or archives, or set [ingest] paths", status: .wrongUse)
        }
        // Before a long look through many files: is there a store to read them into?
        let stop = StopFlag()
        let stores = dryRun ? nil : try workspace.open(.existing, stop: stop)
        let tiers = try workspace.tierList()
        let plan = try plan(roots, workspace, tiers)
        let preview = IngestPreview(plan: plan, tiers: tiers)
        if !json || dryRun { try preview.show(json: json) }
        guard let stores else { return }
        guard !plan.files.isEmpty else { return try endWithoutFiles(plan) }
        let into = workspace.stores.map(\.description).joined(separator: " and ")
        guard try Question.confirm("Read \(counted(plan.files.count, "file")) into \(into)?", yes: yes)
        else {
            print("nothing was read")
            return
        }
        let results = await ingest(plan, roots, stores, tiers, workspace, stop)
        try report(results, plan)
        // Files are moved by what the stores that took them say; a store that failed is said by `end`.
        if moves { try move(plan, results.compactMap { try? $0.result.get() }, of: results.count) }
        try Self.end(results)
    }

    /// The command to give again. With paths it is said to people only: nobody has a hub read a path from far away.
    private var repeated: [String] {
        guard paths.isEmpty, !moves, !stopOnError else { return [] }
        let tiers = tier.map { "--tier=\($0.tiers.map(\.rawValue).sorted().joined(separator: ","))" }
        let minutes = intervals.map {
            "--intervals=\($0.intervals.compactMap(\.minutes).map(String.init).joined(separator: ","))"
        }
        return ["ingest"] + [tiers, minutes, kind.map { "--kind=\($0.rawValue)" }].compactMap(\.self)
            + (again ? ["--again"] : [])
    }

    private func plan(_ roots: [String], _ workspace: Workspace, _ tiers: TierList) throws -> IngestPlan {
        let fileAdapters = try Adapters(adapters, settings: workspace.settings).fileAdapters()
        guard !fileAdapters.isEmpty else {
            throw Failure("no adapter can read files; candlewick adapters shows why")
        }
        var plan = IngestPlan(InputDiscovery(paths: roots), adapters: fileAdapters)
        plan.keep { file in
            if let tier, !tier.tiers.contains(tiers.tier(of: file.series.instrument.base)) { return false }
            switch file.series.kind {
            case .candles(let interval): return kind != .trades && (intervals?.intervals.contains(interval) ?? true)
            case .trades: return kind != .candles && (intervals == nil || kind == .trades)
            }
        }
        return plan
    }

    private func endWithoutFiles(_ plan: IngestPlan) throws {
        if plan.problems.isEmpty {
            throw Failure("no file to read: none has a name that an adapter knows and the options allow")
        }
        throw Failure("no file could be read")
    }

    private func ingest(
        _ plan: IngestPlan, _ roots: [String], _ stores: OpenStores, _ tiers: TierList, _ workspace: Workspace,
        _ stop: StopFlag
    ) async -> [StoreIngests.Outcome] {
        let wanted = workers ?? workspace.settings.workers
        var options = IngestOptions(
            workers: wanted == 0 ? ProcessInfo.processInfo.activeProcessorCount : wanted, stopsOnError: stopOnError,
            readsKnownFiles: again)
        options.adapterLog = { adapter, level, line in
            guard level >= .warning else { return }
            Terminal.note("candlewick: adapter \(adapter): \(line)")
        }
        let ingests = StoreIngests(stores, options)
        let meters = ingests.meters
        let interruption = Interruption {
            stop.set()
            meters.stop()
        }
        defer { interruption.end() }
        let progress = ProgressLine { .init(meters.reading) }
        defer { progress.end() }
        return await ingests.run(
            plan, subject: roots.joined(separator: " "), again: repeated, tiers: tiers)
    }

    private func report(_ results: [StoreIngests.Outcome], _ plan: IngestPlan) throws {
        // A store that failed has no report: `end` says why.
        let reports = results.compactMap { outcome in
            (try? outcome.result.get()).map { IngestReport(summary: $0, plan: plan, store: outcome.location) }
        }
        if json {
            if results.count == 1, let report = reports.first { return try printJSON(report.document()) }
            return try printJSON(reports.map { $0.document() })
        }
        for report in reports {
            if results.count > 1 { print(Terminal.bold("\(report.store)")) }
            report.printText()
        }
    }

    /// Moves what all stores have.
    private func move(_ plan: IngestPlan, _ summaries: [IngestSummary], of stores: Int) throws {
        guard summaries.count == stores else { return }
        let mover = FileMover(plan: plan, summaries: summaries)
        for failure in mover.run() { Terminal.note("candlewick: \(failure)") }
        if !json {
            for folder in mover.folders { print("moved \(counted(folder.count, "file")) to \(printable(folder.path))") }
        }
    }

    /// Says what is not done, of which store where there are several.
    private static func end(_ results: [StoreIngests.Outcome]) throws {
        var troubles: [String] = []
        var failures = 0
        for outcome in results {
            let message: String
            switch outcome.result {
            case .success(let summary):
                if summary.state == .completed { continue }
                if summary.state == .failed { failures += 1 }
                message = summary.message
            case .failure(let error):
                failures += 1
                message = error.description
            }
            troubles.append(
                results.count == 1 || message.hasPrefix("\(outcome.location)")
                    ? message
                    : "\(outcome.location): \(message)")
        }
        guard !troubles.isEmpty else { return }
        let status: ExitStatus = failures == results.count ? .failed : .doneInPart
        throw Failure(troubles.joined(separator: "\ncandlewick: "), status: status)
    }
}
