import MarketData
import Storage
import Testing

@testable import StoragePostgreSQL
@testable import StorageTesting

@Suite(.withServer) struct QueryTests {
    let here: TemporarySchema
    init() throws { here = try TemporarySchema() }

    @Test func query_values_comeInTheirTypes() throws {
        var names: [String] = []
        var rows: [[SQLValue]] = []
        try here.store.query(
            """
            SELECT 1 AS one, 2.5::float8 AS real, 'ü' AS text, '\\x00ff'::bytea AS blob, NULL AS absent, '' AS empty,
                true AS yes, 60::numeric AS whole, 0.5::numeric AS half, 1.000000000000000001 AS long,
                'NaN'::float8::text AS nan, timestamptz '2024-04-14 06:00:00.5+02' AS time; -- the end
            """,
            columns: { names = $0 },
            row: {
                rows.append($0)
                return true
            })
        #expect(names.first == "one" && names.count == 12)
        #expect(
            rows == [
                [
                    .integer(1), .real(2.5), .text("ü"), .blob([0, 255]), .null, .text(""), .text("true"), .integer(60),
                    .real(0.5), .text("1.000000000000000001"), .text("NaN"), .text("2024-04-14T04:00:00.5Z"),
                ]
            ])
    }

    @Test func query_withoutRows_stillNamesItsColumns() throws {
        var names: [String]?
        try here.store.query("SELECT asset FROM candles WHERE false", columns: { names = $0 }, row: { _ in true })
        #expect(names == ["asset"])
    }

    @Test func query_rowThatSaysStop_isTheLast() throws {
        var seen = 0
        try here.store.query(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", columns: { _ in }
        ) { _ in
            seen += 1
            return seen < 2500
        }
        #expect(seen == 2500)
    }

    @Test func query_longAnswer_comesWhole() throws {
        #expect(try here.lines("SELECT i FROM generate_series(1, 3000) AS t (i)") == (1...3000).map { "\($0)" })
    }

    @Test(arguments: [
        "", ";", "-- nothing", "SELEC 1", "SELECT * FROM nowhere", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE candle",
        "INSERT INTO SCHEMA.candle VALUES (1,1,1,1,1)", "DELETE FROM SCHEMA.candle",
        "UPDATE SCHEMA.candle SET open = 0",
        "WITH gone AS (DELETE FROM SCHEMA.candle RETURNING *) SELECT * FROM gone", "SELECT * INTO t FROM candles",
        "DROP VIEW candles", "CREATE TABLE t (a int)", "CREATE TEMP TABLE t (a int)", "TRUNCATE SCHEMA.candle",
        "BEGIN", "COMMIT", "ROLLBACK", "SET TRANSACTION READ WRITE", "SET search_path = public", "VACUUM",
        "COPY SCHEMA.candle TO '/tmp/x'", "COPY SCHEMA.candle TO PROGRAM 'true'", "DO $$ BEGIN END $$",
        "SELECT set_config('transaction_read_only', 'off', true)", "SELECT nextval('SCHEMA.job_id_seq')",
        "SELECT $1", "SELECT 1/0", "SELECT 1\0", "EXPLAIN ANALYZE DELETE FROM SCHEMA.candle",
        "SELECT 1 FOR UPDATE; COMMIT", "SELECT * FROM SCHEMA.candle FOR UPDATE",
    ])
    func query_notOneReadingStatement_isBadAndChangesNothing(sql: String) throws {
        _ = try here.store.write(CandleBatch(Candle.run(0..<3)), to: .candles())
        let error = #expect(throws: StorageError.self) {
            try here.store.query(
                sql.replacing("SCHEMA", with: here.name), columns: { _ in }, row: { _ in true })
        }
        #expect(error?.code == .badQuery, "\(error.debugDescription)")
        #expect(error?.message.isEmpty == false)
        #expect(try here.store.count(.candles(), in: .all) == 3)
    }

    @Test func query_closureThatThrows_endsItWithThatError() throws {
        struct Enough: Error {}
        #expect(throws: Enough.self) {
            try here.store.query("SELECT 1", columns: { _ in throw Enough() }, row: { _ in true })
        }
        #expect(throws: Enough.self) {
            try here.store.query("SELECT 1", columns: { _ in }, row: { _ in throw Enough() })
        }
    }

    @Test func query_cancelledTask_endsWithinTheStatement() async {
        let store = here.store
        let task = Task {
            unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
            try store.query("SELECT pg_sleep(600)", columns: { _ in }, row: { _ in true })
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func view_candles_showsWhatIsStored() throws {
        let row = Candle(
            time: 1_713_067_200_000_000_000, open: 1.5, high: 2, low: 1, close: 1.25, volume: 3, trades: 4)
        _ = try here.store.write(CandleBatch([row]), to: .candles(minutes: 60))
        #expect(
            try here.lines("SELECT * FROM candles WHERE asset = 'BTC' AND interval_minutes = 60")
                == ["BTC|USD|60|test|2024-04-14T04:00:00Z|1.5|2.0|1.0|1.25|3.0|NULL|4"])
    }
}
