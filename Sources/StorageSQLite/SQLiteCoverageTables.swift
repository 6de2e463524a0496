import GRDB
import MarketData
import Storage

/// Coverage, its sets and suspects, within one transaction.
struct SQLiteCoverageTables: CoverageTables {
    private let db: Database
    /// Knows the jobs; nil where none is asked for.
    private let ledger: SQLiteLedger?

    init(_ db: Database, _ ledger: SQLiteLedger? = nil) { (self.db, self.ledger) = (db, ledger) }

    func store(of job: JobID) throws -> StoreIdentity {
        guard let ledger else { throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "no jobs are known here") }
        return try ledger.store(of: job, db)
    }

    func set(_ key: CoverageSetKey) throws -> RangeSet {
        let statement = try db.cachedStatement(
            sql: "SELECT ranges FROM coverage_set WHERE \(Self.isKey)")
        try statement.setArguments(Self.arguments(key))
        // The connection's cache keeps the statement, and nobody else uses it meanwhile.
        let rows = unsafe RowStatement(statement.sqliteStatement)
        defer { rows.reset() }
        return try rows.step() ? rows.ranges(0) : RangeSet()
    }

    func save(_ set: RangeSet, as key: CoverageSetKey) throws {
        if set.isEmpty {
            try db.cachedStatement(sql: "DELETE FROM coverage_set WHERE \(Self.isKey)")
                .execute(arguments: Self.arguments(key))
            return
        }
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO coverage_set (store, content, medium, \(ScopeColumns.names), ranges)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (store, base, quote, interval_ns, category, source, content, medium)
                DO UPDATE SET ranges = excluded.ranges
                """)
        statement.setUncheckedArguments(Self.arguments(key))
        // The connection's cache keeps the statement, and nobody else uses it meanwhile.
        try unsafe RowStatement(statement.sqliteStatement)
            .run(withBytes: PackedRanges.pack(set, of: key.scope.kind), at: 9)
    }

    func examinedSeries(_ group: ExaminedGroup) throws -> [Series] {
        let found = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT \(ScopeColumns.names) FROM coverage_set WHERE \(Self.isOfGroup) AND category = ''
                        AND content = 'EXAMINED'
                    """), arguments: Self.arguments(group))
        return try found.map { try Self.series($0) }
    }

    func suspects(_ group: ExaminedGroup) throws -> [StoredSuspect] {
        let found = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, base, quote, interval_ns, source, start_time, end_time FROM suspect
                    WHERE \(Self.isOfGroup)
                    """), arguments: Self.arguments(group))
        return try found.map { ($0["id"], try Self.series($0), try $0.range()) }
    }

    func add(_ suspect: Suspect, in store: StoreIdentity) throws -> Int64 {
        let series = suspect.series
        try db.cachedStatement(
            sql: """
                INSERT INTO suspect (store, base, quote, interval_ns, source, start_time, end_time, reason, evidence,
                    expected_trades) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            store.value, series.instrument.base, series.instrument.quote, SeriesTable.nanoseconds(of: series.kind),
            series.source, suspect.range.start.nanoseconds, suspect.range.end.nanoseconds, suspect.reason.rawValue,
            suspect.evidence, suspect.expectedTrades,
        ])
        return db.lastInsertedRowID
    }

    func removeSuspects(_ ids: [Int64]) throws {
        let statement = try db.cachedStatement(sql: "DELETE FROM suspect WHERE id = ?")
        for id in ids { try statement.execute(arguments: [id]) }
    }

    /// The series of a row.
    static func series(_ row: Row) throws -> Series {
        Series(
            Instrument(base: row["base"], quote: row["quote"]), try SeriesTable.kind(nanoseconds: row["interval_ns"]),
            source: row["source"])
    }

    private static let isKey = "store = ? AND content = ? AND medium = ? AND \(ScopeColumns.condition)"

    private static func arguments(_ key: CoverageSetKey) -> StatementArguments {
        [key.store.value, key.content.rawValue, key.medium.rawValue] + ScopeColumns.arguments(key.scope)
    }

    private static let isOfGroup = "store = ? AND base = ? AND quote = ? AND source = ?"

    private static func arguments(_ group: ExaminedGroup) -> StatementArguments {
        [group.store.value, group.instrument.base, group.instrument.quote, group.source]
    }
}

extension SQLiteCoverageTables {
    func touching(_ record: CoverageRecord) throws -> [StoredCoverage] {
        let (start, end) = (record.range.start.nanoseconds, record.range.end.nanoseconds)
        let columns = "SELECT id, start_time, end_time, rows, asserted_at FROM coverage INDEXED BY"
        // Both indexes begin with what is the same; only with the right one a scope of many records is not gone through.
        let found = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    \(columns) coverage_by_job WHERE \(Self.isSame) AND end_time = ? UNION ALL
                    \(columns) coverage_by_scope WHERE \(Self.isSame) AND start_time = ? UNION ALL
                    \(columns) coverage_by_scope WHERE \(Self.isSame) AND start_time = ? AND end_time = ?
                    """),
            arguments: same(record) + [start] + same(record) + [end] + same(record) + [start, end])
        return try found.map { row in
            StoredCoverage(
                id: row["id"], try row.range(), rows: row["rows"], at: Timestamp(nanoseconds: row["asserted_at"]))
        }
    }

    func replace(_ ids: [Int64], by record: CoverageRecord) throws {
        if !ids.isEmpty {
            let gone = try db.cachedStatement(sql: "DELETE FROM coverage WHERE id = ?")
            for id in ids { try gone.execute(arguments: [id]) }
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO coverage (\(ScopeColumns.names), job, claim, medium, origin, start_time, end_time,
                    asserted_at, rows, verified_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: same(record) + [
                record.range.start.nanoseconds, record.range.end.nanoseconds, record.at.nanoseconds, record.rows,
                record.verifiedAt?.nanoseconds,
            ])
    }

    private static let isSame = "\(ScopeColumns.condition) AND job = ? AND claim = ? AND medium = ? AND origin = ?"

    private func same(_ record: CoverageRecord) -> StatementArguments {
        ScopeColumns.arguments(record.scope) + [
            record.job.value, record.claim.rawValue, record.medium.rawValue, record.origin,
        ]
    }
}
