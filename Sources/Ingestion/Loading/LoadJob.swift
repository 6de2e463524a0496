public import AdapterHost
import AsyncAlgorithms
public import MarketData
public import Storage
import Synchronization
public import Transport

/// How a load is run.
public struct LoadOptions: Sendable {
    /// Parts that are asked for at the same time, at least 1.
    public var parallel: Int
    /// Rejects kept with their text, a part; more are only counted.
    public var rejectsKept: Int
    /// Takes the lines that adapters write to the host's log. Any thread calls it.
    public var adapterLog: @Sendable (String, AdapterLogLevel, String) -> Void = { _, _, _ in }
    /// Where every session's exchanges are kept, nil for nowhere.
    public var recording: RecordingFolder?

    /// The usual way.
    public init(parallel: Int = 4, rejectsKept: Int = 1000) {
        self.parallel = max(1, parallel)
        self.rejectsKept = rejectsKept
    }
}

/// Asks a source for what is missing and leads it into a store, as one job.
///
/// What was written stays, whatever ends the job; running it again asks only for what nobody has asserted.
public struct LoadJob: Sendable {
    private let store: any TimeSeriesStore
    private let ledger: any Ledger
    private let source: SourceAdapter
    private let options: LoadOptions
    private let now: @Sendable () -> Timestamp

    /// A load of a source into these. `now` is the clock.
    public init(
        from source: SourceAdapter, to store: any TimeSeriesStore, ledger: any Ledger, options: LoadOptions,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.source = source
        self.store = store
        self.ledger = ledger
        self.options = options
        self.now = now
    }

    /// Runs the plan. Cancelling its task stops it as the meter does.
    ///
    /// - Parameters:
    ///   - command: `load`, `backfill`.
    ///   - subject: what is asked for, for people.
    ///   - again: the command with its options, to be given again where the job fails.
    ///   - tiers: what unknown assets are.
    ///   - onItem: called for every part that is through, from another thread.
    /// - Throws: `StorageError` when the job could not be entered in the ledger, or its end could not.
    public func run(
        _ plan: LoadPlan, command: String, subject: String, again: [String] = [], tiers: TierList, meter: LoadMeter,
        onItem: @escaping @Sendable (FileRecord) -> Void = { _ in }
    ) async throws(StorageError) -> LoadSummary {
        let start = now()
        meter.update {
            $0.requestsTotal = plan.requests
            $0.itemsTotal = plan.items.count
        }
        try DeadJobs(ledger).settle(now: start)
        let job = try ledger.startJob(
            JobStart(
                command: command, subject: subject, items: plan.items.count, startedAt: start,
                store: try store.identity(), storeLocation: store.location,
                spec: JobStart.spec(again: again), process: ProcessName.own.text))
        let known: Set<String>
        do throws(StorageError) {
            known = Set(try ledger.assets().map(\.ticker))
        } catch {
            try finish(job, .failed, error.description, meter, after: error)
            throw error
        }
        let pool = BatchPool()
        let writing = LoadWriting(
            LoadItems(plan.items), store, ledger, job: job, tiers: tiers, knownAssets: known, meter: meter,
            pool: pool, now: now, onItem: onItem)
        // A channel drops what a cancelled task sends: nobody can cancel this one.
        let pipeline = Task { await readAndWrite(plan, writing, pool, meter) }
        let written = await withTaskCancellationHandler {
            await pipeline.value
        } onCancel: {
            meter.stop()
        }
        let summary = LoadSummary(
            job: job, plan: plan, writing: written, progress: meter.reading.progress,
            fetching: source.fetching.statistics, visible: look(for: written))
        try finish(job, summary.state, summary.message, meter, after: written.failure)
        return summary
    }

    private func readAndWrite(
        _ plan: LoadPlan, _ writing: LoadWriting, _ pool: BatchPool, _ meter: LoadMeter
    ) async -> LoadWriting {
        let channel = AsyncChannel<LoadMessage>()
        async let written = { @Sendable in
            var writer = writing
            for await message in channel { writer.take(message) }
            writer.finish()
            return writer
        }()
        let walk = SourceWalk(source, meter, options, now: now)
        let reading = LoadReading(
            walk: walk, pool: pool, send: { await channel.send($0) }, rejectsKept: options.rejectsKept)
        let queue = FileQueue(count: plan.items.count)
        let ended = EndedSource()
        await withTaskGroup { group in
            for _ in 0..<min(options.parallel, max(1, plan.items.count)) {
                group.addTask {
                    while !meter.isStopping, let number = queue.take() {
                        if let failure = ended.failure {
                            await channel.send(LoadMessage(item: number, end: LoadEnd(failure: failure)))
                        } else if let failure = await reading.read(number, plan.items[number]), failure.endsSource {
                            ended.set(failure)
                        }
                    }
                }
            }
        }
        channel.finish()
        return await written
    }

    /// What the store shows of the rows, where it does not show them at once.
    private func look(for writing: LoadWriting) -> Result<VisibleRows?, StorageError> {
        guard writing.failure == nil, !store.traits.keeps(.visibleAtOnce) else { return .success(nil) }
        return Result { () throws(StorageError) in try VisibleRows(of: writing.records, in: store) }
    }

    /// Notes the job's end. Where that fails too, the failure before it says more.
    private func finish(
        _ job: JobID, _ state: JobState, _ message: String, _ meter: LoadMeter, after failure: StorageError?
    ) throws(StorageError) {
        var progress = meter.reading.progress
        progress.at = now()
        do throws(StorageError) {
            try ledger.finish(job, state: state, message: message, progress: progress)
        } catch {
            throw failure ?? error
        }
    }
}

/// Why nothing more is asked of a source: a key that is wrong for one request is wrong for all.
private final class EndedSource: Sendable {
    private let state = Mutex<LoadFailure?>(nil)
    var failure: LoadFailure? { state.withLock { $0 } }
    func set(_ failure: LoadFailure) { state.withLock { $0 = $0 ?? failure } }
}
