public import MarketData
public import Storage

extension PostgreSQLLedger {
    /// Adds items behind those that a job has; who adds to the same job waits.
    /// - Throws: `other` when there is no job of that number.
    public func addItems(_ items: [JobItem], to job: JobID) throws(StorageError) {
        try database.write { connection, _ in
            let changed = try connection.run(
                Statement("more_items", "UPDATE \(schema).job SET items = items + $2 WHERE id = $1"),
                [.int8(job.value), .int8(Int64(items.count))])
            if changed.affected != 1 { throw noJob(job) }
            if items.isEmpty { return }
            _ = try connection.run(
                Statement(
                    "add_items",
                    """
                    INSERT INTO \(schema).job_item (job, place, name, spec)
                    SELECT $1, w.place + (SELECT coalesce(max(place), -1) FROM \(schema).job_item WHERE job = $1),
                        w.name, w.spec
                    FROM unnest($2, $3) WITH ORDINALITY AS w (name, spec, place)
                    """),
                [
                    .int8(job.value), .texts(items.map(\.name.withoutZeros)), .texts(items.map(\.spec.withoutZeros)),
                ])
        }
    }

    /// Takes items that nobody has; what another process is just taking is left to it.
    public func takeItems(
        of job: JobID, limit: Int, among places: Range<Int>?, lease: ItemLease, now: Timestamp
    ) throws(StorageError) -> [JobItemRecord] {
        try database.write { connection, _ in
            try connection.planByTheMoment()
            let places = places ?? 0..<Int.max
            // The server takes a job that it has no statistics of for one of few items, and would look for the places among
            // all of them: the first and the last place keep it from that.
            let found = try connection.run(
                Statement(
                    "take_items",
                    """
                    WITH free AS (
                        SELECT place FROM \(schema).job_item WHERE job = $1 AND place >= $2 AND place < $3
                            AND state IN ('PENDING', 'RUNNING') AND (state = 'PENDING' OR lease_until <= $4)
                        ORDER BY place LIMIT $5 FOR UPDATE SKIP LOCKED),
                    taken AS (
                        UPDATE \(schema).job_item
                        SET state = 'RUNNING', attempts = attempts + 1, owner = $6, lease_until = $7
                        WHERE job = $1 AND place = ANY (ARRAY(SELECT place FROM free))
                            AND place >= (SELECT min(place) FROM free) AND place <= (SELECT max(place) FROM free)
                        RETURNING *)
                    SELECT \(Self.columns) FROM taken ORDER BY place
                    """),
                [
                    .int8(job.value), .int8(Int64(places.lowerBound)), .int8(Int64(places.upperBound)),
                    .int8(now.nanoseconds), .int8(Int64(max(limit, 0))), .words(lease.owner),
                    .int8(lease.until.nanoseconds),
                ])
            return try (0..<found.count).map { try Self.item(found, $0, of: job) }
        }
    }

    /// Lengthens the leases of an owner.
    public func renewLeases(of job: JobID, _ lease: ItemLease) throws(StorageError) -> Int {
        try change(
            "renew_leases", "lease_until = $3 WHERE job = $1 AND \(Self.isRunning) AND owner = $2",
            [.int8(job.value), .words(lease.owner), .int8(lease.until.nanoseconds)])
    }

    /// What an owner has is PENDING again.
    public func releaseItems(of job: JobID, owner: String) throws(StorageError) {
        _ = try change(
            "release_items",
            """
            state = 'PENDING', owner = NULL, lease_until = NULL WHERE job = $1 AND \(Self.isRunning) AND owner = $2
            """, [.int8(job.value), .words(owner)])
    }

    /// What is PENDING or RUNNING is DROPPED.
    public func dropItems(of job: JobID) throws(StorageError) -> Int {
        try change(
            "drop_items",
            """
            state = 'DROPPED', owner = NULL, lease_until = NULL WHERE job = $1 AND state IN ('PENDING', 'RUNNING')
            """, [.int8(job.value)])
    }

