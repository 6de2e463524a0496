import MarketData
import Synchronization

extension HTTPSource {
    /// What was told of the circuit.
    struct ToldCircuit: Sendable {
        /// A circuit that goes on being closed is said again after so long: another process may have said otherwise since.
        static let life = Duration.seconds(60)

        var level: Int?
        var at = BootTime(nanoseconds: .min)
        /// The last error, kept for the next time that something is told.
        var error: String?

        /// Whether there is news. That it is closed shows with the first request that says that the source is there.
        func isNews(_ state: CircuitBreaker.State, isAnswered: Bool, now: BootTime) -> Bool {
            if state.level > 0 { return level != state.level }
            return isAnswered && (level != 0 || now - at >= Self.life)
        }
    }

    /// Longer errors are cut off.
    private static let longestError = 500

    /// The source answered.
    func circuitAnswered() { tellCircuit(isAnswered: true) }

    /// A request failed in a way that says that the source is down.
    func circuitFailed(_ message: String) {
        let message = String(redactor.scrub(message).prefix(Self.longestError))
        state.withLock { $0.told.error = message }
        tellCircuit(isAnswered: false)
    }

    /// Tells where the circuit stands, where that is news. Nobody else tells at the same time, so that the last word is the
    /// newest.
    func tellCircuit(isAnswered: Bool) {
        guard let onCircuit, case .success(let reach) = reach else { return }
        let hasNews = state.withLock { state in
            state.told.isNews(state.breaker.state, isAnswered: isAnswered, now: clock.sinceBoot)
        }
        guard hasNews else { return }
        telling.withLock { _ in
            let (wall, now) = (clock.wall, clock.sinceBoot)
            let standing = state.withLock { state -> CircuitStanding? in
                guard state.told.isNews(state.breaker.state, isAnswered: isAnswered, now: now) else { return nil }
                (state.told.level, state.told.at) = (state.breaker.state.level, now)
                let circuit: CircuitStanding.State =
                    switch state.breaker.state {
                    case .closed: .closed
                    case .halfOpen: .halfOpen
                    case .open(let until):
                        .open(until: Timestamp(nanoseconds: wall.nanoseconds &+ (until - now).wholeNanoseconds))
                    }
                return CircuitStanding(
                    source: settings.source, host: reach.baseAuthority, state: circuit, at: wall,
                    error: state.told.error)
            }
            if let standing { onCircuit(standing) }
        }
    }
}
