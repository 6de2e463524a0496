internal import GRDB
internal import MarketData
public import Storage

extension SQLiteLedger {
    /// What sources have said of a scope to jobs that wrote a store, by start, claim and job.
    public func coverage(
        of scope: CoverageScope, in store: StoreIdentity
    ) throws(StorageError) -> [CoverageRecord] {
        try database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM coverage WHERE \(ScopeColumns.condition)
                        AND job IN (SELECT id FROM job WHERE store = ?) ORDER BY start_time, claim, job, id
                    """, arguments: ScopeColumns.arguments(scope) + [store.value]
            ).map { row in
                CoverageRecord(
                    scope, try row.word("claim"), try row.range(), job: JobID(row["job"]),
                    at: Timestamp(nanoseconds: row["asserted_at"]), medium: try row.word("medium"),
                    origin: row["origin"], rows: row["rows"], verifiedAt: row.time("verified_at"))
            }
        }
    }

    /// All that is known of ranges in a store, in one snapshot; one set is in memory at a time.
    public func eachCoverageSet(
        in store: StoreIdentity, base: String?, _ body: (CoverageSet) -> Void
    ) throws(StorageError) {
        try database.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT source, base, quote, interval_ns, category, content, medium, ranges FROM coverage_set
                    WHERE store = ? \(base == nil ? "" : "AND base = ? AND category = ''")
                    ORDER BY base, quote, interval_ns, category, source, content, medium
                    """)
            try statement.setArguments(base.map { [store.value, $0] } ?? [store.value])
            // The connection's cache keeps the statement, and nobody else uses it meanwhile.
            let rows = unsafe RowStatement(statement.sqliteStatement)
            defer { rows.reset() }
            while try rows.step() {
                let scope = try ScopeColumns.scope(
                    source: rows.text(0), base: rows.text(1), quote: rows.text(2), interval: rows.integer(3),
                    category: rows.text(4))
                body(
                    CoverageSet(
                        scope, try known(rows.text(5), "content"), try known(rows.text(6), "medium"),
                        try rows.ranges(7)))
            }
        }
    }

    /// Stretches without rows that cannot be believed, by series and start.
    public func suspects(in store: StoreIdentity, base: String?) throws(StorageError) -> [Suspect] {
        try database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM suspect WHERE store = ? \(base == nil ? "" : "AND base = ?")
                    ORDER BY base, quote, interval_ns, source, start_time, id
                    """, arguments: base.map { [store.value, $0] } ?? [store.value]
            ).map { row in
                Suspect(
                    try SQLiteCoverageTables.series(row), try row.range(), try row.word("reason"),
                    evidence: row["evidence"], expectedTrades: row["expected_trades"])
            }
        }
    }

    /// Notes that the rows of a scope were counted; of what a source cannot give there are none.
    func note(
        verified scope: CoverageScope, in store: StoreIdentity, at moment: Timestamp, _ db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                UPDATE coverage SET verified_at = ? WHERE \(ScopeColumns.condition) AND claim = 'COVERED'
                    AND job IN (SELECT id FROM job WHERE store = ?)
                """
        ).execute(arguments: [moment.nanoseconds] + ScopeColumns.arguments(scope) + [store.value])
    }

    private func known<Word: RawRepresentable>(
        _ text: String, _ what: String
    ) throws -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: text) else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "\(text) is no \(what) that this candlewick knows")
        }
        return word
    }
}
