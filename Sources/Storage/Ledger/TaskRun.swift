public import MarketData

/// How a run of a task stands.
public enum TaskRunState: String, Hashable, Sendable, CaseIterable {
    /// A process does it.
    case running = "RUNNING"
    /// Done.
    case completed = "COMPLETED"
    /// Some of it was not done; the summary says what.
    case partial = "PARTIAL"
    /// Not done; the summary says why.
    case failed = "FAILED"
    /// Not run: it was missed, and a later one was caught up instead.
    case missed = "MISSED"
    /// Its process was heard of no more.
    case lost = "LOST"
}

/// A run of a task as the ledger keeps it.
public struct TaskRunRecord: Hashable, Sendable {
    /// From 1.
    public var number: Int64
    /// The entry of the schedule.
    public var schedule: String
    /// The task's name.
    public var task: String
    /// When it was due.
    public var due: Timestamp
    /// When a process took it.
    public var startedAt: Timestamp
    /// When it ended, nil while it runs.
    public var finishedAt: Timestamp?
    /// How it stands.
    public var state: TaskRunState
    /// What came of it, as JSON or a sentence.
    public var summary: String
    /// Who has it, nil for nobody.
    public var lease: ItemLease?

    /// A record with all its parts.
    public init(
        number: Int64, schedule: String, task: String, due: Timestamp, startedAt: Timestamp,
        finishedAt: Timestamp? = nil, state: TaskRunState, summary: String = "", lease: ItemLease? = nil
    ) {
        (self.number, self.schedule, self.task, self.due) = (number, schedule, task, due)
        (self.startedAt, self.finishedAt, self.state) = (startedAt, finishedAt, state)
        (self.summary, self.lease) = (summary, lease)
    }
}
