public import MarketData

/// A part of a job that was given up: what was asked, and why it was not had.
public struct GivenUp: Hashable, Sendable {
    /// The job.
    public var job: JobID
    /// What was asked for.
    public var scope: CoverageScope
    /// The part of time that is still missing.
    public var range: TimeRange
    /// The class of the failure: `transient`, `not-entitled`.
    public var reason: String
    /// What happened, for people. Holds no secret.
    public var message: String
    /// When.
    public var at: Timestamp

    /// A record with all its parts.
    public init(
        job: JobID, scope: CoverageScope, range: TimeRange, reason: String, message: String, at: Timestamp
    ) {
        self.job = job
        self.scope = scope
        self.range = range
        self.reason = reason
        self.message = message
        self.at = at
    }
}

/// A part that was given up, as the ledger keeps it until somebody takes it up again.
public struct GivenUpRecord: Hashable, Sendable {
    /// Its number in the ledger; numbers are never used again.
    public var number: Int64
    /// What was given up.
    public var part: GivenUp

    /// A record of that number.
    public init(number: Int64, _ part: GivenUp) { (self.number, self.part) = (number, part) }
}
