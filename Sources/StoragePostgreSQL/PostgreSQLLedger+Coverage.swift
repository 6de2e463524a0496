internal import MarketData
public import Storage

extension PostgreSQLLedger {
    /// What sources have said of a scope to jobs that wrote a store, by start, claim and job.
    public func coverage(
        of scope: CoverageScope, in store: StoreIdentity
    ) throws(StorageError) -> [CoverageRecord] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    "coverage",
                    """
                    SELECT claim, start_time, end_time, job, asserted_at FROM \(schema).coverage
                    WHERE \(ScopeColumns.condition) AND job IN (SELECT id FROM \(schema).job WHERE store = $6)
                    ORDER BY start_time, claim, job
                    """), ScopeColumns.values(scope) + [.text(store.value)])
            return try (0..<found.count).map { row in
                CoverageRecord(
                    scope, try word(found.text(row, 0), "claim"), try range(found.int8(row, 1), found.int8(row, 2)),
                    job: JobID(found.int8(row, 3)), at: Timestamp(nanoseconds: found.int8(row, 4)))
            }
        }
    }

    /// The parts of a job, or of all, that were given up and not taken up again.
    public func givenUp(job: JobID?) throws(StorageError) -> [GivenUpRecord] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    "given_up",
                    """
                    SELECT id, job, start_time, end_time, reason, message, given_up_at, \(ScopeColumns.names)
                    FROM \(schema).given_up WHERE $1 IS NULL OR job = $1 ORDER BY id
                    """), [.int8(job?.value)])
            return try (0..<found.count).map { row in
                let part = GivenUp(
                    job: JobID(found.int8(row, 1)), scope: try ScopeColumns.scope(found, row, from: 7),
                    range: try range(found.int8(row, 2), found.int8(row, 3)), reason: found.text(row, 4),
                    message: found.text(row, 5), at: Timestamp(nanoseconds: found.int8(row, 6)))
                return GivenUpRecord(number: found.int8(row, 0), part)
            }
        }
    }

    /// Notes a range; what it touches of the same scope, claim and job becomes one with it.
    func note(_ coverage: CoverageRecord, _ connection: ServerConnection) throws {
        _ = try connection.run(
            Statement(
                "add_coverage",
                """
                WITH touching AS (
                    DELETE FROM \(schema).coverage WHERE \(ScopeColumns.condition) AND claim = $6 AND job = $7
                        AND start_time <= $9 AND end_time >= $8 RETURNING start_time, end_time)
                INSERT INTO \(schema).coverage (\(ScopeColumns.names), claim, job, start_time, end_time, asserted_at)
                SELECT $1, $2, $3, $4, $5, $6, $7, least($8, min(start_time)), greatest($9, max(end_time)), $10
                FROM touching
                """),
            ScopeColumns.values(coverage.scope) + [
                .text(coverage.claim.rawValue), .int8(coverage.job.value), .int8(coverage.range.start.nanoseconds),
                .int8(coverage.range.end.nanoseconds), .int8(coverage.at.nanoseconds),
            ])
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

    private func range(_ start: Int64, _ end: Int64) throws(ServerFailure) -> TimeRange {
        guard let range = TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)) else {
            throw ServerFailure(state: "XX001", "a range from \(start) to \(end) is stored")
        }
        return range
    }
}

/// The columns that say what a statement is about.
private enum ScopeColumns {
    /// In the order of `values`.
    static let names = "source, base, quote, interval_ns, category"
    static let condition = "source = $1 AND base = $2 AND quote = $3 AND interval_ns = $4 AND category = $5"

    static func values(_ scope: CoverageScope) -> [Parameter] {
        let interval = Parameter.int8(SeriesTable.nanoseconds(of: scope.kind))
        return switch scope {
        case .series(let series):
            [
                .words(series.source), .words(series.instrument.base), .words(series.instrument.quote), interval,
                .text(""),
            ]
        case .group(let source, _, let category):
            [.words(source), .text(""), .text(""), interval, .text(category.rawValue)]
        }
    }

    static func scope(
        _ found: borrowing StatementResult, _ row: Int, from column: Int
    ) throws(ServerFailure) -> CoverageScope {
        let kind = try SeriesTable.kind(nanoseconds: found.int8(row, column + 3))
        let (source, category) = (found.text(row, column), found.text(row, column + 4))
        if category.isEmpty {
            let instrument = Instrument(base: found.text(row, column + 1), quote: found.text(row, column + 2))
            return .series(Series(instrument, kind, source: source))
        }
        return .group(source: source, kind: kind, category: try word(category, "category"))
    }
}
