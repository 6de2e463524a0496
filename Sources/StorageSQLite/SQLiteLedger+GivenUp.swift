internal import GRDB
internal import MarketData
public import Storage

extension SQLiteLedger {
    /// The parts of a job, or of all, that were given up and not taken up again.
    public func givenUp(job: JobID?) throws(StorageError) -> [GivenUpRecord] {
        try givenUp(where: "? IS NULL OR job = ?", [job?.value, job?.value])
    }

    /// The parts that jobs that wrote a store gave up and nobody took up again.
    public func givenUp(in store: StoreIdentity) throws(StorageError) -> [GivenUpRecord] {
        try givenUp(where: "job IN (SELECT id FROM job WHERE store = ?)", [store.value])
    }

    private func givenUp(
        where condition: String, _ arguments: StatementArguments
    ) throws(StorageError) -> [GivenUpRecord] {
        try database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM given_up WHERE \(condition) ORDER BY id", arguments: arguments)
                .map { row in
                    let part = GivenUp(
                        job: JobID(row["job"]), scope: try ScopeColumns.scope(row), range: try row.range(),
                        reason: row["reason"], message: row["message"], at: Timestamp(nanoseconds: row["given_up_at"]))
                    return GivenUpRecord(number: row["id"], part)
                }
        }
    }

    func note(_ part: GivenUp, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO given_up (\(ScopeColumns.names), job, start_time, end_time, reason, message, given_up_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: ScopeColumns.arguments(part.scope) + [
                part.job.value, part.range.start.nanoseconds, part.range.end.nanoseconds, part.reason, part.message,
                part.at.nanoseconds,
            ])
    }
}
