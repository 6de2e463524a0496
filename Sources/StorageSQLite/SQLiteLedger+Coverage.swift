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
                        AND job IN (SELECT id FROM job WHERE store = ?) ORDER BY start_time, claim, job
                    """, arguments: ScopeColumns.arguments(scope) + [store.value]
            ).map { row in
                CoverageRecord(
                    scope, try row.word("claim"), try row.range(), job: JobID(row["job"]),
                    at: Timestamp(nanoseconds: row["asserted_at"]))
            }
        }
    }

    /// The parts of a job, or of all, that were given up and not taken up again.
    public func givenUp(job: JobID?) throws(StorageError) -> [GivenUpRecord] {
        try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM given_up WHERE ? IS NULL OR job = ? ORDER BY id",
                arguments: [job?.value, job?.value]
            ).map { row in
                let part = GivenUp(
                    job: JobID(row["job"]), scope: try ScopeColumns.scope(row), range: try row.range(),
                    reason: row["reason"], message: row["message"], at: Timestamp(nanoseconds: row["given_up_at"]))
                return GivenUpRecord(number: row["id"], part)
            }
        }
    }

    /// Notes a range; what it touches of the same scope, claim and job becomes one with it.
    func note(_ coverage: CoverageRecord, _ db: Database) throws {
        let same: StatementArguments =
            ScopeColumns.arguments(coverage.scope) + [coverage.claim.rawValue, coverage.job.value]
        let touching = "\(ScopeColumns.condition) AND claim = ? AND job = ? AND start_time <= ? AND end_time >= ?"
        let ends: StatementArguments = [coverage.range.end.nanoseconds, coverage.range.start.nanoseconds]
        let found = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT min(start_time) AS first, max(end_time) AS last FROM coverage WHERE \(touching)"),
            arguments: same + ends)
        let first: Int64? = found?["first"]
        let last: Int64? = found?["last"]
        if first != nil {
            try db.cachedStatement(sql: "DELETE FROM coverage WHERE \(touching)").execute(arguments: same + ends)
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO coverage (\(ScopeColumns.names), claim, job, start_time, end_time, asserted_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: same + [
                min(first ?? .max, coverage.range.start.nanoseconds), max(last ?? .min, coverage.range.end.nanoseconds),
                coverage.at.nanoseconds,
            ])
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

/// The columns that say what a statement is about.
private enum ScopeColumns {
    /// In the order of `arguments`.
    static let names = "source, base, quote, interval_ns, category"
    static let condition = "source = ? AND base = ? AND quote = ? AND interval_ns = ? AND category = ?"

    static func arguments(_ scope: CoverageScope) -> StatementArguments {
        let interval = SeriesTable.nanoseconds(of: scope.kind)
        return switch scope {
        case .series(let series):
            [series.source, series.instrument.base, series.instrument.quote, interval, ""]
        case .group(let source, _, let category): [source, "", "", interval, category.rawValue]
        }
    }

    static func scope(_ row: Row) throws -> CoverageScope {
        let kind = try SeriesTable.kind(nanoseconds: row["interval_ns"])
        let category: String = row["category"]
        if category.isEmpty {
            let instrument = Instrument(base: row["base"], quote: row["quote"])
            return .series(Series(instrument, kind, source: row["source"]))
        }
        return .group(source: row["source"], kind: kind, category: try row.word("category"))
    }
}

extension Row {
    /// The columns start_time and end_time.
    fileprivate func range() throws -> TimeRange {
        let (start, end) = (Timestamp(nanoseconds: self["start_time"]), Timestamp(nanoseconds: self["end_time"]))
        guard let range = TimeRange(start, end) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a range from \(start) to \(end) is stored")
        }
        return range
    }
}
