import Alerting
import Storage

/// The ledger, asked by threads that may block.
struct LedgerThreads: AlertKeeping {
    let ledger: any ServiceLedger
    let threads: ReadingThreads

    func ask<Result: Sendable>(
        _ body: @escaping @Sendable (any ServiceLedger) throws -> Result
    ) async throws -> Result {
        let (ledger, threads) = (ledger, threads)
        // A task of its own: one that is cancelled has still to say what it gives up, and threads do nothing for those.
        return try await Task { try await threads.run { try body(ledger) } }.value
    }
}
