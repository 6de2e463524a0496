import AdapterHost
import Foundation
import Ingestion
import MarketData
import Storage
import Transport

/// Runs a sync, whatever command wants it: shows what would be done, asks, works, and ends as it went.
struct SyncRun {
    let workspace: Workspace
    let stores: OpenStores
    let sources: HistorySources
    let adapters: AdapterOptions
    let options: SyncOptions
    let stop: StopFlag

    init(_ options: SyncOptions, _ stores: StoreOptions, _ adapters: AdapterOptions, only: [String] = []) async throws {
        try await self.init(options, try Workspace(stores), adapters, only: only)
    }

    init(_ options: SyncOptions, _ workspace: Workspace, _ adapters: AdapterOptions, only: [String] = []) async throws {
        self.workspace = workspace
        _ = try SourceLoad.store(of: workspace)
        stop = StopFlag()
        self.stores = try workspace.open(options.dryRun ? .reading : .existing, stop: stop)
        sources = try await HistorySources(adapters, settings: workspace.settings, only: only, replay: options.replay)
        self.adapters = adapters
        self.options = options
    }

    /// What is missing now, and who would be asked.
    func plan(_ spec: SyncSpec, now: Timestamp) throws -> SyncPlan {
        let survey = HistorySurvey(
            stores.ledger, of: try stores.series.identity(), sources: sources.sources, now: now)
        let job = try job(SyncMeter(at: now))
        return try SyncPlan(spec, survey) { line throws(StorageError) in try job.tradesPerCandle(line) }
    }

    /// Shows what would be done and asks; nil where the user does not want it, or there is nothing to do.
    func start(_ spec: SyncSpec, command: String, subject: String) async throws -> SyncSummary? {
        let files = try files(spec)
        try refuseUnknown(spec, files)
        try noteUnfinished()
        let preview = SyncPreview(
            files: files, plan: try plan(spec, now: Workspace.now()), spec: spec, gaps: SyncGaps(sources.sources),
            tiers: try workspace.tierList())
        if options.dryRun {
            try preview.show(json: options.json)
            return nil
        }
        let isMuch = !files.files.isEmpty || preview.asksForMuch
        if !options.json, isMuch { try preview.show(json: false) }
        if isMuch {
            guard try Question.confirm("Go on (\(preview.summary))?", yes: options.yes) else {
                print("nothing was done")
                return nil
            }
        }
        if files.files.isEmpty, preview.plan.lines.allSatisfy(\.plan.parts.isEmpty) {
            try lookOnly(spec, preview)
            try endUnread(files)
            return nil
        }
        let summary = try await work(files.files.isEmpty ? nil : spec) { job in
            try await job.start(spec, command: command, subject: subject, files: files)
        }
        if !files.problems.isEmpty {
            try SyncReport(summary: summary, store: workspace.stores[0]).show(json: options.json)
            try endUnread(files)
        }
        return summary
    }

    /// Begins a job that was shown and agreed to.
    func begin(_ spec: SyncSpec, command: String, subject: String) async throws -> SyncSummary? {
        try await work(nil) { job in
            try await job.start(spec, command: command, subject: subject, files: IngestPlan())
        }
    }

    /// Nothing is to be had: what is there is looked at all the same, where nobody has.
    private func lookOnly(_ spec: SyncSpec, _ preview: SyncPreview) throws {
        let found = try Examiner(stores.series, stores.ledger, settings: workspace.settings.sync.evidence)
            .run(scope: spec.scope)
        if options.json { return try preview.show(json: true) }
        print(preview.summary)
        if found > 0 {
            print("\(counted(found, "stretch")) without rows cannot be believed: candlewick gaps --class suspect")
        }
        let missing = preview.plan.lines.reduce(0) { $0 + $1.plan.unplanned.count }
        if missing > 0 { print("\(counted(missing, "gap")) that no source can fill: candlewick gaps says what would") }
    }

    /// Goes on with a job that was stopped, or whose process died, or joins one that is under way.
    func resume(_ record: JobRecord) async throws -> SyncSummary {
        guard let spec = SyncSpec(record.start.spec) else {
            let isOld = ["sync", "gaps fill"].contains(record.start.command)
            if isOld {
                throw Failure(
                    "job \(record.id) was begun by another version of candlewick; give its command again",
                    status: .wrongUse)
            }
            throw Failure(
                "job \(record.id) is a \(printable(record.start.command)), which goes on when the same command is given "
                    + "again; only sync and gaps fill are resumed by number", status: .wrongUse)
        }
        if record.state == .completed {
            print("job \(record.id) is COMPLETED: nothing is left to do")
            throw Failure("", status: .done)
        }
        guard record.start.store == (try stores.series.identity()) else {
            throw Failure(
                "job \(record.id) writes another store (\(printable(record.start.storeLocation))); name it with --store",
                status: .wrongUse)
        }
        let files = try files(spec)
        return try await work(spec) { job in try await job.resume(record, spec, files: files) }
    }

    /// Paths at which there was nothing to read are said, whatever else was done.
    private func endUnread(_ files: IngestPlan) throws {
        if files.problems.isEmpty { return }
        if !options.json { try IngestPreview(plan: files, tiers: try workspace.tierList()).show(json: false) }
        let first = files.problems[0]
        let what =
            files.problems.count == 1 ? "" : "\(counted(files.problems.count, "file")) could not be read; the first: "
        throw Failure("\(what)\(first.path): \(first.message); \(first.advice)", status: .doneInPart)
    }

