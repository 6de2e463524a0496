/// An adapter and how it stands, for machines.
public struct AdapterOverview: Encodable, Sendable {
    /// The adapter.
    public var id: String
    /// What people call it.
    public var name: String?
    /// Its version.
    public var version: String?
    /// A sentence on it.
    public var summary: String?
    /// `file`, `http`, `stream`.
    public var transports: [String]
    /// `candles`, `trades`, `instruments`.
    public var kinds: [String]
    /// Minutes of its candles.
    public var intervals_minutes: [Int]
    /// Nil where there is no limit.
    public var rows_per_reply: Int64?
    /// How far back it reaches, in candles; nil where it has no such limit.
    public var reach_rows: Int64?
    /// Likewise in days.
    public var reach_days: Double?
    /// Nil where there is no limit.
    public var requests_per_minute: Int64?
    /// Where it is asked.
    public var hosts: [String]
    /// Names of the credentials that it wants, and whether each is there.
    public var credentials: [String: Bool]
    /// `1.0`.
    public var abi: String?
    /// `in-process` or `worker`.
    public var run: String
    /// What holds in its worker processes.
    public var confinement: String?
    /// `ok`, `disabled`, `quarantine`, `broken`.
    public var health: String
    /// Why it cannot be used.
    public var problems: [String]
    /// `closed`, `open`, `half-open`; nil for one that is not asked.
    public var breaker: String?

    /// An adapter with all its parts.
    public init(
        id: String, name: String?, version: String?, summary: String?, transports: [String], kinds: [String],
        intervals_minutes: [Int], rows_per_reply: Int64?, reach_rows: Int64?, reach_days: Double?,
        requests_per_minute: Int64?, hosts: [String], credentials: [String: Bool], abi: String?, run: String,
        confinement: String?, health: String, problems: [String], breaker: String?
    ) {
        (self.id, self.name, self.version, self.summary) = (id, name, version, summary)
        (self.transports, self.kinds, self.intervals_minutes) = (transports, kinds, intervals_minutes)
        (self.rows_per_reply, self.reach_rows, self.reach_days) = (rows_per_reply, reach_rows, reach_days)
        (self.requests_per_minute, self.hosts, self.credentials) = (requests_per_minute, hosts, credentials)
        (self.abi, self.run, self.confinement) = (abi, run, confinement)
        (self.health, self.problems, self.breaker) = (health, problems, breaker)
    }
}
