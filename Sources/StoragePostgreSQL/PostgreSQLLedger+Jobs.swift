internal import MarketData
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
                        store_location) VALUES ($1, $2, $3, $4, $4, $5, $6, $7) RETURNING id
                    """),
                [
                    .words(job.command), .words(job.subject), .int8(Int64(job.items)),
                    .int8(job.startedAt.nanoseconds), .text(JobState.running.rawValue), .text(job.store.value),
                    .words(job.storeLocation),
                ])
            return JobID(added.int8(0, 0))
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
        let numbers = [
            progress.itemsDone, progress.itemsFailed, progress.rowsRead, progress.written.inserted,
            progress.written.updated, progress.written.unchanged, progress.written.accepted, progress.duplicates,
            progress.rejected, progress.noTrades,
        ]
        let changed = try connection.run(
            Statement(
                "set_progress",
                """
                UPDATE \(schema).job SET items_done = $1, items_failed = $2, rows_read = $3, inserted = $4, updated = $5,
                    unchanged = $6, accepted = $7, duplicates = $8, rejected = $9, no_trades = $10,
                    resume_token = $11, heartbeat_at = $12 WHERE id = $13
                """),
            numbers.map { .int8(Int64($0)) }
                + [.words(progress.resumeToken), .int8(progress.at.nanoseconds), .int8(id.value)])
        guard changed.affected == 1 else {
            throw StorageError(
                .other, at: location, "there is no job \(id)", advice: "list the jobs with: candlewick jobs")
        }
    }

    /// The columns in the order in which `record` takes them.
    private var columns: String {
        """
        items_done, items_failed, rows_read, inserted, updated, unchanged, accepted, duplicates, rejected,
        no_trades, resume_token, heartbeat_at, id, command, subject, items, started_at, store, store_location,
        state, finished_at, message
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
        guard let store = StoreIdentity(found.text(row, 17)) else {
            throw ServerFailure(state: "XX001", "\(found.text(row, 17)) is no store that this candlewick knows")
        }
        let start = JobStart(
            command: found.text(row, 13), subject: found.text(row, 14), items: Int(found.int8(row, 15)),
            startedAt: Timestamp(nanoseconds: found.int8(row, 16)), store: store, storeLocation: found.text(row, 18))
        return JobRecord(
            id: JobID(found.int8(row, 12)), start: start, state: try word(found.text(row, 19), "state"),
            progress: progress, finishedAt: found.optionalInt8(row, 20).map(Timestamp.init(nanoseconds:)),
            message: found.text(row, 21))
    }
}
