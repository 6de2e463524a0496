import HTTPTypes
import NIOCore
import NIOPosix
import Synchronization

/// Threads for calls that block: stores and ledgers are asked here, so that neither an event loop nor the cooperative
/// threads of tasks ever wait for a disk or a server.
///
/// How many calls may wait for a thread is bounded; one more is refused, and its asker told to come again.
final class ReadingThreads: Sendable {
    private let pool: NIOThreadPool
    private let waiting = Atomic<Int>(0)
    private let mostWaiting: Int

    /// - Parameters:
    ///   - count: threads; more than a store has connections would only wait for these.
    ///   - mostWaiting: calls that run or wait.
    init(count: Int = 6, mostWaiting: Int = 1024) {
        pool = NIOThreadPool(numberOfThreads: count)
        self.mostWaiting = mostWaiting
        pool.start()
    }

    deinit {
        // Nobody waits any more: every call holds the threads until it is done.
        pool.shutdownGracefully { _ in }
    }

    /// Runs a call that blocks.
    ///
    /// - Throws: what the call throws; a `Problem` with status 503 where too many wait.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        guard waiting.add(1, ordering: .relaxed).newValue <= mostWaiting else {
            waiting.subtract(1, ordering: .relaxed)
            throw Problem.overloaded("too many reads wait for the store")
        }
        defer { waiting.subtract(1, ordering: .relaxed) }
        return try await pool.runIfActive(body)
    }
}

extension Problem {
    /// More is asked at once than is answered; later it will be.
    static func overloaded(_ detail: String, retryAfter seconds: Int = 2) -> Problem {
        Problem(
            .serviceUnavailable, "Too much at once", "\(detail); ask again in \(seconds) s",
            headers: [.retryAfter: String(seconds)])
    }
}
