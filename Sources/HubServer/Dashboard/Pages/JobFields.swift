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
            "done": progress.itemsDone.grouped,
            "failed": progress.itemsFailed.grouped, "has_failed": progress.itemsFailed > 0,
            "rows": progress.rowsRead.grouped, "inserted": progress.written.inserted.grouped,
            "updated": progress.written.updated.grouped, "unchanged": progress.written.unchanged.grouped,
            "rejected": progress.rejected.grouped, "has_rejects": progress.rejected > 0,
            "duplicates": progress.duplicates.grouped, "no_trades": progress.noTrades.grouped,
            "message": job.message, "started": Fields.time(job.start.startedAt),
            "sign_of_life": Fields.time(progress.at), "store": job.start.storeLocation,
        ]
        if let bar = bar(job) { fields["bar"] = bar }
        if job.rate >= 1 { fields["rate"] = Int(job.rate).grouped }
        if let finished = job.finishedAt {
            fields["finished"] = Fields.time(finished)
            fields["took"] = Fields.span(finished.nanoseconds - job.start.startedAt.nanoseconds)
        } else {
            fields["took"] = Fields.span(now.nanoseconds - job.start.startedAt.nanoseconds)
        }
        return fields
    }

    /// How far a job is that is not over. The ledger counts items: of a job with one item, or where none is through yet, that
    /// says nothing, and neither 0 nor 100 per cent would be true.
    private static func bar(_ job: JobRecord) -> Fields? {
        let (items, done) = (job.start.items, job.progress.itemsDone)
        let isKnown = items > 1 && done > 0
        switch job.state {
        case .running where !isKnown: return ["label": "Job \(job.id) is at work; how far it is cannot be known yet"]
        case .running, .paused:
            guard isKnown else { return nil }
            return [
                "label": "Items done of job \(job.id)",
                "known": ["most": items, "so_far": Swift.min(done, items)] as Fields,
            ]
        case .pending, .completed, .partial, .failed: return nil
        }
    }
}
