public import MarketData
public import Storage

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
    /// Whether its source can be asked, as the process that asked last has seen it; nil for one that nobody asked.
    public var breaker: Breaker?

    /// An adapter with all its parts.
    public init(
        id: String, name: String?, version: String?, summary: String?, transports: [String], kinds: [String],
        intervals_minutes: [Int], rows_per_reply: Int64?, reach_rows: Int64?, reach_days: Double?,
        requests_per_minute: Int64?, hosts: [String], credentials: [String: Bool], abi: String?, run: String,
        confinement: String?, health: String, problems: [String], breaker: Breaker?
    ) {
        (self.id, self.name, self.version, self.summary) = (id, name, version, summary)
        (self.transports, self.kinds, self.intervals_minutes) = (transports, kinds, intervals_minutes)
        (self.rows_per_reply, self.reach_rows, self.reach_days) = (rows_per_reply, reach_rows, reach_days)
        (self.requests_per_minute, self.hosts, self.credentials) = (requests_per_minute, hosts, credentials)
        (self.abi, self.run, self.confinement) = (abi, run, confinement)
        (self.health, self.problems, self.breaker) = (health, problems, breaker)
    }
}

extension AdapterOverview {
    /// The circuit of a source.
    public struct Breaker: Encodable, Hashable, Sendable {
        /// Host and port that were asked.
        public var host: String
        /// `closed`, `open`, `half-open`.
        public var state: String
        /// Since when, in UTC.
        public var since: String
        /// Until when an open one lets nothing through; of one that was open, until when it did.
        public var until: String?
        /// Why the last request failed that said that the source is down.
        public var last_error: String?

        /// A circuit as it stands at a moment.
        public init(_ circuit: CircuitRecord, now: Timestamp) {
            (host, state) = (circuit.host, circuit.state(at: now).rawValue)
            (since, until) = (circuit.since.description, circuit.until?.description)
            last_error = circuit.error
        }
    }
}
