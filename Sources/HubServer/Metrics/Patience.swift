import Synchronization

/// Waits for something only so long; what was begun goes on.
enum Patience {
    /// The result, or nil when the time is over.
    static func result<Value: Sendable>(
        within duration: Duration, _ work: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await withCheckedContinuation { continuation in
            let gate = Gate(continuation)
            let timeout = Task {
                do { try await Task.sleep(for: duration) } catch { return }
                gate.pass(nil)
            }
            Task {
                let value = await work()
                gate.pass(value)
                timeout.cancel()
            }
        }
    }

    /// Goes on once.
    private final class Gate<Value: Sendable>: Sendable {
        private let continuation: Mutex<CheckedContinuation<Value?, Never>?>

        init(_ continuation: CheckedContinuation<Value?, Never>) { self.continuation = Mutex(continuation) }

        func pass(_ value: Value?) {
            let waiting = continuation.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }
            waiting?.resume(returning: value)
        }
    }
}
