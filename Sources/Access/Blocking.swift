import Dispatch

/// Calls of a ledger, which block, away from the threads of tasks, of which there are few.
enum Blocking {
    private static let queue = DispatchQueue(label: "candlewick.access", attributes: .concurrent)

    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result(catching: body)) }
        }
    }
}
