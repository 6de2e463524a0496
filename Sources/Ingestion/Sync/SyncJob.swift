public import MarketData
public import Storage
import Transport

/// Makes histories complete: files first, then sources for what is missing, then a look at what is there. One job that any
/// number of processes can work on, and that any process can go on with.
///
/// What was written stays, whatever ends it. Nothing is asked for that is stored: of a process that dies the item is taken
/// up where its rows were noted last.
public struct SyncJob: Sendable {
    let store: any TimeSeriesStore
    let ledger: any Ledger
    let settings: SyncSettings
    let meter: SyncMeter
    let now: @Sendable () -> Timestamp

    /// A sync into a store. `now` is the clock.
    public init(
        into store: any TimeSeriesStore, ledger: any Ledger, settings: SyncSettings, meter: SyncMeter,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.ledger = ledger
        self.settings = settings
        self.meter = meter
        self.now = now
    }

    /// Begins a job.
    ///
    /// - Parameters:
    ///   - command: `sync`, `gaps fill`.
    ///   - files: what was found at the paths of the spec, as far as it is wanted.
    public func start(
        _ spec: SyncSpec, command: String, subject: String, files: IngestPlan
    ) async throws(StorageError) -> SyncSummary {
        let start = now()
        try DeadJobs(ledger).settle(now: start)
        let job = try ledger.startJob(
            JobStart(
                command: command, subject: subject, items: 0, startedAt: start, store: store.identity(),
                storeLocation: store.location, spec: spec.text, process: ProcessName.own.text))
        return try await work(spec, job, files)
    }

    /// Goes on with a job that another process began: one that was stopped, or died, or works on it too. What failed is
    /// tried again.
    public func resume(
        _ job: JobRecord, _ spec: SyncSpec, files: IngestPlan
    ) async throws(StorageError) -> SyncSummary {
        if try ledger.restartJob(job.id, at: now()) { try retry(job.id) }
        return try await work(spec, job.id, files)
    }

    /// What failed is tried again. Perhaps the user has another plan now: what was refused of it is asked for again, too.
    private func retry(_ job: JobID) throws(StorageError) {
        let given = try ledger.itemCounts(of: job)[.failed] ?? 0
        let failed = try ledger.items(of: job, state: .failed).compactMap { record -> LoadOrder? in
            if case .load(let order) = SyncItem(record.item) { order } else { nil }
        }
        let refused = try ledger.givenUp(job: job).filter { record in
            failed.contains { order in
                record.part.scope == .series(order.askedLine.series(of: record.part.scope.source))
                    && order.range?.overlaps(record.part.range) ?? false
            }
        }
        // They are through no more.
        var counts = JobProgress(at: now())
        counts.itemsDone = -given
        counts.itemsFailed = -given
        _ = try ledger.retryItems(of: job)
        try ledger.record(refused.map { .takenUp($0.number) } + [.advance(job, counts)])
    }

    private func work(
        _ spec: SyncSpec, _ job: JobID, _ files: IngestPlan
    ) async throws(StorageError) -> SyncSummary {
        let share = JobShare(of: job, in: ledger, now: now)
        // While it waits for sources nobody else says that it lives.
        let life = Task { [meter] in
            while !Task.isCancelled {
                // A ledger that is busy now hears of it the next time; the work itself says what is wrong with it.
                try? share.show()
                if share.isCancelled { meter.stop() }
                try? await Task.sleep(for: .seconds(1))
            }
        }
        defer { life.cancel() }
        do throws(StorageError) {
            try share.freeItemsOfTheDead()
            try await steps(spec, share, files)
        } catch {
            life.cancel()
            // Where the ledger cannot be told either, the first failure says more.
            try? share.release()
            try? end(job, .failed, error.description)
            throw error
        }
        life.cancel()
        return try conclude(share)
    }

    /// Step after step; each is through when all of its items are, whoever has done them.
    private func steps(_ spec: SyncSpec, _ share: JobShare, _ files: IngestPlan) async throws(StorageError) {
        var items = try ledger.items(of: share.job, state: nil)
        if items.isEmpty {
            try ledger.addItems(
                files.files.map { SyncItem.file.item(named: $0.item.path) } + [SyncItem.plan.item(named: "plan")],
                to: share.job)
            items = try ledger.items(of: share.job, state: nil)
        }
        guard let plan = items.first(where: { SyncItem($0.item) == .plan })?.place else { return }
        try await SyncFiles(self, share, files).run(among: 0..<plan)
        guard !meter.isStopping else { return }
        meter.begin(.plan, total: 1)
        try await whole(share, plan..<plan + 1) { () async throws(StorageError) in
            guard let item = try share.take(1, among: plan..<plan + 1).first else { return }
            let began = now()
            // What cannot be believed of the files is asked of others.
            try Examiner(store, ledger, settings: settings.evidence, meter: meter).run(scope: spec.scope)
            if meter.isStopping { return }
            guard let orders = try makePlan(spec, share, behind: plan) else {
                meter.stop()
                return
            }
            let done = JobItemProgress(.done, rows: orders, duration: now().nanoseconds - began.nanoseconds)
            var counts = JobProgress(at: now())
            counts.itemsDone = 1
            try ledger.record([share.entry(item.place, done), .advance(share.job, counts)])
        }
        guard !meter.isStopping else { return }
        let all = try ledger.items(of: share.job, state: nil).count
        let left = try ledger.itemCounts(of: share.job)
        let open = (left[.pending] ?? 0) + (left[.running] ?? 0)
        meter.begin(.sources, total: Int64(all - plan - 1), done: Int64(all - plan - 1 - open))
        let loading = SyncLoading(
            share: share, sources: SyncSources(settings.open), store: store, identity: try store.identity(),
            tiers: settings.tiers, options: settings.loading, meter: meter, now: now, onItem: settings.onItem)
        try await whole(share, plan + 1..<max(plan + 1, all)) { () async throws(StorageError) in
            try await loading.run(among: plan + 1..<max(plan + 1, all))
        }
        guard !meter.isStopping else { return }
        try Examiner(store, ledger, settings: settings.evidence, meter: meter).run(scope: spec.scope)
    }

