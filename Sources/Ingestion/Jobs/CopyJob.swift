public import MarketData
public import Storage

/// Rows from one store into another: in the order that the target wants, at constant memory. Run again after it was
/// stopped it goes on where it was; rows that are there already change nothing.
public struct CopyJob: Sendable {
    /// What became of a copy.
    public struct Result: Sendable {
        /// Its job in the ledger.
        public var job: JobID
        /// Whether it went on where an earlier one was stopped.
        public var isContinued: Bool
        /// What became of the rows.
        public var written: WriteCount
        /// Series of which the target does not keep rows, and why.
        public var refused: [(series: Series, reason: String)]
        /// Series of which the target shows fewer rows than the origin, in the range.
        public var shortfalls: [VisibleRows.Shortfall]
        /// Series that are in the target as they are in the origin, and of which the ledger knows now what sources have
        /// asserted.
        public var asserted: [Series]
        /// How it ended.
        public var state: JobState
        /// That in a sentence; empty when everything was done.
        public var message: String
    }

    private let origin: any TimeSeriesStore
    private let target: any TimeSeriesStore
    private let ledger: any Ledger
    private let originLedgers: [any Ledger]
    private let plan: CopyPlan
    private let subject: String

    /// A copy of what the plan names. The subject says for people, and for the next run, what is copied.
    ///
    /// - Parameter originLedgers: which may know what sources have asserted of the origin: that is noted of the target,
    ///   too, of series that were copied whole. Without any, nothing is asserted of the target.
    public init(
        _ plan: CopyPlan, from origin: any TimeSeriesStore, to target: any TimeSeriesStore, ledger: any Ledger,
        originLedgers: [any Ledger] = [], subject: String
    ) {
        self.plan = plan
        self.origin = origin
        self.target = target
        self.ledger = ledger
        self.originLedgers = originLedgers
        self.subject = subject
    }

    /// Copies. Stopped by its meter it is PAUSED, and what was copied stays.
    public func run(meter: RowMeter, now: @escaping () -> Timestamp) throws(StorageError) -> Result {
        let identity = try target.identity()
        let earlier = try unfinished(identity)
        let job = try ledger.startJob(
            JobStart(
                command: "copy", subject: subject, items: plan.series.count, startedAt: now(), store: identity,
                storeLocation: target.location, process: ProcessName.own.text))
        meter.expect(plan.rows)
        var carrier = CopyCarrier(
            from: origin, to: target, ledger: ledger, job: job, range: plan.range, meter: meter, now: now)
        do {
            try carrier.carry(plan.series.map(\.series), from: earlier)
            let shortfalls = meter.isStopping ? [] : try shortfalls(carrier.refused.map(\.series))
            let asserted = meter.isStopping ? [] : try carryCoverage(job, carrier.refused.map(\.series), shortfalls)
            let (state, message) = verdict(carrier, shortfalls, isStopped: meter.isStopping)
            try ledger.finish(job, state: state, message: message, progress: carrier.progress)
            return Result(
                job: job, isContinued: earlier != nil, written: carrier.progress.written, refused: carrier.refused,
                shortfalls: shortfalls, asserted: asserted, state: state, message: message)
        } catch {
            // Where the ledger cannot be told either, the first failure says more.
            try? ledger.finish(job, state: .failed, message: error.description, progress: carrier.progress)
            throw error
        }
    }

    /// How far the newest copy of the same got, if it did not get to its end.
    private func unfinished(_ identity: StoreIdentity) throws(StorageError) -> CopyToken? {
        let newest = try ledger.jobs(limit: 1000).first {
            $0.start.command == "copy" && $0.start.subject == subject && $0.start.store == identity
        }
        guard let newest, newest.state != .completed, newest.state != .partial else { return nil }
        return CopyToken(newest.progress.resumeToken)
    }

    private func shortfalls(_ refused: [Series]) throws(StorageError) -> [VisibleRows.Shortfall] {
        try target.awaitVisible()
        var shortfalls: [VisibleRows.Shortfall] = []
        for series in plan.series.map(\.series) where !refused.contains(series) {
            let sent = try origin.count(series, in: plan.range)
            let visible = try target.count(series, in: plan.range)
            if visible < sent {
                shortfalls.append(
                    VisibleRows.Shortfall(series: series, range: plan.range, sent: sent, visible: visible))
            }
        }
        return shortfalls
    }

    /// Notes what is known of the origin's series of those that are in the target whole; these.
    private func carryCoverage(
        _ job: JobID, _ refused: [Series], _ shortfalls: [VisibleRows.Shortfall]
    ) throws(StorageError) -> [Series] {
        let coverage = try CarriedCoverage(
            of: origin.identity(), from: originLedgers, to: target, ledger: ledger, job: job, range: plan.range)
        let missing = Set(refused + shortfalls.map(\.series))
        var asserted: [Series] = []
        for series in plan.series.map(\.series) where !missing.contains(series) {
            if try coverage.carry(series) { asserted.append(series) }
        }
        return asserted
    }

    private func verdict(
        _ carrier: CopyCarrier, _ shortfalls: [VisibleRows.Shortfall], isStopped: Bool
    ) -> (JobState, String) {
        if isStopped { return (.paused, "stopped; run the same command again to go on") }
        if let first = carrier.refused.first {
            return (.partial, "\(carrier.refused.count) series not copied; \(first.series): \(first.reason)")
        }
        if let first = shortfalls.first {
            return (.partial, "\(first.series) has \(first.visible) of \(first.sent) rows in the target")
        }
        return (.completed, "")
    }
}
