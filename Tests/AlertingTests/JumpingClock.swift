import MarketData
import Synchronization
import Transport

/// A clock that jumps to where a sleeper wants to be, and notes it.
final class JumpingClock: SourceClock {
    private let state = Mutex((now: Int64(0), sleeps: [Duration]()))
    /// Called before each jump.
    private let onSleep: @Sendable (Int) async throws(CancellationError) -> Void

    init(onSleep: @escaping @Sendable (Int) async throws(CancellationError) -> Void = { _ in }) {
        self.onSleep = onSleep
    }

    static let start: Int64 = 1_700_000_000_000_000_000

    var sinceBoot: BootTime { BootTime(nanoseconds: state.withLock { $0.now }) }
    var wall: Timestamp { Timestamp(nanoseconds: Self.start + sinceBoot.nanoseconds) }
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func advance(_ duration: Duration) {
        state.withLock { $0.now += Int64(duration / .nanoseconds(1)) }
    }

    func sleep(until moment: BootTime) async throws(CancellationError) {
        let count = state.withLock { state in
            state.sleeps.append(.nanoseconds(moment.nanoseconds - state.now))
            state.now = max(state.now, moment.nanoseconds)
            return state.sleeps.count
        }
        try await onSleep(count)
        if Task.isCancelled { throw CancellationError() }
    }
}
