public import MarketData
public import Storage

/// Jobs whose process died: they say RUNNING and give no sign of life.
public struct DeadJobs {
    /// How long a living job is never silent, in seconds; it gives a sign every second.
    public static let silence = 60.0
    private let ledger: any Ledger

    /// Of this ledger.
    public init(_ ledger: any Ledger) { self.ledger = ledger }

    /// Whether a job that says RUNNING has been silent for too long.
    public static func isDead(_ job: JobRecord, now: Timestamp) -> Bool {
        job.state == .running && Double(now.nanoseconds - job.progress.at.nanoseconds) / 1e9 > silence
    }

    /// How one goes on with a job that was stopped: by its number where it says what it was asked.
    public static func advice(_ job: JobRecord) -> String {
        job.start.canBeTakenUp ? "candlewick jobs resume \(job.id) goes on" : "run the same command again to go on"
    }

    /// The jobs that are at work.
    public func living(now: Timestamp) throws(StorageError) -> [JobRecord] {
        try ledger.jobs(limit: 1000).filter { $0.state == .running && !Self.isDead($0, now: now) }
    }

    /// Notes of the dead ones that they are not running any more. What they wrote stays.
    public func settle(now: Timestamp) throws(StorageError) {
        for job in try ledger.jobs(limit: 1000) where Self.isDead(job, now: now) {
            try ledger.finishJob(
                job.id, state: .paused,
                message: "its process ended without a word; \(Self.advice(job))",
                progress: job.progress)
        }
    }
}
