public import MarketData

/// The number of a job in its ledger.
public struct JobID: Hashable, Sendable, CustomStringConvertible {
    /// From 1.
    public let value: Int64
    /// That number.
    public init(_ value: Int64) { self.value = value }
    /// The number.
    public var description: String { String(value) }
}

/// Where a job is in its life.
public enum JobState: String, Hashable, Sendable, CaseIterable {
    /// Planned, not begun.
    case pending = "PENDING"
    /// At work, or its process died: see the heartbeat.
    case running = "RUNNING"
    /// Stopped in order by the user; can go on.
    case paused = "PAUSED"
    /// Everything was done.
    case completed = "COMPLETED"
    /// Some items were not; the message says how many.
    case partial = "PARTIAL"
    /// Nothing, or not enough to go on, was done.
    case failed = "FAILED"
}

/// What is known of a job when it starts.
public struct JobStart: Hashable, Sendable {
    /// The command that started it: `ingest`.
    public var command: String
    /// What it works on, for people.
    public var subject: String
    /// How many items it has.
    public var items: Int
    /// When.
    public var startedAt: Timestamp
    /// The store that it writes.
    public var store: StoreIdentity
    /// Where that is, for people. Holds no secret.
    public var storeLocation: String
    /// What it was asked to do, in the command's own words, so that another process can go on, or the command that is to be
    /// given again (`again`); empty where the job does not say it. Holds no secret.
    public var spec: String
    /// The process that started it, by a name that no other has; empty where nobody noted it.
    public var process: String

    /// A job about to run.
    public init(
        command: String, subject: String, items: Int, startedAt: Timestamp, store: StoreIdentity,
        storeLocation: String, spec: String = "", process: String = ""
    ) {
        (self.spec, self.process) = (spec, process)
        self.command = command
        self.subject = subject
        self.items = items
        self.startedAt = startedAt
        self.store = store
        self.storeLocation = storeLocation
    }
}

/// How far a job is.
public struct JobProgress: Hashable, Sendable {
    /// Items that are through, however they ended.
    public var itemsDone: Int
    /// Of these, the ones that failed.
    public var itemsFailed: Int
    /// Records that were read.
    public var rowsRead: Int
    /// What became of the rows that were written.
    public var written: WriteCount
    /// Equal rows within one input.
    public var duplicates: Int
    /// Records that were refused.
    public var rejected: Int
    /// Rows that say "no trades" and are not stored.
    public var noTrades: Int
    /// Where another run can go on, in the command's own words; empty where that needs no telling.
    public var resumeToken: String
    /// The sign of life.
    public var at: Timestamp

    /// Nothing done yet.
    public init(at: Timestamp) {
        itemsDone = 0
        itemsFailed = 0
        rowsRead = 0
        written = WriteCount()
        duplicates = 0
        rejected = 0
        noTrades = 0
        resumeToken = ""
        self.at = at
    }
}

/// A job as the ledger keeps it.
public struct JobRecord: Hashable, Sendable {
    /// Which.
    public var id: JobID
    /// How it started.
    public var start: JobStart
    /// Where it is.
    public var state: JobState
    /// How far.
    public var progress: JobProgress
    /// When it ended, nil while it runs.
    public var finishedAt: Timestamp?
    /// How it ended, for people.
    public var message: String
    /// Whether the user has asked to end it.
    public var isCancelled: Bool

    /// A record with all its parts.
    public init(
        id: JobID, start: JobStart, state: JobState, progress: JobProgress, finishedAt: Timestamp?, message: String,
        isCancelled: Bool = false
    ) {
        self.isCancelled = isCancelled
        self.id = id
        self.start = start
        self.state = state
        self.progress = progress
        self.finishedAt = finishedAt
        self.message = message
    }
}
