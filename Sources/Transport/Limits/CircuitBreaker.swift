/// Stops asking a source that is down, and tries from time to time whether it is back. A pure value.
public struct CircuitBreaker: Hashable, Sendable {
    /// What a request may do.
    public enum Action: Hashable, Sendable {
        /// Go.
        case proceed
        /// Go; it shows whether the source is back.
        case probe
        /// Not before that moment.
        case refuse(until: BootTime)
    }

    /// Closed: all go. Open: none. Half open: one at a time.
    public enum State: Hashable, Sendable {
        /// All go; so many failures came one after the other.
        case closed(failures: Int)
        /// None goes until then.
        case open(until: BootTime)
        /// So many probes were good; the running one counts as lost at that moment, nil when none runs.
        case halfOpen(successes: Int, probeUntil: BootTime?)
    }

    /// Thresholds and times.
    public let settings: BreakerSettings
    /// The state now.
    public private(set) var state = State.closed(failures: 0)

    /// A closed circuit.
    public init(_ settings: BreakerSettings) { self.settings = settings }

    /// A request asks whether it may go.
    public mutating func ask(now: BootTime) -> Action {
        switch state {
        case .closed: return .proceed
        case .open(let until) where now < until: return .refuse(until: until)
        case .open: return startProbe(successes: 0, now: now)
        case .halfOpen(let successes, let probeUntil):
            if let probeUntil, now < probeUntil { return .refuse(until: probeUntil) }
            return startProbe(successes: successes, now: now)
        }
    }

    private mutating func startProbe(successes: Int, now: BootTime) -> Action {
        // A probe whose end nobody tells (its job was stopped) must not keep the circuit open for ever.
        state = .halfOpen(successes: successes, probeUntil: now + settings.recovery)
        return .probe
    }

    /// A request failed in a way that says the source is down.
    public mutating func failed(now: BootTime) {
        switch state {
        case .closed(let failures):
            let count = failures + 1
            let opens = settings.failuresToOpen > 0 && count >= settings.failuresToOpen
            state = opens ? .open(until: now + settings.recovery) : .closed(failures: count)
        case .halfOpen: state = .open(until: now + settings.recovery)
        // One that was under way when it opened: nothing new.
        case .open: break
        }
    }

    /// A request was answered in a way that says the source is there.
    public mutating func succeeded() {
        switch state {
        case .closed: state = .closed(failures: 0)
        case .halfOpen(let successes, _):
            let enough = successes + 1 >= settings.successesToClose
            state = enough ? .closed(failures: 0) : .halfOpen(successes: successes + 1, probeUntil: nil)
        // One that was under way when it opened: too old to say that the source is back.
        case .open: break
        }
    }

    /// A request ended without saying anything about the source: it was cancelled, or never sent.
    public mutating func saidNothing() {
        if case .halfOpen(let successes, _) = state { state = .halfOpen(successes: successes, probeUntil: nil) }
    }
}