    /// What FAILED or was DROPPED is PENDING again, without the failure.
    public func retryItems(of job: JobID) throws(StorageError) -> Int {
        try change(
            "retry_items",
            "state = 'PENDING', error_class = '', message = '' WHERE job = $1 AND state IN ('FAILED', 'DROPPED')",
            [.int8(job.value)])
    }

    /// The items of a job in their order.
    public func items(of job: JobID, state: JobItemState?) throws(StorageError) -> [JobItemRecord] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    "items",
                    """
                    SELECT \(Self.columns) FROM \(schema).job_item WHERE job = $1 AND ($2 IS NULL OR state = $2)
                    ORDER BY place
                    """), [.int8(job.value), .words(state?.rawValue)])
            return try (0..<found.count).map { try Self.item(found, $0, of: job) }
        }
    }

    /// How many items of a job are in each state.
    public func itemCounts(of job: JobID) throws(StorageError) -> [JobItemState: Int] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    "item_counts", "SELECT state, count(*) FROM \(schema).job_item WHERE job = $1 GROUP BY state"),
                [.int8(job.value)])
            var counts: [JobItemState: Int] = [:]
            for row in 0..<found.count {
                counts[try word(found.text(row, 0), "state")] = Int(found.int8(row, 1))
            }
            return counts
        }
    }

    /// Notes how far an item is, said by its owner.
    func set(
        _ progress: JobItemProgress, ofItem place: Int, of job: JobID, owner: String, _ connection: ServerConnection
    ) throws {
        let values: [Parameter] = [.int8(job.value), .int8(Int64(place))]
        let changed = try connection.run(
            Statement(
                "set_item",
                """
                UPDATE \(schema).job_item SET state = $4, error_class = $5, message = $6, rows = $7, duration_ns = $8,
                    resume_token = $9, owner = CASE WHEN $10 THEN owner END,
                    lease_until = CASE WHEN $10 THEN lease_until END
                WHERE job = $1 AND place = $2 AND state = 'RUNNING' AND owner = $3
                """),
            values + [
                .words(owner), .text(progress.state.rawValue), .words(progress.errorClass), .words(progress.message),
                .int8(Int64(progress.rows)), .int8(progress.duration), .words(progress.resumeToken),
                .bool(progress.state == .running),
            ])
        if changed.affected == 1 { return }
        let found = try connection.run(
            Statement(
                "item", "SELECT \(Self.columns) FROM \(schema).job_item WHERE job = $1 AND place = $2"), values)
        throw StorageError.lostItem(
            place, of: job, owner: owner, found: found.count == 0 ? nil : try Self.item(found, 0, of: job),
            at: location)
    }

    /// With the words of the index of open items.
    private static let isRunning = "state IN ('PENDING', 'RUNNING') AND state = 'RUNNING'"

    private func change(_ name: String, _ change: String, _ values: [Parameter]) throws(StorageError) -> Int {
        try database.write { connection, _ in
            try connection.run(Statement(name, "UPDATE \(schema).job_item SET \(change)"), values).affected
        }
    }

    /// In the order in which `item` takes them.
    private static let columns = """
        place, name, spec, state, error_class, message, rows, duration_ns, resume_token, attempts, owner, lease_until
        """

    private static func item(
        _ found: borrowing StatementResult, _ row: Int, of job: JobID
    ) throws(ServerFailure) -> JobItemRecord {
        JobItemRecord(
            job: job, place: Int(found.int8(row, 0)), item: JobItem(name: found.text(row, 1), spec: found.text(row, 2)),
            progress: JobItemProgress(
                try word(found.text(row, 3), "state"), errorClass: found.text(row, 4), message: found.text(row, 5),
                rows: Int(found.int8(row, 6)), duration: found.int8(row, 7), resumeToken: found.text(row, 8)),
            attempts: Int(found.int8(row, 9)),
            lease: found.optionalText(row, 10).map {
                ItemLease(owner: $0, until: Timestamp(nanoseconds: found.int8(row, 11)))
            })
    }
}
