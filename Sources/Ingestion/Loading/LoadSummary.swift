public import MarketData
public import Storage
public import Transport

/// How a load ended.
public struct LoadSummary: Sendable {
    /// Its job in the ledger.
    public let job: JobID
    /// How it ended.
    public let state: JobState
    /// That in a sentence; empty when everything was done.
    public let message: String
    /// The parts that are through, in the order they ended.
    public let parts: [FileRecord]
    /// Parts that another run has to ask for, because this one was stopped.
    public let partsLeft: Int
    /// What the source has said that it can never give.
    public let limits: [(scope: CoverageScope, range: TimeRange)]
    /// Assets met for the first time.
    public let newAssets: [Asset]
    /// All counts.
    public let progress: JobProgress
    /// What asking took.
    public let fetching: FetchStatistics
    /// What the store shows of the rows, where it shows them later than it keeps them.
    public let visible: VisibleRows?

    init(
        job: JobID, plan: LoadPlan, writing: LoadWriting, progress: JobProgress, fetching: FetchStatistics,
        visible: Result<VisibleRows?, StorageError>
    ) {
        self.job = job
        parts = writing.records
        partsLeft = plan.items.count - writing.records.count
        newAssets = writing.newAssets
        limits = writing.limits.map { ($0.scope, $0.range) }
        self.progress = progress
        self.fetching = fetching
        var invisible: String?
        switch visible {
        case .success(let rows):
            self.visible = rows
            if let first = rows?.shortfalls.first {
                invisible =
                    "the store took all rows and does not show \(first.sent - first.visible) of \(first.sent) of "
                    + "\(first.series) in \(first.range); candlewick doctor looks for the reason"
            }
        case .failure(let error):
            self.visible = nil
            invisible = error.description
        }
        let troubled = writing.records.filter { $0.status != .complete }
        if let failure = writing.failure {
            (state, message) = (.failed, failure.description)
        } else if partsLeft > 0 {
            let parts = partsLeft == 1 ? "1 part" : "\(partsLeft) parts"
            (state, message) = (.paused, "stopped with \(parts) to go; run the same command again to go on")
        } else if let invisible {
            (state, message) = (.partial, invisible)
        } else if let first = troubled.first {
            let isNothing = writing.itemsGivenUp == plan.items.count && progress.written.rows == 0
            state = isNothing ? .failed : .partial
            message =
                troubled.count == 1
                ? "\(first.path): \(first.message)"
                : "\(troubled.count) of \(plan.items.count) parts not had whole; the first: \(first.path): \(first.message)"
        } else {
            (state, message) = (.completed, "")
        }
    }
}
