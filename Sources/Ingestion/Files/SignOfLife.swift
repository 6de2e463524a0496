import MarketData
import Storage
import Synchronization

/// Tells the ledger once a second how far an ingest is, and that it lives. Whoever works long calls it: the
/// writer between batches, readers while they take a digest, when nothing goes to the writer.
final class SignOfLife: Sendable {
    private let job: JobID
    private let share: JobShare?
    private let ledger: any Ledger
    private let meter: IngestMeter
    private let now: @Sendable () -> Timestamp
    private let last: Mutex<Timestamp>

    private static let interval: Int64 = 1_000_000_000

    init(
        of job: JobID, share: JobShare?, in ledger: any Ledger, meter: IngestMeter,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.job = job
        self.share = share
        self.ledger = ledger
        self.meter = meter
        self.now = now
        last = Mutex(now())
    }

    /// Tells it, unless it was told within this second.
    func show() throws(StorageError) {
        // What several processes count together is told with the files.
        if let share { return try share.show() }
        let moment = now()
        let isDue = last.withLock { last in
            guard moment.nanoseconds - last.nanoseconds >= Self.interval else { return false }
            last = moment
            return true
        }
        guard isDue else { return }
        meter.update { $0.progress.at = moment }
        try ledger.updateJob(job, progress: meter.reading.progress)
    }
}
