public import MarketData
public import Storage

extension PostgreSQLLedger {
    /// Notes a job that begins to run, and gives it the next number; numbers are never used again.
    public func startJob(_ job: JobStart) throws(StorageError) -> JobID {
        try database.write { connection, _ in
            let added = try connection.run(
                Statement(
                    "start_job",
                    """
                    INSERT INTO \(schema).job (command, subject, items, started_at, heartbeat_at, state, store,
                        store_location, spec, process) VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9) RETURNING id
                    """),
                [
                    .words(job.command), .words(job.subject), .int8(Int64(job.items)),
                    .int8(job.startedAt.nanoseconds), .text(JobState.running.rawValue), .text(job.store.value),
                    .words(job.storeLocation), .words(job.spec), .words(job.process),
                ])
            return JobID(added.int8(0, 0))
        }
    }

    /// A job that is not RUNNING runs again. False where it runs already.
    /// - Throws: `other` when there is no job of that number.
    public func restartJob(_ id: JobID, at moment: Timestamp) throws(StorageError) -> Bool {
        try database.write { connection, _ in
            let changed = try connection.run(
                Statement(
                    "restart_job",
                    """
                    UPDATE \(schema).job SET state = $1, heartbeat_at = $2, finished_at = NULL, message = '',
                        is_cancelled = false WHERE id = $3 AND state <> $1
                    """), [.text(JobState.running.rawValue), .int8(moment.nanoseconds), .int8(id.value)])
            if changed.affected == 1 { return true }
            _ = try store(of: id, connection)
            return false
        }
    }

    /// Notes that a job is to end.
    /// - Throws: `other` when there is no job of that number.
    public func cancelJob(_ id: JobID) throws(StorageError) {
        try database.write { connection, _ in
            let changed = try connection.run(
                Statement("cancel_job", "UPDATE \(schema).job SET is_cancelled = true WHERE id = $1"),
                [.int8(id.value)])
            if changed.affected != 1 { throw noJob(id) }
        }
    }

    /// Notes how far a job is, and that it lives. Its state stays.
    /// - Throws: `other` when there is no job of that number.
    public func updateJob(_ id: JobID, progress: JobProgress) throws(StorageError) {
        try database.write { connection, _ in try set(progress, of: id, connection) }
    }

    /// Notes how a job ended, at the time of the last progress.
    /// - Throws: `other` when there is no job of that number.
    public func finishJob(
        _ id: JobID, state: JobState, message: String, progress: JobProgress
    ) throws(StorageError) {
        try database.write { connection, _ in
            try set(progress, of: id, connection)
            _ = try connection.run(
                Statement(
                    "finish_job", "UPDATE \(schema).job SET state = $1, message = $2, finished_at = $3 WHERE id = $4"),
                [.text(state.rawValue), .words(message), .int8(progress.at.nanoseconds), .int8(id.value)])
        }
    }

    /// One job, nil when there is none of that number.
    public func job(_ id: JobID) throws(StorageError) -> JobRecord? {
        try database.read { connection in
            let found = try connection.run(
                Statement("job", "SELECT \(columns) FROM \(schema).job WHERE id = $1"), [.int8(id.value)])
            return found.count == 0 ? nil : try record(found, 0)
        }
    }

    /// The newest jobs, newest first.
    public func jobs(limit: Int) throws(StorageError) -> [JobRecord] {
        try database.read { connection in
            let found = try connection.run(
                Statement("jobs", "SELECT \(columns) FROM \(schema).job ORDER BY id DESC LIMIT $1"),
                [.int8(Int64(max(limit, 0)))])
            return try (0..<found.count).map { try record(found, $0) }
        }
    }

