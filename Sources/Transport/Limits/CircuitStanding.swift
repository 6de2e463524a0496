public import MarketData

/// Where the circuit of a source stands in this process, for who keeps it beyond that.
public struct CircuitStanding: Hashable, Sendable {
    /// What it lets through.
    public enum State: Hashable, Sendable {
        /// All requests: the source answers.
        case closed
        /// None, until then.
        case open(until: Timestamp)
        /// One at a time.
        case halfOpen
    }

    /// The adapter's id.
    public var source: String
    /// Host and port of the base address.
    public var host: String
    /// What it lets through.
    public var state: State
    /// When that was seen.
    public var at: Timestamp
    /// Why the last request failed that says that the source is down; nil for none. Holds no secret.
    public var error: String?
}

extension CircuitBreaker.State {
    /// 0 closed, 1 half open, 2 open: what differs for who looks on.
    var level: Int {
        switch self {
        case .closed: 0
        case .halfOpen: 1
        case .open: 2
        }
    }
}
