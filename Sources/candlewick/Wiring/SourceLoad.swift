import AdapterHost
import Ingestion
import MarketData
import Storage
import Transport

/// Runs a planned load: asks before a long one, shows how far it is, reports, and ends the command as it went.
struct SourceLoad {
    let workspace: Workspace
    let stores: OpenStores
    let open: OpenSource
    let command: String
    let subject: String
    /// What is to be given again where the job fails.
    var again: [String] = []

    /// More requests than these, and the user is asked first.
    private static let few = 60

    /// The one store that loads write.
    static func store(of workspace: Workspace) throws -> StoreLocation {
        guard workspace.stores.count == 1 else {
            throw Failure(
                "a source is asked for one store; name it with --store, and candlewick copy carries the rows to others",
                status: .wrongUse)
        }
        return workspace.stores[0]
    }

    func run(_ plan: LoadPlan, _ options: RunOptions, stop: StopFlag) async throws {
        let preview = LoadPreview(
            plan: plan, source: open.source.id, reach: open.source.reach(plan.items.first?.wish.kind, Workspace.now()))
        if options.dryRun { return try preview.show(json: options.json) }
        if plan.items.isEmpty {
            if options.json { return try preview.show(json: true) }
            try preview.show(json: false)
            print("nothing is missing that \(open.source.id) can give")
            return
        }
        if plan.requests > Self.few {
            if !options.json { try preview.show(json: false) }
            guard try Question.confirm("Ask \(open.source.id) (\(preview.summary))?", yes: options.yes) else {
                print("nothing was asked")
                return
            }
        }
        let summary = try await load(plan, options, stop)
        try LoadReport(summary: summary, store: workspace.stores[0], cache: open.cache?.statistics).show(
            json: options.json)
        switch summary.state {
        case .completed: return
        case .failed: throw Failure(summary.message)
        default: throw Failure(summary.message, status: .doneInPart)
        }
    }

    private func load(_ plan: LoadPlan, _ options: RunOptions, _ stop: StopFlag) async throws -> LoadSummary {
        var loading = LoadOptions(parallel: options.parallel)
        loading.adapterLog = { adapter, level, line in
            guard level >= .warning else { return }
            Terminal.note("candlewick: adapter \(adapter): \(line)")
        }
        loading.recording = open.recording
        let meter = LoadMeter(at: Workspace.now())
        let interruption = Interruption {
            stop.set()
            meter.stop()
        }
        defer { interruption.end() }
        let progress = ProgressLine { .init(meter.reading) }
        defer { progress.end() }
        let job = LoadJob(
            from: open.source, to: stores.series, ledger: stores.ledger, options: loading, now: Workspace.now)
        return try await job.run(
            plan, command: command, subject: subject, again: again, tiers: try workspace.tierList(), meter: meter)
    }
}

/// How a load is run, whatever it asks for.
struct RunOptions {
    var parallel: Int
    var dryRun: Bool
    var yes: Bool
    var json: Bool
}

extension RunOptions {
    init(_ options: WishOptions) {
        self.init(parallel: options.parallel, dryRun: options.dryRun, yes: options.yes, json: options.json)
    }
}

extension SourceAdapter {
    /// From when on the source has candles of an interval, nil where its manifest sets no limit.
    fileprivate func reach(_ kind: SeriesKind?, _ now: Timestamp) -> Timestamp? {
        let limits = adapter.manifest.descriptor.limits
        guard let interval = kind?.interval, limits.reachRows > 0 else { return nil }
        let (length, overflow) = interval.nanoseconds.multipliedReportingOverflow(by: limits.reachRows)
        return overflow ? nil : Timestamp(nanoseconds: interval.floor(now.nanoseconds - length))
    }
}
