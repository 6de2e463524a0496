public import MarketData
public import Storage

/// How an ingest ended.
public struct IngestSummary: Sendable {
    /// Its job in the ledger.
    public let job: JobID
    /// How it ended.
    public let state: JobState
    /// That in a sentence; empty when everything was done.
    public let message: String
    /// The files that were read, in the order they ended.
    public let files: [FileRecord]
    /// The first rejects of the first files that have any, by path.
    public let examples: [String: [Reject]]
    /// Files passed over because their content is known.
    public let filesKnown: Int
    /// Files that another run has to read, because this one was stopped.
    public let filesLeft: Int
    /// Assets met for the first time.
    public let newAssets: [Asset]
    /// All counts.
    public let progress: JobProgress

    /// What the store shows of the rows, where it shows them later than it keeps them; nil where it shows them at
    /// once, or nothing was sent.
    public let visible: VisibleRows?

    /// Why the store or the ledger took nothing more.
    let failure: StorageError?
    /// What earlier jobs noted of the files that were known.
    let known: [FileRecord]

    init(
        job: JobID, plan: IngestPlan, newAssets: [Asset], writing: StoreWriting, meter: IngestMeter,
        visible: Result<VisibleRows?, StorageError>
    ) {
        let reading = meter.reading
        self.job = job
        failure = writing.failure
        known = writing.known
        self.newAssets = newAssets
        files = writing.records
        examples = writing.examples
        filesKnown = reading.filesKnown
        filesLeft = plan.files.count - writing.records.count - reading.filesKnown
        progress = reading.progress

        let troubled = writing.records.filter { $0.status != .complete }.count + plan.problems.count
        let done = writing.records.filter(\.status.isFinished).count + reading.filesKnown
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
        if let failure = writing.failure {
            state = .failed
            message = failure.description
        } else if filesLeft > 0 {
            state = .paused
            let files = filesLeft == 1 ? "1 file" : "\(filesLeft) files"
            message = "stopped with \(files) to go; run the same command again to go on"
        } else if let invisible {
            state = .partial
            message = invisible
        } else if troubled == 0 {
            state = .completed
            message = ""
        } else {
            state = done > 0 || writing.records.contains { $0.status == .empty } ? .partial : .failed
            let count = plan.files.count + plan.problems.count
            message = "\(troubled) of \(count == 1 ? "1 file" : "\(count) files") not read whole"
        }
    }
}
