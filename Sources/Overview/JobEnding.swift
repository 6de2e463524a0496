import Ingestion
package import MarketData
package import Storage

/// Ends a job for good, from wherever that is asked: what it has had is kept, the rest is not wanted any more.
package struct JobEnding {
    /// What came of it.
    package enum Outcome {
        /// The processes at work on it were asked; they end within seconds.
        case asked
        /// It is ended with so many items to go.
        case ended(Int)
    }

    /// Why a job cannot be ended.
    package enum Refusal: Error {
        /// It has ended.
        case over
        /// It is of a sort that only its own process ends.
        case itsProcessOnly
    }

    private let ledger: any Ledger

    package init(_ ledger: any Ledger) { self.ledger = ledger }

    /// How many items a job has to go.
    ///
    /// - Throws: `Refusal`, `StorageError`.
    package func left(_ record: JobRecord) throws -> Int {
        let counts = try ledger.itemCounts(of: record.id)
        guard [.running, .paused, .pending].contains(record.state) else { throw Refusal.over }
        guard !counts.isEmpty else { throw Refusal.itsProcessOnly }
        return (counts[.pending] ?? 0) + (counts[.running] ?? 0)
    }

    /// Ends it.
    ///
    /// - Throws: `Refusal`, `StorageError`.
    package func end(_ record: JobRecord, now: Timestamp) throws -> Outcome {
        _ = try left(record)
        try ledger.cancelJob(record.id)
        if record.state == .running, !DeadJobs.isDead(record, now: now) { return .asked }
        let dropped = try ledger.dropItems(of: record.id)
        try ledger.finishJob(
            record.id, state: .partial,
            message: "cancelled with \(dropped == 1 ? "1 item" : "\(dropped) items") to go; what was had is kept",
            progress: record.progress)
        return .ended(dropped)
    }
}
