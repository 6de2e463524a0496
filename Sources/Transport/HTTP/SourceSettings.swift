/// How one source is asked. The adapter's manifest has the vendor's limits, the user's settings go before it.
public struct SourceSettings: Hashable, Sendable {
    /// The adapter's id: `kraken-rest`.
    public var source: String
    /// What a request's path is put behind, `https://api.kraken.com`; may have a path of its own, no query.
    public var baseURL: String
    /// Hosts a request or a redirect may name, `api.polygon.io`, with `:port` where it is not the scheme's own. That
    /// of the base address is always one.
    public var allowedHosts: [String]
    /// Cost units a second, for each host and for each credential; 0 for no limit.
    public var rate: Double
    /// Cost units that may be used at once after a rest, at least 1.
    public var burst: Int
    /// The longest time until the connection is there, name look-up and encryption included.
    public var connectTimeout: Duration
    /// The longest time without a byte, at least a second.
    public var idleTimeout: Duration
    /// The longest time of one try, without waiting for the limit.
    public var totalTimeout: Duration
    /// The largest body in bytes, unpacked. As much memory is used at most, no more.
    public var largestReply: Int
    /// How often one request is tried, the first time included.
    public var attempts: Int
    /// The first and the longest pause between tries, before jitter.
    public var backoff: ClosedRange<Duration>
    /// Who is told to come back later than this gives up for now instead of waiting.
    public var patience: Duration
    /// When the source counts as down.
    public var breaker: BreakerSettings
    /// Where the secrets are, by the names that the adapter uses.
    public var credentials: [String: CredentialPlace]

    /// Settings of a source that states none: 1 request a second.
    public init(
        source: String, baseURL: String, allowedHosts: [String] = [], rate: Double = 1, burst: Int = 1,
        connectTimeout: Duration = .seconds(10), idleTimeout: Duration = .seconds(30),
        totalTimeout: Duration = .seconds(300), largestReply: Int = 256 << 20, attempts: Int = 5,
        backoff: ClosedRange<Duration> = .seconds(1) ... .seconds(60), patience: Duration = .seconds(300),
        breaker: BreakerSettings = BreakerSettings(), credentials: [String: CredentialPlace] = [:]
    ) {
        self.source = source
        self.baseURL = baseURL
        self.allowedHosts = allowedHosts
        self.rate = rate
        self.burst = burst
        self.connectTimeout = connectTimeout
        self.idleTimeout = idleTimeout
        self.totalTimeout = totalTimeout
        self.largestReply = largestReply
        self.attempts = attempts
        self.backoff = backoff
        self.patience = patience
        self.breaker = breaker
        self.credentials = credentials
    }
}

/// When a source counts as down, and how it comes back.
public struct BreakerSettings: Hashable, Sendable {
    /// Failures one after the other that open the circuit; 0: never.
    public var failuresToOpen: Int
    /// How long nothing is asked then.
    public var recovery: Duration
    /// Usable replies one after the other that close it again.
    public var successesToClose: Int

    /// Settings of a circuit.
    public init(failuresToOpen: Int = 5, recovery: Duration = .seconds(30), successesToClose: Int = 1) {
        self.failuresToOpen = failuresToOpen
        self.recovery = recovery
        self.successesToClose = successesToClose
    }
}
