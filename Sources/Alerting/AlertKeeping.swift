public import Storage

/// The ledger in which alerts are kept, asked where calls may block.
public protocol AlertKeeping: Sendable {
    /// Asks the ledger; also in a task that is cancelled.
    ///
    /// - Throws: what the body throws, and where there is no place to ask it.
    func ask<Result: Sendable>(
        _ body: @escaping @Sendable (any ServiceLedger) throws -> Result
    ) async throws -> Result
}
