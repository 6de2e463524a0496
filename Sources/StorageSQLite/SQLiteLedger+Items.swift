internal import GRDB
public import MarketData
public import Storage

extension SQLiteLedger {
    /// Adds items behind those that a job has.
    /// - Throws: `other` when there is no job of that number.
    public func addItems(_ items: [JobItem], to job: JobID) throws(StorageError) {
        try database.write { db in
            _ = try store(of: job, db)
            if items.isEmpty { return }
            let first =
                try Int.fetchOne(
                    db, sql: "SELECT coalesce(max(place), -1) + 1 FROM job_item WHERE job = ?", arguments: [job.value])
                ?? 0
            let statement = try db.cachedStatement(
                sql: "INSERT INTO job_item (job, place, name, spec) VALUES (?, ?, ?, ?)")
            for (index, item) in items.enumerated() {
                try statement.execute(arguments: [job.value, first + index, item.name, item.spec])
            }
            try db.execute(
                sql: "UPDATE job SET items = items + ? WHERE id = ?", arguments: [items.count, job.value])
        }
    }

    /// Takes items that nobody has; the transaction begins with the right to write, so no two get the same.
    public func takeItems(
        of job: JobID, limit: Int, among places: Range<Int>?, lease: ItemLease, now: Timestamp
    ) throws(StorageError) -> [JobItemRecord] {
        try database.write { db in
            let places = places ?? 0..<Int.max
            let found = try Row.fetchAll(
                db.cachedStatement(sql: Self.freeItems),
                arguments: [job.value, places.lowerBound, places.upperBound, now.nanoseconds, max(limit, 0)])
            let take = try db.cachedStatement(
                sql: """
                    UPDATE job_item SET state = 'RUNNING', attempts = attempts + 1, owner = ?, lease_until = ?
                    WHERE job = ? AND place = ?
                    """)
            return try found.map { row in
                var taken = try item(row)
                try take.execute(
                    arguments: [lease.owner, lease.until.nanoseconds, job.value, taken.place])
                taken.progress.state = .running
                taken.attempts += 1
                taken.lease = lease
                return taken
            }
        }
    }

    /// Items that nobody has. The index has to be named: SQLite would go through those that are done.
    static let freeItems = """
        SELECT * FROM job_item INDEXED BY job_item_open WHERE job = ? AND place >= ? AND place < ?
            AND state IN ('PENDING', 'RUNNING') AND (state = 'PENDING' OR lease_until <= ?)
        ORDER BY place LIMIT ?
        """

    /// Lengthens the leases of an owner.
    public func renewLeases(of job: JobID, _ lease: ItemLease) throws(StorageError) -> Int {
        try change(
            open:
                "lease_until = ? WHERE job = ? AND state IN ('PENDING', 'RUNNING') AND state = 'RUNNING' AND owner = ?",
            [lease.until.nanoseconds, job.value, lease.owner])
    }

    /// What an owner has is PENDING again.
    public func releaseItems(of job: JobID, owner: String) throws(StorageError) {
        _ = try change(
            open: """
                state = 'PENDING', owner = NULL, lease_until = NULL
                WHERE job = ? AND state IN ('PENDING', 'RUNNING') AND state = 'RUNNING' AND owner = ?
                """, [job.value, owner])
    }

    /// What is PENDING or RUNNING is DROPPED.
    public func dropItems(of job: JobID) throws(StorageError) -> Int {
        try change(
            open: """
                state = 'DROPPED', owner = NULL, lease_until = NULL WHERE job = ? AND state IN ('PENDING', 'RUNNING')
                """, [job.value])
    }

    /// What FAILED or was DROPPED is PENDING again, without the failure.
    public func retryItems(of job: JobID) throws(StorageError) -> Int {
        try change(
            all: "state = 'PENDING', error_class = '', message = '' WHERE job = ? AND state IN ('FAILED', 'DROPPED')",
            [job.value])
    }

    /// The items of a job in their order.
    public func items(of job: JobID, state: JobItemState?) throws(StorageError) -> [JobItemRecord] {
        try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM job_item WHERE job = ? AND (? IS NULL OR state = ?) ORDER BY place",
                arguments: [job.value, state?.rawValue, state?.rawValue]
            ).map(item)
        }
    }

    /// How many items of a job are in each state.
    public func itemCounts(of job: JobID) throws(StorageError) -> [JobItemState: Int] {
        try database.read { db in
            var counts: [JobItemState: Int] = [:]
            let rows = try Row.fetchAll(
                db, sql: "SELECT state, count(*) AS items FROM job_item WHERE job = ? GROUP BY state",
                arguments: [job.value])
            for row in rows { counts[try row.word("state")] = row["items"] }
            return counts
        }
    }

    /// Notes how far an item is, said by its owner.
    func set(
        _ progress: JobItemProgress, ofItem place: Int, of job: JobID, owner: String, _ db: Database
    ) throws {
        let keepsLease = progress.state == .running
        try db.cachedStatement(
            sql: """
                UPDATE job_item SET state = ?, error_class = ?, message = ?, rows = ?, duration_ns = ?,
                    resume_token = ?, owner = iif(?, owner, NULL), lease_until = iif(?, lease_until, NULL)
                WHERE job = ? AND place = ? AND state = 'RUNNING' AND owner = ?
                """
        ).execute(arguments: [
            progress.state.rawValue, progress.errorClass, progress.message, progress.rows, progress.duration,
            progress.resumeToken, keepsLease, keepsLease, job.value, place, owner,
        ])
        if db.changesCount == 1 { return }
        let found = try Row.fetchOne(
            db, sql: "SELECT * FROM job_item WHERE job = ? AND place = ?", arguments: [job.value, place])
        throw StorageError.lostItem(place, of: job, owner: owner, found: try found.map(item), at: location)
    }

    private func change(open change: String, _ arguments: StatementArguments) throws(StorageError) -> Int {
        try self.change(all: change, arguments, by: "INDEXED BY job_item_open")
    }

    private func change(
        all change: String, _ arguments: StatementArguments, by index: String = ""
    ) throws(StorageError) -> Int {
        try database.write { db in
            try db.cachedStatement(sql: "UPDATE job_item \(index) SET \(change)").execute(arguments: arguments)
            return db.changesCount
        }
    }

    private func item(_ row: Row) throws -> JobItemRecord {
        let owner: String? = row["owner"]
        return JobItemRecord(
            job: JobID(row["job"]), place: row["place"], item: JobItem(name: row["name"], spec: row["spec"]),
            progress: JobItemProgress(
                try row.word("state"), errorClass: row["error_class"], message: row["message"], rows: row["rows"],
                duration: row["duration_ns"], resumeToken: row["resume_token"]),
            attempts: row["attempts"],
            lease: owner.map { ItemLease(owner: $0, until: Timestamp(nanoseconds: row["lease_until"])) })
    }
}