    func set(_ progress: JobProgress, of id: JobID, _ connection: ServerConnection) throws {
        let changed = try connection.run(
            Statement(
                "set_progress",
                """
                UPDATE \(schema).job SET items_done = $1, items_failed = $2, rows_read = $3, inserted = $4, updated = $5,
                    unchanged = $6, accepted = $7, duplicates = $8, rejected = $9, no_trades = $10,
                    heartbeat_at = $11, resume_token = $12 WHERE id = $13
                """),
            counts(progress) + [.int8(progress.at.nanoseconds), .words(progress.resumeToken), .int8(id.value)])
        if changed.affected != 1 { throw noJob(id) }
    }

    func advance(_ progress: JobProgress, of id: JobID, _ connection: ServerConnection) throws {
        let changed = try connection.run(
            Statement(
                "advance",
                """
                UPDATE \(schema).job SET items_done = items_done + $1, items_failed = items_failed + $2,
                    rows_read = rows_read + $3, inserted = inserted + $4, updated = updated + $5,
                    unchanged = unchanged + $6, accepted = accepted + $7, duplicates = duplicates + $8,
                    rejected = rejected + $9, no_trades = no_trades + $10, heartbeat_at = greatest(heartbeat_at, $11)
                WHERE id = $12
                """), counts(progress) + [.int8(progress.at.nanoseconds), .int8(id.value)])
        if changed.affected != 1 { throw noJob(id) }
    }

    /// The store that a job wrote.
    func store(of id: JobID, _ connection: ServerConnection) throws -> StoreIdentity {
        let found = try connection.run(
            Statement("store_of_job", "SELECT store FROM \(schema).job WHERE id = $1"), [.int8(id.value)])
        if found.count == 0 { throw noJob(id) }
        return try found.identity(0, 0)
    }

    func noJob(_ id: JobID) -> StorageError {
        StorageError(.other, at: location, "there is no job \(id)", advice: "list the jobs with: candlewick jobs")
    }

    private func counts(_ progress: JobProgress) -> [Parameter] {
        [
            progress.itemsDone, progress.itemsFailed, progress.rowsRead, progress.written.inserted,
            progress.written.updated, progress.written.unchanged, progress.written.accepted, progress.duplicates,
            progress.rejected, progress.noTrades,
        ].map { .int8(Int64($0)) }
    }

    /// The columns in the order in which `record` takes them.
    private var columns: String {
        """
        items_done, items_failed, rows_read, inserted, updated, unchanged, accepted, duplicates, rejected,
        no_trades, resume_token, heartbeat_at, id, command, subject, items, started_at, store, store_location,
        state, finished_at, message, spec, is_cancelled, process
        """
    }

    private func record(_ found: borrowing StatementResult, _ row: Int) throws(ServerFailure) -> JobRecord {
        var progress = JobProgress(at: Timestamp(nanoseconds: found.int8(row, 11)))
        progress.itemsDone = Int(found.int8(row, 0))
        progress.itemsFailed = Int(found.int8(row, 1))
        progress.rowsRead = Int(found.int8(row, 2))
        progress.written = WriteCount(
            inserted: Int(found.int8(row, 3)), updated: Int(found.int8(row, 4)), unchanged: Int(found.int8(row, 5)),
            accepted: Int(found.int8(row, 6)))
        progress.duplicates = Int(found.int8(row, 7))
        progress.rejected = Int(found.int8(row, 8))
        progress.noTrades = Int(found.int8(row, 9))
        progress.resumeToken = found.text(row, 10)
        let start = JobStart(
            command: found.text(row, 13), subject: found.text(row, 14), items: Int(found.int8(row, 15)),
            startedAt: Timestamp(nanoseconds: found.int8(row, 16)), store: try found.identity(row, 17),
            storeLocation: found.text(row, 18), spec: found.text(row, 22), process: found.text(row, 24))
        return JobRecord(
            id: JobID(found.int8(row, 12)), start: start, state: try word(found.text(row, 19), "state"),
            progress: progress, finishedAt: found.time(row, 20), message: found.text(row, 21),
            isCancelled: found.bool(row, 23))
    }
}
