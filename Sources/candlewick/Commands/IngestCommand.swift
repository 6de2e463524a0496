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
        let store = dryRun ? nil : try workspace.open(.existing)
        let tiers = try workspace.tierList()
        let plan = try plan(roots, workspace, tiers)
        let preview = IngestPreview(plan: plan, tiers: tiers)
        if !json || dryRun { try preview.show(json: json) }
        guard let store else { return }
        guard !plan.files.isEmpty else { return try endWithoutFiles(plan) }
        guard try Question.confirm("Read \(counted(plan.files.count, "file")) into \(workspace.location)?", yes: yes)
        else {
            print("nothing was read")
            return
        }
        let summary = try await ingest(plan, roots, store, tiers, workspace)
        try IngestReport(summary: summary, plan: plan).show(json: json)
        if moves { try move(plan, summary) }
        try Self.end(summary)
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
        _ plan: IngestPlan, _ roots: [String], _ store: OpenStore, _ tiers: TierList, _ workspace: Workspace
    ) async throws(StorageError) -> IngestSummary {
        let wanted = workers ?? workspace.settings.workers
        var options = IngestOptions(
            workers: wanted == 0 ? ProcessInfo.processInfo.activeProcessorCount : wanted, stopsOnError: stopOnError,
            readsKnownFiles: again)
        options.adapterLog = { adapter, level, line in
            guard level >= .warning else { return }
            Terminal.note("candlewick: adapter \(adapter): \(line)")
        }
        let meter = IngestMeter(at: Workspace.now())
        let interruption = Interruption { meter.stop() }
        defer { interruption.end() }
        let progress = ProgressLine { .init(meter.reading) }
        defer { progress.end() }
        let ingest = Ingest(store: store.series, ledger: store.ledger, options: options, now: Workspace.now)
        return try await ingest.run(plan, subject: roots.joined(separator: " "), tiers: tiers, meter: meter)
    }

    private func move(_ plan: IngestPlan, _ summary: IngestSummary) throws {
        let mover = FileMover(plan: plan, summary: summary)
        for failure in mover.run() { Terminal.note("candlewick: \(failure)") }
        if !json {
            for folder in mover.folders { print("moved \(counted(folder.count, "file")) to \(printable(folder.path))") }
        }
    }

    private static func end(_ summary: IngestSummary) throws {
        switch summary.state {
        case .completed: return
        case .failed: throw Failure(summary.message)
        default: throw Failure(summary.message, status: .doneInPart)
        }
    }
}
