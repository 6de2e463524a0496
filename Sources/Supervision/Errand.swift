public import MarketData
public import Storage

/// A command of candlewick that is to be run as a process of its own.
public struct Errand: Hashable, Sendable {
    /// With whom it shares the places there are.
    public enum Lane: String, Hashable, Sendable {
        /// What somebody asked for.
        case job
        /// What the schedule asked for; it does not wait for the others.
        case task
    }

    /// For people: `sync TIER1`.
    public var title: String
    /// The command with its options, without those that say where the store is. Everybody on the machine can read them.
    public var arguments: [String]
    /// With whom it waits.
    public var lane: Lane
    /// The job that it goes on with, where that is known before.
    public var job: JobID?
    /// What its environment has besides the hub's.
    public var environment: [String: String] = [:]

    /// Something to do.
    public init(_ title: String, _ arguments: [String], lane: Lane = .job, job: JobID? = nil) {
        (self.title, self.arguments, self.lane, self.job) = (title, arguments, lane, job)
    }
}

/// A run of an errand as the supervisor knows it. Runs are forgotten when the hub ends; jobs are not.
public struct ErrandRun: Hashable, Sendable {
    /// From 1 in each hub's life.
    public var number: Int64
    /// What is run.
    public var errand: Errand
    /// When it was asked for.
    public var askedAt: Timestamp
    /// When its process was started; nil while it waits.
    public var startedAt: Timestamp?
    /// When it ended.
    public var endedAt: Timestamp?
    /// Its process, by the name that the ledger has; nil before and for what could not be started.
    public var process: String?
    /// The newest job that it works on, when it has begun one.
    public var job: JobID?
    /// How it ended; nil before.
    public var end: ChildEnd?
    /// Whether it was asked to end.
    public var isEnding = false

    /// For people and machines: `WAITING`, `RUNNING`, `ENDED`.
    public var state: String { end != nil ? "ENDED" : startedAt == nil ? "WAITING" : "RUNNING" }
}
