import Ingestion
import MarketData
import Storage

/// A job's counts, for machines.
struct JobDocument: Encodable {
    var job: Int64
    var command: String
    var subject: String
    var store: String
    var state: String
    var message: String
    var items: Int
    var items_done: Int
    var items_failed: Int
    var rows_read: Int
    var inserted: Int
    var updated: Int
    var unchanged: Int
    var accepted: Int
    var duplicates: Int
    var no_trades: Int
    var rejected: Int
    var started_at: String
    var last_sign_of_life: String
    var finished_at: String?

    init(_ record: JobRecord) {
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
    var rate: Double {
        let end = finishedAt ?? progress.at
        let seconds = Double(end.nanoseconds - start.startedAt.nanoseconds) / 1e9
        return seconds > 0 ? Double(progress.rowsRead) / seconds : 0
    }

    /// The state, and when it was last heard of where that matters.
    func stateText(now: Timestamp) -> String {
        guard DeadJobs.isDead(self, now: now) else { return state.rawValue }
        let silence = Double(now.nanoseconds - progress.at.nanoseconds) / 1e9
        return "\(state.rawValue)? silent for \(duration(silence))"
    }
}
