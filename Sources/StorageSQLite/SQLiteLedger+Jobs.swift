internal import GRDB
public import MarketData
public import Storage

extension SQLiteLedger {
    /// Notes a job that begins to run, and gives it the next number; numbers are never used again.
    public func startJob(_ job: JobStart) throws(StorageError) -> JobID {
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO job (command, subject, items, started_at, state, items_done, items_failed, rows_read,
                        inserted, updated, unchanged, duplicates, rejected, no_trades, heartbeat_at, message, store,
                        store_location, spec, process)
                    VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, ?, '', ?, ?, ?, ?)
                    """,
                arguments: [
                    job.command, job.subject, job.items, job.startedAt.nanoseconds, JobState.running.rawValue,
                    job.startedAt.nanoseconds, job.store.value, job.storeLocation, job.spec,
                    job.process,
                ])
            return JobID(db.lastInsertedRowID)
        }
    }

    /// A job that is not RUNNING runs again. False where it runs already.
    /// - Throws: `other` when there is no job of that number.
    public func restartJob(_ id: JobID, at moment: Timestamp) throws(StorageError) -> Bool {
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE job SET state = ?, heartbeat_at = ?, finished_at = NULL, message = '', is_cancelled = 0
                    WHERE id = ? AND state <> ?
                    """,
                arguments: [
                    JobState.running.rawValue, moment.nanoseconds, id.value, JobState.running.rawValue,
                ])
            if db.changesCount == 1 { return true }
            _ = try store(of: id, db)
            return false
        }
    }

    /// Notes that a job is to end.
    /// - Throws: `other` when there is no job of that number.
    public func cancelJob(_ id: JobID) throws(StorageError) {
        try database.write { db in
            try db.execute(sql: "UPDATE job SET is_cancelled = 1 WHERE id = ?", arguments: [id.value])
            try requireChange(of: id, db)
        }
    }

    /// Notes how far a job is, and that it lives. Its state stays.
    /// - Throws: `other` when there is no job of that number.
    public func updateJob(_ id: JobID, progress: JobProgress) throws(StorageError) {
        try database.write { db in try set(progress, of: id, db) }
    }

    /// Notes how a job ended, at the time of the last progress.
    /// - Throws: `other` when there is no job of that number.
    public func finishJob(
        _ id: JobID, state: JobState, message: String, progress: JobProgress
    ) throws(StorageError) {
        try database.write { db in
            try set(progress, of: id, db)
            try db.execute(
                sql: "UPDATE job SET state = ?, message = ?, finished_at = ? WHERE id = ?",
                arguments: [state.rawValue, message, progress.at.nanoseconds, id.value])
        }
    }

    /// One job, nil when there is none of that number.
    public func job(_ id: JobID) throws(StorageError) -> JobRecord? {
        try database.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM job WHERE id = ?", arguments: [id.value]).map(record)
        }
    }

    /// The newest jobs, newest first.
    public func jobs(limit: Int) throws(StorageError) -> [JobRecord] {
        try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM job ORDER BY id DESC LIMIT ?", arguments: [max(limit, 0)]
            ).map(record)
        }
    }

    func set(_ progress: JobProgress, of id: JobID, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE job SET items_done = ?, items_failed = ?, rows_read = ?, inserted = ?, updated = ?,
                    unchanged = ?, accepted = ?, duplicates = ?, rejected = ?, no_trades = ?, heartbeat_at = ?,
                    resume_token = ? WHERE id = ?
                """
        ).execute(arguments: counts(progress) + [progress.at.nanoseconds, progress.resumeToken, id.value])
        try requireChange(of: id, db)
    }

    func advance(_ progress: JobProgress, of id: JobID, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE job SET items_done = items_done + ?, items_failed = items_failed + ?,
                    rows_read = rows_read + ?, inserted = inserted + ?, updated = updated + ?,
                    unchanged = unchanged + ?, accepted = accepted + ?, duplicates = duplicates + ?,
                    rejected = rejected + ?, no_trades = no_trades + ?, heartbeat_at = max(heartbeat_at, ?)
                WHERE id = ?
                """
        ).execute(arguments: counts(progress) + [progress.at.nanoseconds, id.value])
        try requireChange(of: id, db)
    }

    /// The store that a job wrote.
    func store(of id: JobID, _ db: Database) throws -> StoreIdentity {
        let found = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT store FROM job WHERE id = ?"), arguments: [id.value])
        guard let found else { throw noJob(id) }
        return try found.identity("store")
    }

    private func requireChange(of id: JobID, _ db: Database) throws {
        if db.changesCount != 1 { throw noJob(id) }
    }

    private func noJob(_ id: JobID) -> StorageError {
        StorageError(.other, at: location, "there is no job \(id)", advice: "list the jobs with: candlewick jobs")
    }

    private func counts(_ progress: JobProgress) -> StatementArguments {
        [
            progress.itemsDone, progress.itemsFailed, progress.rowsRead, progress.written.inserted,
            progress.written.updated, progress.written.unchanged, progress.written.accepted, progress.duplicates,
            progress.rejected, progress.noTrades,
        ]
    }

    private func record(_ row: Row) throws -> JobRecord {
        var progress = JobProgress(at: Timestamp(nanoseconds: row["heartbeat_at"]))
        progress.itemsDone = row["items_done"]
        progress.itemsFailed = row["items_failed"]
        progress.rowsRead = row["rows_read"]
        progress.written = row.writeCount
        progress.duplicates = row["duplicates"]
        progress.rejected = row["rejected"]
        progress.noTrades = row["no_trades"]
        progress.resumeToken = row["resume_token"]
        let start = JobStart(
            command: row["command"], subject: row["subject"], items: row["items"],
            startedAt: Timestamp(nanoseconds: row["started_at"]), store: try row.identity("store"),
            storeLocation: row["store_location"], spec: row["spec"],
            process: row["process"])
        return JobRecord(
            id: JobID(row["id"]), start: start, state: try row.word("state"), progress: progress,
            finishedAt: row.time("finished_at"), message: row["message"], isCancelled: row["is_cancelled"])
    }
}