    /// Works on items until all of them are through: those that others have are waited for.
    private func whole(
        _ share: JobShare, _ places: Range<Int>, _ work: () async throws(StorageError) -> Void
    ) async throws(StorageError) {
        while !places.isEmpty, !meter.isStopping {
            try await work()
            if meter.isStopping { return }
            let open = try ledger.items(of: share.job, state: .running) + ledger.items(of: share.job, state: .pending)
            if !open.contains(where: { places.contains($0.place) }) { return }
            try share.freeItemsOfTheDead()
            // Cancelled or not, it is asked again whether anything is left.
            try? await Task.sleep(for: .milliseconds(200))
        }
    }

    /// Adds what the sources are to be asked, unless a process that died has; how much that is. Nil where the user does not
    /// want that.
    private func makePlan(_ spec: SyncSpec, _ share: JobShare, behind place: Int) throws(StorageError) -> Int? {
        let added = try ledger.items(of: share.job, state: nil).count - place - 1
        if added > 0 { return added }
        let identity = try store.identity()
        let moment = now()
        let survey = HistorySurvey(ledger, of: identity, sources: settings.sources, now: moment)
        let plan = try SyncPlan(spec, survey) { line throws(StorageError) in try tradesPerCandle(line) }
        let orders = plan.orders(spec)
        if !orders.isEmpty, place > 0, !settings.agree(plan) { return nil }
        var unfillable: [LedgerEntry] = []
        for line in plan.lines {
            for gap in line.plan.unplanned {
                unfillable.append(.gap(SyncGaps(settings.sources).unfillable(gap, line, identity, share.job, moment)))
            }
        }
        var rest = unfillable[...]
        while !rest.isEmpty {
            try ledger.record(Array(rest.prefix(1000)))
            rest = rest.dropFirst(1000)
        }
        try ledger.addItems(orders.map { SyncItem.load($0).item(named: $0.name) }, to: share.job)
        return orders.count
    }

    /// Trades in a candle, by the newest ones that are stored, of whichever source.
    public func tradesPerCandle(_ line: HistoryLine) throws(StorageError) -> Double? {
        let filter = SeriesFilter(
            base: line.instrument.base, quote: line.instrument.quote, interval: line.kind.interval, content: .candles)
        let batch = CandleBatch(capacity: 1000)
        for summary in try store.series(matching: filter) where summary.series.line == line {
            try store.readNewest(1000, of: summary.series, in: .all, into: batch)
            let counts = (0..<batch.count).map { batch.trades[$0] }.filter { $0 >= 0 }
            if !counts.isEmpty { return Double(counts.reduce(0, +)) / Double(counts.count) }
        }
        return nil
    }

    private func end(_ job: JobID, _ state: JobState, _ message: String) throws(StorageError) {
        guard var progress = try ledger.job(job)?.progress else { return }
        progress.at = now()
        try ledger.finish(job, state: state, message: message, progress: progress)
    }

    /// How a job ended of which nothing is left to do.
    private func verdict(
        _ job: JobID, _ counts: [JobItemState: Int]
    ) throws(StorageError) -> (JobState, String) {
        let failed = counts[.failed] ?? 0
        if let first = failed == 0 ? nil : try ledger.items(of: job, state: .failed).first {
            let what = failed == 1 ? "1 item" : "\(failed) items"
            // The plan is an item, too.
            let rows = try ledger.job(job)?.progress.written.rows ?? 0
            let isNothing = (counts[.done] ?? 0) <= 1 && rows == 0
            return (
                isNothing ? .failed : .partial,
                "\(what) not had; the first: \(first.item.name): \(first.progress.message)"
            )
        }
        let troubled = try ledger.files(job: job).filter { $0.status == .partial }
        guard let first = troubled.first else { return (.completed, "") }
        let what = troubled.count == 1 ? "1 file or part" : "\(troubled.count) files or parts"
        return (.partial, "\(what) not read whole; the first: \(first.path): \(first.message)")
    }

    /// How it ended, for this process and, when nothing is left, for the job.
    private func conclude(_ share: JobShare) throws(StorageError) -> SyncSummary {
        try share.release()
        if share.isCancelled {
            let dropped = try ledger.dropItems(of: share.job)
            let what = dropped == 1 ? "1 item" : "\(dropped) items"
            try end(share.job, .partial, "cancelled with \(what) to go; what was had is kept")
            return try SyncSummary(share.job, ledger, store.identity())
        }
        let counts = try ledger.itemCounts(of: share.job)
        let left = (counts[.pending] ?? 0) + (counts[.running] ?? 0)
        if left > 0 || meter.isStopping {
            // While others work on it, it runs.
            if counts[.running] == nil {
                let what = left == 1 ? "1 item" : "\(left) items"
                try end(share.job, .paused, "stopped with \(what) to go; candlewick jobs resume \(share.job) goes on")
            }
            return try SyncSummary(share.job, ledger, store.identity())
        }
        let (state, message) = try verdict(share.job, counts)
        try end(share.job, state, message)
        return try SyncSummary(share.job, ledger, store.identity())
    }
}
