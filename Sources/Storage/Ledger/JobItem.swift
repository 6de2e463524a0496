public import MarketData

/// Where an item of a job is in its life.
public enum JobItemState: String, Hashable, Sendable, CaseIterable {
    /// Nobody has it.
    case pending = "PENDING"
    /// A process has it, or had it when it died: see the lease.
    case running = "RUNNING"
    /// Everything was done.
    case done = "DONE"
    /// Given up; the class says why.
    case failed = "FAILED"
    /// Not wanted any more: the job was cancelled.
    case dropped = "DROPPED"
}

/// One thing that a job has to do: a file, or a range of one series of one source.
public struct JobItem: Hashable, Sendable {
    /// For people: the file, `BTC/USD 1h 2024-01-01..2024-02-01`.
    public var name: String
    /// What to do, in the command's own words.
    public var spec: String

    /// An item.
    public init(name: String, spec: String) { (self.name, self.spec) = (name, spec) }
}

/// Who works on an item, and how long others believe that.
public struct ItemLease: Hashable, Sendable {
    /// The process, by a name that no other has.
    public var owner: String
    /// Who has not renewed it by then is dead.
    public var until: Timestamp

    /// A lease.
    public init(owner: String, until: Timestamp) { (self.owner, self.until) = (owner, until) }
}

/// How far an item is.
public struct JobItemProgress: Hashable, Sendable {
    /// Where it is.
    public var state: JobItemState
    /// Why it was given up, by class: `transient`, `not-entitled`; empty unless it was.
    public var errorClass: String
    /// What happened, for people. Holds no secret.
    public var message: String
    /// Rows that were read for it.
    public var rows: Int
    /// Nanoseconds of work on it.
    public var duration: Int64
    /// Where another session goes on, in the command's own words; empty for the beginning.
    public var resumeToken: String

    /// Nothing done yet.
    public init(
        _ state: JobItemState = .pending, errorClass: String = "", message: String = "", rows: Int = 0,
        duration: Int64 = 0, resumeToken: String = ""
    ) {
        self.state = state
        self.errorClass = errorClass
        self.message = message
        self.rows = rows
        self.duration = duration
        self.resumeToken = resumeToken
    }
}

/// An item as the ledger keeps it.
public struct JobItemRecord: Hashable, Sendable {
    /// The job.
    public var job: JobID
    /// Its place among the items of the job, from 0; items are taken in this order.
    public var place: Int
    /// What is to be done.
    public var item: JobItem
    /// How far it is.
    public var progress: JobItemProgress
    /// How often a process took it.
    public var attempts: Int
    /// Who has it, nil for nobody.
    public var lease: ItemLease?

    /// A record with all its parts.
    public init(
        job: JobID, place: Int, item: JobItem, progress: JobItemProgress, attempts: Int, lease: ItemLease?
    ) {
        self.job = job
        self.place = place
        self.item = item
        self.progress = progress
        self.attempts = attempts
        self.lease = lease
    }
}
