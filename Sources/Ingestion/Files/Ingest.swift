import AsyncAlgorithms
public import MarketData
public import Storage
import Transport

/// Reads files into a store: several decoded at once, one writer, everything in the ledger.
///
/// What was written stays, whatever ends the job; running it again reads again only what was not
/// finished, and rows that are there already change nothing.
public struct Ingest: Sendable {
    private let store: any TimeSeriesStore
    private let ledger: any Ledger
    private let options: IngestOptions
    private let now: @Sendable () -> Timestamp

    /// An ingest into these. `now` is the clock.
    public init(
        store: any TimeSeriesStore, ledger: any Ledger, options: IngestOptions, now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.ledger = ledger
        self.options = options
        self.now = now
    }

    /// Runs the plan as one job. Cancelling its task stops it as the meter does.
    ///
    /// - Parameters:
    ///   - tiers: what unknown assets are.
    ///   - meter: shows how far it is, and stops it.
    ///   - onFile: called for every file that is through, from another thread.
    /// - Throws: `StorageError` when the job could not be entered in the ledger, or its end could not.
    public func run(
        _ plan: IngestPlan, subject: String, again: [String] = [], tiers: TierList, meter: IngestMeter,
        onFile: @escaping @Sendable (FileRecord) -> Void = { _ in }
    ) async throws(StorageError) -> IngestSummary {
        let start = now()
        let items = plan.files.count + plan.problems.count
        meter.update {
            $0.bytesTotal = plan.bytes
            $0.filesTotal = plan.files.count
        }
        try DeadJobs(ledger).settle(now: start)
        let identity = try store.identity()
        let job = try ledger.startJob(
            JobStart(
                command: "ingest", subject: subject, items: items, startedAt: start, store: identity,
                storeLocation: store.location, spec: JobStart.spec(again: again), process: ProcessName.own.text))
        let summary: IngestSummary
        do throws(StorageError) {
            summary = try await work(plan, job, nil, tiers, meter, onFile)
            if summary.failure == nil, summary.filesLeft == 0 {
                try assertContainers(summary.files + summary.known, job, identity)
            }
        } catch {
            try finish(job, .failed, error.description, meter, after: error)
            throw error
        }
        try finish(job, summary.state, summary.message, meter, after: summary.failure)
        return summary
    }

    /// Reads files that are items of a job that others may work on too; what becomes of each is noted with it, and the
    /// job goes on.
    ///
    /// - Parameter places: the items' places, by the files' numbers in the plan.
    func work(
        _ plan: IngestPlan, at places: [Int], of share: JobShare, tiers: TierList, meter: IngestMeter,
        onFile: @escaping @Sendable (FileRecord) -> Void
    ) async throws(StorageError) -> IngestSummary {
        try await work(plan, share.job, FileShare(share: share, places: places), tiers, meter, onFile)
    }

    /// Notes what files assert by the archives and folders that they lie in, beyond their own rows.
    func assertContainers(
        _ files: [FileRecord], _ job: JobID, _ identity: StoreIdentity
    ) throws(StorageError) {
        if files.isEmpty { return }
        var covered: [Series: RangeSet] = [:]
        let wanted = Set(files.compactMap(\.series))
        try ledger.eachCoverageSet(in: identity, base: nil) { set in
            guard set.content == .covered, case .series(let series) = set.scope, wanted.contains(series) else { return }
            covered[series] = covered[series].map { $0.union(set.ranges) } ?? set.ranges
        }
        let records = FileAssertions.ofContainers(
            files, covered: { covered[$0] ?? RangeSet() }, job: job, now: now())
        // In pieces, so that nobody waits long for the ledger.
        var rest = records[...]
        while !rest.isEmpty {
            try ledger.record(rest.prefix(1000).map { .coverage($0) })
            rest = rest.dropFirst(1000)
        }
    }

