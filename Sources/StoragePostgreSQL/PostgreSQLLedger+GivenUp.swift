internal import MarketData
public import Storage

extension PostgreSQLLedger {
    /// The parts of a job, or of all, that were given up and not taken up again.
    public func givenUp(job: JobID?) throws(StorageError) -> [GivenUpRecord] {
        try givenUp("given_up", where: "$1 IS NULL OR job = $1", [.int8(job?.value)])
    }

    /// The parts that jobs that wrote a store gave up and nobody took up again.
    public func givenUp(in store: StoreIdentity) throws(StorageError) -> [GivenUpRecord] {
        try givenUp(
            "given_up_in_store", where: "job IN (SELECT id FROM \(schema).job WHERE store = $1)", [.text(store.value)])
    }

    private func givenUp(
        _ name: String, where condition: String, _ values: [Parameter]
    ) throws(StorageError) -> [GivenUpRecord] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    name,
                    """
                    SELECT id, job, start_time, end_time, reason, message, given_up_at, \(ScopeColumns.names)
                    FROM \(schema).given_up WHERE \(condition) ORDER BY id
                    """), values)
            return try (0..<found.count).map { row in
                let part = GivenUp(
                    job: JobID(found.int8(row, 1)), scope: try ScopeColumns.scope(found, row, from: 7),
                    range: try found.range(row, from: 2), reason: found.text(row, 4), message: found.text(row, 5),
                    at: Timestamp(nanoseconds: found.int8(row, 6)))
                return GivenUpRecord(number: found.int8(row, 0), part)
            }
        }
    }

    func note(_ part: GivenUp, _ connection: ServerConnection) throws {
        _ = try connection.run(
            Statement(
                "add_given_up",
                """
                INSERT INTO \(schema).given_up
                    (\(ScopeColumns.names), job, start_time, end_time, reason, message, given_up_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                """),
            ScopeColumns.values(part.scope) + [
                .int8(part.job.value), .int8(part.range.start.nanoseconds), .int8(part.range.end.nanoseconds),
                .words(part.reason), .words(part.message), .int8(part.at.nanoseconds),
            ])
    }
}
