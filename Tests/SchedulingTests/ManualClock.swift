import MarketData
import Scheduling
import Synchronization

/// A clock that goes on when a test says so, and knows who waits for it.
final class ManualClock: SchedulerClock {
    private struct Sleeper {
        var id: Int
        var until: Timestamp
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Timestamp
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var newest = 0
    }

    private let state: Mutex<State>

    init(_ text: String) { state = Mutex(State(now: Timestamp(rfc3339: text) ?? .earliest)) }

    func now() -> Timestamp { state.withLock(\.now) }

    func sleep(until moment: Timestamp) async throws {
        let id = state.withLock { state in
            state.newest += 1
            return state.newest
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
                    if state.now >= moment { return .success(()) }
                    state.sleepers.append(Sleeper(id: id, until: moment, continuation: continuation))
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let place = state.sleepers.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.sleepers.remove(at: place)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Returns when so many wait, and nobody is on the way.
    func settle(_ count: Int) async throws {
        while state.withLock({ $0.sleepers.count }) != count { try await Task.sleep(for: .milliseconds(2)) }
    }

    /// It is that late now.
    func set(_ moment: Timestamp) {
        let due = state.withLock { state -> [Sleeper] in
            state.now = moment
            let due = state.sleepers.filter { $0.until <= moment }
            state.sleepers.removeAll { $0.until <= moment }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    func set(_ text: String) { set(Timestamp(rfc3339: text) ?? .latest) }
}
