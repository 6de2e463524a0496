import Ingestion
import MarketData
package import Storage

/// A job's counts, for machines.
package struct JobDocument: Encodable {
    package var job: Int64
    package var command: String
    package var subject: String
    package var store: String
    package var state: String
    package var message: String
    package var items: Int
    package var items_done: Int
    package var items_failed: Int
    package var rows_read: Int
    package var inserted: Int
    package var updated: Int
    package var unchanged: Int
    package var accepted: Int
    package var duplicates: Int
    package var no_trades: Int
    package var rejected: Int
    package var started_at: String
    package var last_sign_of_life: String
    package var finished_at: String?

    package init(_ record: JobRecord) {
        job = record.id.value
        command = record.start.command
        subject = record.start.subject
        store = record.start.storeLocation
        state = record.state.rawValue
        message = record.message
        items = record.start.items
        items_done = record.progress.itemsDone
        items_failed = record.progress.itemsFailed
        rows_read = record.progress.rowsRead
        inserted = record.progress.written.inserted
        updated = record.progress.written.updated
        unchanged = record.progress.written.unchanged
        accepted = record.progress.written.accepted
        duplicates = record.progress.duplicates
        no_trades = record.progress.noTrades
        rejected = record.progress.rejected
        started_at = record.start.startedAt.description
        last_sign_of_life = record.progress.at.description
        finished_at = record.finishedAt?.description
    }
}

extension JobRecord {
    /// Rows a second over the job's life so far.
    package var rate: Double {
        let end = finishedAt ?? progress.at
        let seconds = Double(end.nanoseconds - start.startedAt.nanoseconds) / 1e9
        return seconds > 0 ? Double(progress.rowsRead) / seconds : 0
    }
}
