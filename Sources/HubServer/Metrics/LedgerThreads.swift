import Alerting
import Storage

/// The ledger, asked by threads that may block.
struct LedgerThreads: AlertKeeping {
    let ledger: any ServiceLedger
    let threads: ReadingThreads

    func ask<Result: Sendable>(
        _ body: @escaping @Sendable (any ServiceLedger) throws -> Result
    ) async throws -> Result {
        let ledger = ledger
        return try await threads.run { try body(ledger) }
    }
}
