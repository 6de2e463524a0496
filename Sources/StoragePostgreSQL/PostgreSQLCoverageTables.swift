import MarketData
import Storage

/// Coverage, its sets and suspects, within one transaction that has the `CoverageLocks`.
struct PostgreSQLCoverageTables: CoverageTables {
    private let connection: ServerConnection
    private let ledger: PostgreSQLLedger
    private var schema: String { ledger.schema }

    init(_ connection: ServerConnection, _ ledger: PostgreSQLLedger) {
        (self.connection, self.ledger) = (connection, ledger)
    }

    func store(of job: JobID) throws -> StoreIdentity { try ledger.store(of: job, connection) }

    func set(_ key: CoverageSetKey) throws -> RangeSet {
        let found = try connection.run(
            Statement("coverage_set", "SELECT ranges FROM \(schema).coverage_set WHERE \(Self.isKey)"),
            Self.values(key))
        return found.count == 0 ? RangeSet() : try found.ranges(0, 0)
    }

    func save(_ set: RangeSet, as key: CoverageSetKey) throws {
        if set.isEmpty {
            _ = try connection.run(
                Statement("drop_coverage_set", "DELETE FROM \(schema).coverage_set WHERE \(Self.isKey)"),
                Self.values(key))
            return
        }
        _ = try connection.run(
            Statement(
                "set_coverage_set",
                """
                INSERT INTO \(schema).coverage_set (\(ScopeColumns.names), store, content, medium, ranges)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                ON CONFLICT (store, base, quote, interval_ns, category, source, content, medium)
                DO UPDATE SET ranges = excluded.ranges
                """), Self.values(key) + [.bytes(PackedRanges.pack(set, of: key.scope.kind))])
    }

    func examinedSeries(_ group: ExaminedGroup) throws -> [Series] {
        let found = try connection.run(
            Statement(
                "examined",
                """
                SELECT \(ScopeColumns.names) FROM \(schema).coverage_set WHERE \(Self.isOfGroup) AND category = ''
                    AND content = 'EXAMINED'
                """), Self.values(group))
        return try (0..<found.count).map { try ScopeColumns.series(found, $0, from: 0) }
    }

    func suspects(_ group: ExaminedGroup) throws -> [StoredSuspect] {
        let found = try connection.run(
            Statement(
                "suspects_of_group",
                """
                SELECT source, base, quote, interval_ns, start_time, end_time, id FROM \(schema).suspect
                WHERE \(Self.isOfGroup)
                """), Self.values(group))
        return try (0..<found.count).map { row in
            (found.int8(row, 6), try ScopeColumns.series(found, row, from: 0), try found.range(row, from: 4))
        }
    }

    func add(_ suspect: Suspect, in store: StoreIdentity) throws -> Int64 {
        let added = try connection.run(
            Statement(
                "add_suspect",
                """
                INSERT INTO \(schema).suspect (source, base, quote, interval_ns, store, start_time, end_time, reason,
                    evidence, expected_trades) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id
                """),
            ScopeColumns.values(suspect.series) + [
                .text(store.value), .int8(suspect.range.start.nanoseconds), .int8(suspect.range.end.nanoseconds),
                .text(suspect.reason.rawValue), .words(suspect.evidence), .float8(suspect.expectedTrades),
            ])
        return added.int8(0, 0)
    }

    func removeSuspects(_ ids: [Int64]) throws {
        _ = try connection.run(
            Statement("drop_suspects", "DELETE FROM \(schema).suspect WHERE id = ANY ($1)"), [.numbers(ids)])
    }

    func touching(_ record: CoverageRecord) throws -> [StoredCoverage] {
        let columns = "SELECT id, start_time, end_time, rows, asserted_at FROM \(schema).coverage"
        let isSame = "\(ScopeColumns.condition) AND claim = $7 AND medium = $8 AND origin = $9"
        // Where the start is known `job + 0` keeps the server from the index by job, which has no start: without
        // statistics it takes that for as good, and goes through all records of the scope.
        let found = try connection.run(
            Statement(
                "touching",
                """
                \(columns) WHERE \(isSame) AND job = $6 AND end_time = $10
                UNION ALL \(columns) WHERE \(isSame) AND job + 0 = $6 AND start_time = $11
                UNION ALL \(columns) WHERE \(isSame) AND job + 0 = $6 AND start_time = $10 AND end_time = $11
                """),
            same(record) + [.int8(record.range.start.nanoseconds), .int8(record.range.end.nanoseconds)])
        return try (0..<found.count).map { row in
            StoredCoverage(
                id: found.int8(row, 0), try found.range(row, from: 1), rows: found.optionalInt8(row, 3).map(Int.init),
                at: Timestamp(nanoseconds: found.int8(row, 4)))
        }
    }

    func replace(_ ids: [Int64], by record: CoverageRecord) throws {
        if !ids.isEmpty {
            _ = try connection.run(
                Statement("drop_coverage", "DELETE FROM \(schema).coverage WHERE id = ANY ($1)"), [.numbers(ids)])
        }
        _ = try connection.run(
            Statement(
                "add_coverage",
                """
                INSERT INTO \(schema).coverage (\(ScopeColumns.names), job, claim, medium, origin, start_time, end_time,
                    asserted_at, rows, verified_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                """),
            same(record) + [
                .int8(record.range.start.nanoseconds), .int8(record.range.end.nanoseconds),
                .int8(record.at.nanoseconds), .int8(record.rows.map(Int64.init)), .int8(record.verifiedAt?.nanoseconds),
            ])
    }

    private func same(_ record: CoverageRecord) -> [Parameter] {
        ScopeColumns.values(record.scope) + [
            .int8(record.job.value), .text(record.claim.rawValue), .text(record.medium.rawValue),
            .words(record.origin),
        ]
    }

    private static let isKey = "\(ScopeColumns.condition) AND store = $6 AND content = $7 AND medium = $8"

    private static func values(_ key: CoverageSetKey) -> [Parameter] {
        ScopeColumns.values(key.scope) + [
            .text(key.store.value), .text(key.content.rawValue), .text(key.medium.rawValue),
        ]
    }

    private static let isOfGroup = "store = $1 AND base = $2 AND quote = $3 AND source = $4"

    private static func values(_ group: ExaminedGroup) -> [Parameter] {
        [
            .text(group.store.value), .words(group.instrument.base), .words(group.instrument.quote),
            .words(group.source),
        ]
    }
}