    private func work(
        _ plan: IngestPlan, _ job: JobID, _ share: FileShare?, _ tiers: TierList, _ meter: IngestMeter,
        _ onFile: @escaping @Sendable (FileRecord) -> Void
    ) async throws(StorageError) -> IngestSummary {
        let identity = try store.identity()
        let knownSizes = KnownSizes(plan.files, finished: try ledger.finishedSizes(in: identity))
        let newAssets = try ledger.addAssets(Self.assets(of: plan, tiers))
        for problem in plan.problems { try record(problem, job, now(), meter) }
        // A channel drops what a cancelled task sends. So the pipeline runs in a task that nobody can cancel, and
        // cancelling this one ends it in order.
        let pipeline = Task { await readAndWrite(plan, knownSizes, job, share, identity, meter, onFile) }
        let writing = await withTaskCancellationHandler {
            await pipeline.value
        } onCancel: {
            meter.stop()
        }
        return IngestSummary(
            job: job, plan: plan, newAssets: newAssets, writing: writing, meter: meter, visible: look(for: writing))
    }

    /// What the store shows of the rows, where it does not show them at once.
    private func look(for writing: StoreWriting) -> Result<VisibleRows?, StorageError> {
        guard writing.failure == nil, !store.traits.keeps(.visibleAtOnce) else { return .success(nil) }
        return Result { () throws(StorageError) in try VisibleRows(of: writing.records, in: store) }
    }

    /// Notes the job's end. Where that fails too, the failure before it says more.
    private func finish(
        _ job: JobID, _ state: JobState, _ message: String, _ meter: IngestMeter, after failure: StorageError?
    ) throws(StorageError) {
        var progress = meter.reading.progress
        progress.at = now()
        do throws(StorageError) {
            try ledger.finish(job, state: state, message: message, progress: progress)
        } catch {
            throw failure ?? error
        }
    }

    private func readAndWrite(
        _ plan: IngestPlan, _ knownSizes: KnownSizes, _ job: JobID, _ share: FileShare?, _ identity: StoreIdentity,
        _ meter: IngestMeter, _ onFile: @escaping @Sendable (FileRecord) -> Void
    ) async -> StoreWriting {
        let channel = AsyncChannel<ReaderMessage>()
        let pool = BatchPool()
        let isByTime = store.traits.order == .byTime
        let context = ReadingContext(
            files: plan.files, options: options, ledger: ledger, store: identity, meter: meter,
            life: SignOfLife(of: job, share: share?.share, in: ledger, meter: meter, now: now), now: now,
            window: isByTime ? MergedReading.window : InputReader.usualWindow,
            knownSizes: knownSizes)
        let writer = StoreWriting(context, store: store, job: job, share: share, pool: pool, onFile: onFile)
        // While one group is written, the next is read.
        let ahead = store.traits.batchesAGroup - 1
        async let written = { @Sendable in
            ahead > 0
                ? await write(channel.buffer(policy: .bounded(ahead)), by: writer) : await write(channel, by: writer)
        }()
        let send: @Sendable (ReaderMessage) async -> Void = { await channel.send($0) }
        if isByTime {
            await MergedReading(context: context, pool: pool, send: send).read()
        } else {
            await readSideBySide(context, pool, send)
        }
        channel.finish()
        return await written
    }

    private func write(
        _ messages: some AsyncSequence<ReaderMessage, Never>, by writer: StoreWriting
    ) async -> StoreWriting {
        var writer = writer
        for await message in messages { writer.take(message) }
        writer.finish()
        return writer
    }

    /// As many files at once as there are workers, each for itself.
    private func readSideBySide(
        _ context: ReadingContext, _ pool: BatchPool, _ send: @escaping @Sendable (ReaderMessage) async -> Void
    ) async {
        let queue = FileQueue(count: context.files.count)
        await withTaskGroup { group in
            for _ in 0..<min(options.workers, max(1, context.files.count)) {
                group.addTask {
                    let worker = FileReading(context, pool: pool, send: send)
                    while !context.meter.isStopping, let number = queue.take() { await worker.read(number) }
                }
            }
        }
    }

    private static func assets(of plan: IngestPlan, _ tiers: TierList) -> [Asset] {
        var seen: Set<String> = []
        return plan.files.map(\.series.instrument).filter { seen.insert($0.base).inserted }.map(tiers.asset)
    }

    /// What could not even be opened is in the ledger too.
    private func record(
        _ problem: TransportError, _ job: JobID, _ moment: Timestamp, _ meter: IngestMeter
    ) throws(StorageError) {
        var record = FileRecord(job: job, path: problem.path, size: 0, source: "", status: .failed, readAt: moment)
        record.message = "\(problem.message); \(problem.advice)"
        try ledger.recordFile(record, rejects: [])
        meter.update {
            $0.progress.itemsDone += 1
            $0.progress.itemsFailed += 1
        }
    }
}
