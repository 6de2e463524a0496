internal import GRDB
public import MarketData
public import Storage

extension SQLiteLedger {
    /// Takes a run of a task, as the only process; nil where another has it or had it.
    public func takeTask(
        _ schedule: String, task: String, due: Timestamp, lease: ItemLease, now: Timestamp
    ) throws(StorageError) -> Int64? {
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE task_run SET state = ?, finished_at = lease_until, owner = NULL, lease_until = NULL
                    WHERE schedule = ? AND state = ? AND lease_until <= ?
                    """,
                arguments: [
                    TaskRunState.lost.rawValue, schedule, TaskRunState.running.rawValue, now.nanoseconds,
                ])
            try db.execute(
                sql: """
                    INSERT INTO task_run (schedule, task, due_at, started_at, state, owner, lease_until)
                    SELECT ?, ?, ?, ?, ?, ?, ?
                    WHERE NOT EXISTS (SELECT 1 FROM task_run WHERE schedule = ? AND (due_at = ? OR state = ?))
                    """,
                arguments: [
                    schedule, task, due.nanoseconds, now.nanoseconds, TaskRunState.running.rawValue, lease.owner,
                    lease.until.nanoseconds, schedule, due.nanoseconds, TaskRunState.running.rawValue,
                ])
            return db.changesCount == 1 ? db.lastInsertedRowID : nil
        }
    }

    /// Lengthens the lease of a run that this owner still has.
    public func renewTask(_ run: Int64, lease: ItemLease) throws(StorageError) -> Bool {
        try database.write { db in
            try db.execute(
                sql: "UPDATE task_run SET lease_until = ? WHERE id = ? AND owner = ? AND state = ?",
                arguments: [lease.until.nanoseconds, run, lease.owner, TaskRunState.running.rawValue])
            return db.changesCount == 1
        }
    }

    /// Notes how a run ended.
    public func finishTask(
        _ run: Int64, owner: String, state: TaskRunState, summary: String, at moment: Timestamp
    ) throws(StorageError) -> Bool {
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE task_run SET state = ?, summary = ?, finished_at = ?, owner = NULL, lease_until = NULL
                    WHERE id = ? AND owner = ? AND state = ?
                    """,
                arguments: [
                    state.rawValue, summary, moment.nanoseconds, run, owner, TaskRunState.running.rawValue,
                ])
            return db.changesCount == 1
        }
    }

    /// The newest runs, newest first.
    public func taskRuns(of schedule: String?, limit: Int) throws(StorageError) -> [TaskRunRecord] {
        try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM task_run WHERE ? IS NULL OR schedule = ? ORDER BY id DESC LIMIT ?",
                arguments: [schedule, schedule, max(limit, 0)]
            ).map { row in
                let owner: String? = row["owner"]
                let until = row.time("lease_until")
                return TaskRunRecord(
                    number: row["id"], schedule: row["schedule"], task: row["task"],
                    due: Timestamp(nanoseconds: row["due_at"]),
                    startedAt: Timestamp(nanoseconds: row["started_at"]), finishedAt: row.time("finished_at"),
                    state: try row.word("state"), summary: row["summary"],
                    lease: owner.flatMap { owner in until.map { ItemLease(owner: owner, until: $0) } })
            }
        }
    }
}
