public import MarketData

/// Where the circuit of a source stood when a process last said so.
///
/// Each process that asks a source has a circuit of its own; the ledger has the newest word on it, whoever said it. An open
/// circuit is so until its time is over, and no longer, also where the process that opened it is gone: from then on the next
/// request is a probe, whoever sends it.
public struct CircuitRecord: Hashable, Sendable {
    /// What a circuit lets through.
    public enum State: String, Hashable, Sendable, CaseIterable, Codable {
        /// All requests.
        case closed
        /// None.
        case open
        /// One at a time, to see whether the source is back.
        case halfOpen = "half-open"
    }

    /// The adapter's id.
    public var adapter: String
    /// The host that is asked, and the port: `api.kraken.com:443`.
    public var host: String
    /// What it let through.
    public var state: State
    /// Since when.
    public var since: Timestamp
    /// Until when an open one lets nothing through; nil for one that is not open.
    public var until: Timestamp?
    /// Why the last request failed that says that the source is down; nil for none that is known. Holds no secret.
    public var error: String?
    /// The process that said so, by a name that no other has.
    public var process: String

    /// A circuit with all its parts.
    public init(
        adapter: String, host: String, state: State, since: Timestamp, until: Timestamp? = nil, error: String? = nil,
        process: String
    ) {
        (self.adapter, self.host, self.state, self.since) = (adapter, host, state, since)
        (self.until, self.error, self.process) = (until, error, process)
    }

    /// What it lets through at a moment: an open one whose time is over is half open, and so is one that opened later than
    /// now, whose clock was another.
    public func state(at now: Timestamp) -> State {
        guard state == .open else { return state }
        guard let until, since <= now, now < until else { return .halfOpen }
        return .open
    }
}
