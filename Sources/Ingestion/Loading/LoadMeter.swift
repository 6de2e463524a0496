public import MarketData
public import Storage
import Synchronization

/// How far a load is, readable while it runs, and the way to stop it in order.
public final class LoadMeter: Sendable {
    /// What can be seen at a moment.
    public struct Reading: Sendable {
        /// Estimated requests in all.
        public var requestsTotal = 0
        /// Replies that are decoded.
        public var repliesDone = 0
        /// Estimated requests of the parts that are through, and the replies of the others.
        public var requestsDone = 0
        /// Parts in all.
        public var itemsTotal = 0
        /// Everything else.
        public var progress: JobProgress
    }

    private struct State {
        var reading: Reading
        var isStopping = false
        var waiting: [Int: @Sendable () -> Void] = [:]
        var next = 0
    }

    private let state: Mutex<State>

    /// A meter at zero.
    public init(at now: Timestamp) {
        state = Mutex(State(reading: Reading(progress: JobProgress(at: now))))
    }

    /// Where things are now.
    public var reading: Reading { state.withLock { $0.reading } }

    /// Whether the job was asked to end.
    public var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Asks the job to end in order: what is fetched is written, nothing more is asked for.
    public func stop() {
        let waiting = state.withLock { state in
            state.isStopping = true
            defer { state.waiting = [:] }
            return state.waiting.values.map { $0 }
        }
        for cancel in waiting { cancel() }
    }

    func update(_ change: (inout Reading) -> Void) { state.withLock { change(&$0.reading) } }

    /// Waits for something that stopping breaks off. A task of its own: a channel drops what a cancelled task sends.
    func whileRunning<Result: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let task = Task { () -> Swift.Result<Result, Failure> in
            do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
        }
        let number = state.withLock { state -> Int in
            if state.isStopping { task.cancel() }
            state.next += 1
            state.waiting[state.next] = { task.cancel() }
            return state.next
        }
        let result = await task.value
        _ = state.withLock { $0.waiting.removeValue(forKey: number) }
        return try result.get()
    }
}
