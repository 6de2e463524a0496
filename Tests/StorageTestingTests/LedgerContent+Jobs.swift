import MarketData
import Storage

extension LedgerContent {
    mutating func advance(_ step: JobProgress, of id: JobID, _ fault: LedgerFault) throws(StorageError) {
        if fault == .setsForAdds { return try set(step, of: id, fault) }
        guard var progress = jobs.first(where: { $0.id == id })?.progress else {
            throw MemoryPlace.error(.other, "there is no job \(id)")
        }
        progress.itemsDone += step.itemsDone
        progress.itemsFailed += step.itemsFailed
        progress.rowsRead += step.rowsRead
        progress.written += step.written
        progress.duplicates += step.duplicates
        progress.rejected += step.rejected
        progress.noTrades += step.noTrades
        progress.at = max(progress.at, step.at)
        try set(progress, of: id, fault)
    }

    mutating func note(_ gap: Gap, _ fault: LedgerFault) {
        var gap = gap
        if fault == .losesRequiredFiles { gap.requiredFile = "" }
        if fault != .keepsBothGaps {
            gaps.removeAll { $0.store == gap.store && $0.line == gap.line && $0.range.overlaps(gap.range) }
        }
        gaps.append(gap)
    }

    /// Changes the items of a job that are meant, and says how many.
    mutating func changeItems(
        of job: JobID, where isMeant: (JobItemRecord) -> Bool, _ body: (inout JobItemRecord) -> Void
    ) -> Int {
        let meant = items.indices.filter { items[$0].job == job && isMeant(items[$0]) }
        for index in meant { body(&items[index]) }
        return meant.count
    }

    mutating func set(
        _ progress: JobItemProgress, _ place: Int, of job: JobID, _ owner: String, _ fault: LedgerFault
    ) throws(StorageError) {
        guard let index = items.firstIndex(where: { $0.job == job && $0.place == place }) else {
            throw MemoryPlace.error(.other, "there is no item \(place) of job \(job)")
        }
        guard items[index].lease?.owner == owner || fault == .fencesNobody else {
            throw MemoryPlace.error(.lostLease, "\(owner) does not have item \(place) of job \(job)")
        }
        items[index].progress = progress
        if progress.state != .running { items[index].lease = nil }
    }
}