    /// An asset that nobody knows is a slip, unless a file brings it.
    private func refuseUnknown(_ spec: SyncSpec, _ files: IngestPlan) throws {
        let assets = try stores.ledger.assets()
        if !options.asked.isEmpty {
            let known = Set(assets.map(\.ticker)).union(files.files.map(\.series.instrument.base))
            if let unknown = options.asked.first(where: { !known.contains($0) && !known.contains($0.uppercased()) }) {
                throw Failure(
                    "the ledger knows no asset '\(printable(unknown))'; candlewick asset list shows all, candlewick asset "
                        + "add adds one", status: .wrongUse)
            }
        }
        guard files.files.isEmpty, files.problems.isEmpty, !assets.contains(where: spec.scope.matches) else { return }
        throw Failure(
            "no asset matches and there is no file to read; candlewick asset list shows those there are, candlewick asset "
                + "add adds one, candlewick sync PATH reads files", status: .wrongUse)
    }

    /// A job that was begun and not ended is more likely meant than a new one.
    private func noteUnfinished() throws {
        let identity = try stores.series.identity()
        for job in try stores.ledger.jobs(limit: 100)
        where job.start.store == identity && SyncSpec(job.start.spec) != nil {
            guard job.state == .paused || job.state == .running else { continue }
            let what =
                job.state == .paused || DeadJobs.isDead(job, now: Workspace.now()) ? "was not ended" : "is under way"
            Terminal.note(
                "job \(job.id) (\(job.start.command) \(job.start.subject)) \(what): candlewick jobs resume \(job.id) goes on "
                    + "with it, or works on it, too")
            return
        }
    }

    /// Prints how it went, and ends the command so.
    func end(_ summary: SyncSummary) throws {
        try SyncReport(summary: summary, store: workspace.stores[0]).show(json: options.json)
        switch summary.job.state {
        case .completed: return
        case .failed: throw Failure(summary.job.message)
        case .running:
            throw Failure("other processes still work on job \(summary.job.id)", status: .doneInPart)
        default: throw Failure(summary.job.message, status: .doneInPart)
        }
    }

    private func job(_ meter: SyncMeter, asking spec: SyncSpec? = nil) throws -> SyncJob {
        let workers = options.workers ?? workspace.settings.workers
        var reading = IngestOptions(workers: workers == 0 ? ProcessInfo.processInfo.activeProcessorCount : workers)
        var loading = LoadOptions(parallel: options.parallel)
        reading.adapterLog = { adapter, level, line in
            if level >= .warning { Terminal.note("candlewick: adapter \(adapter): \(line)") }
        }
        loading.adapterLog = reading.adapterLog
        var settings = SyncSettings(
            sources: sources.sources, open: sources.opening(notingIn: stores.ledger), tiers: try workspace.tierList(),
            files: reading,
            loading: loading, evidence: workspace.settings.sync.evidence)
        if let spec { settings.agree = try agreement(spec) }
        return SyncJob(
            into: stores.series, ledger: stores.ledger, settings: settings, meter: meter, now: Workspace.now)
    }

    /// What the user says to a plan that could not be known before the files were read.
    private func agreement(_ spec: SyncSpec) throws -> @Sendable (SyncPlan) -> Bool {
        let (tiers, gaps, options) = (try workspace.tierList(), SyncGaps(sources.sources), options)
        return { plan in
            let preview = SyncPreview(files: IngestPlan(), plan: plan, spec: spec, gaps: gaps, tiers: tiers)
            if !options.json, options.yes { Terminal.note("asking sources: \(preview.summary)") }
            guard preview.asksForMuch, !options.yes else { return true }
            do {
                if !options.json { try preview.show(json: false) }
                return try Question.confirm("Ask the sources (\(preview.summary))?", yes: false)
            } catch {
                Terminal.note("candlewick: \(error)")
                return false
            }
        }
    }

    private func work(
        _ spec: SyncSpec?, _ body: (SyncJob) async throws -> SyncSummary
    ) async throws -> SyncSummary {
        let meter = SyncMeter(at: Workspace.now())
        let stop = stop
        let interruption = Interruption {
            stop.set()
            meter.stop()
        }
        defer { interruption.end() }
        let progress = ProgressLine { .init(meter.reading) }
        defer { progress.end() }
        return try await body(try job(meter, asking: spec))
    }

    /// What lies at the paths of a sync, as far as it is wanted.
    private func files(_ spec: SyncSpec) throws -> IngestPlan {
        if spec.paths.isEmpty { return IngestPlan() }
        let readers = try Adapters(adapters, settings: workspace.settings).fileAdapters()
        guard !readers.isEmpty else { throw Failure("no adapter can read files; candlewick adapters shows why") }
        let (scope, tiers) = (spec.scope, try workspace.tierList())
        let known = Dictionary(
            try stores.ledger.assets().map { ($0.ticker, $0) }, uniquingKeysWith: { first, _ in first })
        var plan = IngestPlan(InputDiscovery(paths: spec.paths), adapters: readers)
        plan.keep { file in
            let asset = known[file.series.instrument.base] ?? tiers.asset(file.series.instrument)
            guard scope.matches(asset) else { return false }
            guard let wanted = scope.intervals else { return true }
            return file.series.kind.interval.map(wanted.contains) ?? false
        }
        return plan
    }
}

/// How a sync is run, whatever it is to do.
struct SyncOptions {
    var parallel: Int
    var workers: Int?
    var replay: String?
    var dryRun: Bool
    var yes: Bool
    var json: Bool
    /// Assets that were named.
    var asked: [String] = []
}
