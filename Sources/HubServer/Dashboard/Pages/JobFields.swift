import MarketData
import Overview
import Reporting
import Storage

/// How a job is shown.
enum JobFields {
    /// For lists, and for the head of its own page.
    static func summary(_ job: JobRecord, now: Timestamp) -> Fields {
        let (progress, items) = (job.progress, job.start.items)
        var fields: Fields = [
            "id": job.id.value, "command": job.start.command, "subject": job.start.subject,
            "state": job.state.rawValue, "is_running": job.state == .running, "items": items.grouped,
            "done": progress.itemsDone.grouped, "most": Swift.max(1, items), "so_far": progress.itemsDone,
            "failed": progress.itemsFailed.grouped, "has_failed": progress.itemsFailed > 0,
            "rows": progress.rowsRead.grouped, "inserted": progress.written.inserted.grouped,
            "updated": progress.written.updated.grouped, "unchanged": progress.written.unchanged.grouped,
            "rejected": progress.rejected.grouped, "has_rejects": progress.rejected > 0,
            "duplicates": progress.duplicates.grouped, "no_trades": progress.noTrades.grouped,
            "rate": Int(job.rate).grouped, "message": job.message, "started": Fields.time(job.start.startedAt),
            "sign_of_life": Fields.time(progress.at), "store": job.start.storeLocation,
        ]
        if let finished = job.finishedAt {
            fields["finished"] = Fields.time(finished)
            fields["took"] = Fields.span(finished.nanoseconds - job.start.startedAt.nanoseconds)
        } else {
            fields["took"] = Fields.span(now.nanoseconds - job.start.startedAt.nanoseconds)
        }
        return fields
    }
}
