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
                    SELECT claim, start_time, end_time, job, asserted_at, medium, origin, rows, verified_at
                    FROM \(schema).coverage
                    WHERE \(ScopeColumns.condition) AND job IN (SELECT id FROM \(schema).job WHERE store = $6)
                    ORDER BY start_time, claim, job, id
                    """), ScopeColumns.values(scope) + [.text(store.value)])
            return try (0..<found.count).map { row in
                CoverageRecord(
                    scope, try word(found.text(row, 0), "claim"), try found.range(row, from: 1),
                    job: JobID(found.int8(row, 3)), at: Timestamp(nanoseconds: found.int8(row, 4)),
                    medium: try word(found.text(row, 5), "medium"), origin: found.text(row, 6),
                    rows: found.optionalInt8(row, 7).map(Int.init), verifiedAt: found.time(row, 8))
            }
        }
    }

    /// All that is known of ranges in a store: `pieceOfSets` at a time, each piece from behind the last set of the one
    /// before, so that a connection that is lost costs one piece and no set comes twice. What others note meanwhile
    /// may be seen in later pieces.
    public func eachCoverageSet(
        in store: StoreIdentity, base: String?, _ body: (CoverageSet) -> Void
    ) throws(StorageError) {
        var last: CoverageSet?
        repeat {
            let sets = try coverageSets(in: store, base: base, behind: last)
            for set in sets { body(set) }
            last = sets.count < Self.pieceOfSets ? nil : sets.last
        } while last != nil
    }

    /// Sets of a piece: with 1,000 ranges each about a megabyte.
    private static let pieceOfSets = 256

    private func coverageSets(
        in store: StoreIdentity, base: String?, behind last: CoverageSet?
    ) throws(StorageError) -> [CoverageSet] {
        var values: [Parameter] = [.text(store.value)]
        var condition = ""
        if let base {
            values.append(.words(base))
            condition += " AND base = $2 AND category = ''"
        }
        if let last {
            let first = values.count
            values += ScopeColumns.values(last.scope) + [.text(last.content.rawValue), .text(last.medium.rawValue)]
            func mark(_ place: Int) -> String { "$\(first + place)" }
            condition += """
                 AND (base, quote, interval_ns, category, source, content, medium)
                > (\(mark(2)), \(mark(3)), \(mark(4)), \(mark(5)), \(mark(1)), \(mark(6)), \(mark(7)))
                """
        }
        let statement = Statement(
            "coverage_sets\(base == nil ? "" : "_of_base")\(last == nil ? "" : "_behind")",
            """
            SELECT \(ScopeColumns.names), content, medium, ranges FROM \(schema).coverage_set
            WHERE store = $1\(condition)
            ORDER BY base, quote, interval_ns, category, source, content, medium LIMIT \(Self.pieceOfSets)
            """)
        return try database.read { connection in
            // Along the primary key: without statistics the server would sort all that is left for every piece. A
            // connection that comes back within a transaction is closed.
            try connection.run("BEGIN READ ONLY; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
            let found = try connection.run(statement, values)
            try connection.run("COMMIT")
            return try (0..<found.count).map { row in
                CoverageSet(
                    try ScopeColumns.scope(found, row, from: 0), try word(found.text(row, 5), "content"),
                    try word(found.text(row, 6), "medium"), try found.ranges(row, 7))
            }
        }
    }

    /// Stretches without rows that cannot be believed, by series and start.
    public func suspects(in store: StoreIdentity, base: String?) throws(StorageError) -> [Suspect] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    "suspects",
                    """
                    SELECT source, base, quote, interval_ns, start_time, end_time, reason, evidence, expected_trades
                    FROM \(schema).suspect WHERE store = $1 AND ($2 IS NULL OR base = $2)
                    ORDER BY base, quote, interval_ns, source, start_time, id
                    """), [.text(store.value), .words(base)])
            return try (0..<found.count).map { row in
                Suspect(
                    try ScopeColumns.series(found, row, from: 0), try found.range(row, from: 4),
                    try word(found.text(row, 6), "reason"), evidence: found.text(row, 7),
                    expectedTrades: found.isNull(row, 8) ? nil : found.float8(row, 8))
            }
        }
    }

    /// Notes that the rows of a scope were counted; of what a source cannot give there are none.
    func note(
        verified scope: CoverageScope, in store: StoreIdentity, at moment: Timestamp, _ connection: ServerConnection
    ) throws {
        _ = try connection.run(
            Statement(
                "verified",
                """
                UPDATE \(schema).coverage SET verified_at = $7 WHERE \(ScopeColumns.condition) AND claim = 'COVERED'
                    AND job IN (SELECT id FROM \(schema).job WHERE store = $6)
                """), ScopeColumns.values(scope) + [.text(store.value), .int8(moment.nanoseconds)])
    }
}
