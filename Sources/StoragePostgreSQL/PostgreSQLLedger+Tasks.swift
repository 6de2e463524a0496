public import MarketData
public import Storage

extension PostgreSQLLedger {
    /// Takes a run of a task, as the only process; nil where another has it or had it.
    ///
    /// Who takes runs of one entry waits for others who do, by a lock of the server's: the statements behind it then see
    /// what those did.
    public func takeTask(
        _ schedule: String, task: String, due: Timestamp, lease: ItemLease, now: Timestamp
    ) throws(StorageError) -> Int64? {
        try database.write { connection, _ in
            _ = try connection.run(
                Statement("task_lock", "SELECT pg_advisory_xact_lock($1)"),
                [.int8(Schema.lockKey("\(schema) task \(schedule.withoutZeros)"))])
            _ = try connection.run(
                Statement(
                    "lose_tasks",
                    """
                    UPDATE \(schema).task_run
                    SET state = 'LOST', finished_at = lease_until, owner = NULL, lease_until = NULL
                    WHERE schedule = $1 AND state = 'RUNNING' AND lease_until <= $2
                    """), [.words(schedule), .int8(now.nanoseconds)])
            let taken = try connection.run(
                Statement(
                    "take_task",
                    """
                    INSERT INTO \(schema).task_run (schedule, task, due_at, started_at, state, owner, lease_until)
                    SELECT $1, $2, $3, $4, 'RUNNING', $5, $6
                    WHERE NOT EXISTS (
                        SELECT FROM \(schema).task_run WHERE schedule = $1 AND (due_at = $3 OR state = 'RUNNING'))
                    RETURNING id
                    """),
                [
                    .words(schedule), .words(task), .int8(due.nanoseconds), .int8(now.nanoseconds),
                    .words(lease.owner), .int8(lease.until.nanoseconds),
                ])
            return taken.count == 0 ? nil : taken.int8(0, 0)
        }
    }

    /// Lengthens the lease of a run that this owner still has.
    public func renewTask(_ run: Int64, lease: ItemLease) throws(StorageError) -> Bool {
        try database.write { connection, _ in
            try connection.run(
                Statement(
                    "renew_task",
                    """
                    UPDATE \(schema).task_run SET lease_until = $3 WHERE id = $1 AND owner = $2 AND state = 'RUNNING'
                    """), [.int8(run), .words(lease.owner), .int8(lease.until.nanoseconds)]
            ).affected == 1
        }
    }

    /// Notes how a run ended.
    public func finishTask(
        _ run: Int64, owner: String, state: TaskRunState, summary: String, at moment: Timestamp
    ) throws(StorageError) -> Bool {
        try database.write { connection, _ in
            try connection.run(
                Statement(
                    "finish_task",
                    """
                    UPDATE \(schema).task_run
                    SET state = $3, summary = $4, finished_at = $5, owner = NULL, lease_until = NULL
                    WHERE id = $1 AND owner = $2 AND state = 'RUNNING'
                    """),
                [
                    .int8(run), .words(owner), .text(state.rawValue), .words(summary), .int8(moment.nanoseconds),
                ]
            ).affected == 1
        }
    }

    /// The newest runs, newest first.
    public func taskRuns(of schedule: String?, limit: Int) throws(StorageError) -> [TaskRunRecord] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    "task_runs",
                    """
                    SELECT id, schedule, task, due_at, started_at, finished_at, state, summary, owner, lease_until
                    FROM \(schema).task_run WHERE $1 IS NULL OR schedule = $1 ORDER BY id DESC LIMIT $2
                    """), [.words(schedule), .int8(Int64(max(limit, 0)))])
            return try (0..<found.count).map { row in
                let until = found.time(row, 9)
                return TaskRunRecord(
                    number: found.int8(row, 0), schedule: found.text(row, 1), task: found.text(row, 2),
                    due: Timestamp(nanoseconds: found.int8(row, 3)),
                    startedAt: Timestamp(nanoseconds: found.int8(row, 4)), finishedAt: found.time(row, 5),
                    state: try word(found.text(row, 6), "state"), summary: found.text(row, 7),
                    lease: found.optionalText(row, 8).flatMap { owner in
                        until.map { ItemLease(owner: owner, until: $0) }
                    })
            }
        }
    }
}
