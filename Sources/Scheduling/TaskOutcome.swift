public import MarketData
public import Storage

/// What came of a run of a task.
public struct TaskOutcome: Hashable, Sendable {
    /// How it ended.
    public var state: TaskRunState
    /// JSON or a sentence; cut to `longestSummary` bytes when it is noted.
    public var summary: String

    /// What the ledger keeps of a summary, in bytes.
    public static let longestSummary = 1 << 18

    /// An outcome.
    public init(_ state: TaskRunState, _ summary: String) { (self.state, self.summary) = (state, summary) }
}

/// Why a task cannot be run by hand.
public struct SchedulerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds there are.
    public enum Code: Hashable, Sendable {
        /// There is no entry of that name.
        case unknown
        /// Somebody does it already.
        case underWay
        /// The hub ends, or has not begun.
        case notRunning
    }

    /// Which.
    public let code: Code
    /// What happened and what to do.
    public let description: String

    init(_ code: Code, _ description: String) { (self.code, self.description) = (code, description) }
}

/// An entry of the schedule and how it stands.
public struct ScheduledTask: Hashable, Sendable {
    /// What is done and when.
    public var entry: ScheduleEntry
    /// When it is due next; nil where it is switched off.
    public var next: Timestamp?
    /// Its newest run, whichever hub did it.
    public var last: TaskRunRecord?
}
