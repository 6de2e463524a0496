import Foundation
import GRDB
import MarketData
import Storage
import Testing

@testable import StorageSQLite
@testable import StorageTesting

@Suite struct QueryTests {
    let here: TemporaryStore
    init() throws { here = try TemporaryStore() }

    @Test func query_values_comeInTheirTypes() throws {
        var names: [String] = []
        var rows: [[SQLValue]] = []
        try here.store.query(
            "SELECT 1 AS one, 2.5 AS real, 'ü' AS text, x'00ff' AS blob, x'' AS none, NULL AS absent, '' AS empty;",
            columns: { names = $0 },
            row: {
                rows.append($0)
                return true
            })
        #expect(names == ["one", "real", "text", "blob", "none", "absent", "empty"])
        #expect(
            rows == [[.integer(1), .real(2.5), .text("ü"), .blob([0, 255]), .blob([]), .null, .text("")]])
    }

    @Test func query_withoutRows_stillNamesItsColumns() throws {
        var names: [String]?
        try here.store.query("SELECT asset FROM candles WHERE 0", columns: { names = $0 }, row: { _ in true })
        #expect(names == ["asset"])
    }

    @Test func query_rowThatSaysStop_isTheLast() throws {
        var seen = 0
        try here.store.query("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n") { _ in
        } row: { _ in
            seen += 1
            return seen < 3
        }
        #expect(seen == 3)
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

    @Test(arguments: [
        "", ";", "-- nothing", "SELEC 1", "SELECT * FROM nowhere", "SELECT 1; SELECT 2", "SELECT 1; nonsense",
        ";; SELECT 1;; DROP TABLE candle", "INSERT INTO candle VALUES (1,1,1,1,1,1,1,1)", "DELETE FROM candle",
        "UPDATE candle SET open = 0",
        "UPDATE sqlite_master SET name = 'x'", "DROP VIEW candles", "CREATE TABLE t (a)", "CREATE TEMP TABLE t (a)",
        "ATTACH 'other.db' AS other", "DETACH main", "BEGIN", "COMMIT", "SAVEPOINT s", "VACUUM",
        "VACUUM INTO 'copy.db'",
        "REINDEX", "ANALYZE", "PRAGMA user_version = 7", "PRAGMA journal_mode = DELETE", "PRAGMA wal_checkpoint",
        "PRAGMA query_only = 0", "PRAGMA writable_schema = 1", "PRAGMA optimize", "SELECT ?", "SELECT :name",
        "SELECT load_extension('x')", "EXPLAIN DELETE FROM candle", "SELECT 1\0; DROP TABLE candle",
        "SELECT abs(-9223372036854775808)",
    ])
    func query_notOneReadingStatement_isBadAndChangesNothing(sql: String) throws {
        _ = try here.store.write(CandleBatch(Candle.run(0..<3)), to: .candles())
        let before = (here.folder.bytes("store.db"), here.folder.bytes("store.db-wal"))
        let error = #expect(throws: StorageError.self) {
            try here.store.query(sql, columns: { _ in }, row: { _ in true })
        }
        #expect(error?.code == .badQuery, "\(error.debugDescription)")
        #expect(error?.message.isEmpty == false)
        #expect(before.0 == here.folder.bytes("store.db"))
        #expect(before.1 == here.folder.bytes("store.db-wal"))
        #expect(try here.folder.names == ["store.db", "store.db-shm", "store.db-wal"])
        #expect(try here.store.count(.candles(), in: .all) == 3)
    }

    @Test(arguments: [
        "; SELECT 1 ;; -- the end", "/* first */ SELECT 1", "PRAGMA user_version", "PRAGMA table_info(candle)",
        "EXPLAIN QUERY PLAN SELECT 1", "WITH a AS (SELECT 1) SELECT * FROM a", "VALUES (1), (2)",
        "SELECT * FROM pragma_table_info('candle')", "PRAGMA integrity_check",
        "SELECT value FROM json_each('[1]')",
    ])
    func query_readingStatement_gives_rows(sql: String) throws {
        #expect(try !here.lines(sql).isEmpty)
    }

    @Test func query_cancelledTask_endsWithinTheStatement() async {
        let store = here.store
        let task = Task {
            try store.query(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                columns: { _ in
                    // From here on SQLite counts and never comes back by itself.
                    unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
                }, row: { _ in true })
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func query_besideAWriter_seesWhatIsCommitted() throws {
        _ = try here.store.write(CandleBatch(Candle.run(0..<5)), to: .candles())
        try here.database.write { db in
            try db.execute(sql: "DELETE FROM candle")
            #expect(try here.lines("SELECT count(*) FROM candles") == ["5"])
        }
        #expect(try here.lines("SELECT count(*) FROM candles") == ["0"])
    }
}

@Suite struct ViewTests {
    let here: TemporaryStore
    init() throws { here = try TemporaryStore() }

    @Test func candles_view_showsWhatIsStored() throws {
        let rows = [
            Candle(time: 1_713_067_200_000_000_000, open: 1.5, high: 2, low: 1, close: 1.25, volume: 3, trades: 4),
            Candle(time: 1_713_067_260_000_000_000, volume: nil, vwap: 10.5, trades: nil),
        ]
        _ = try here.store.write(CandleBatch(rows), to: .candles("BTC", "EUR", source: "kraken-csv"))
        _ = try here.store.write(CandleBatch(rows), to: .candles("ETH", "EUR", minutes: 60))
        let odd = Series(
            Instrument(base: "ODD", quote: "EUR"), .candles(try #require(Interval(nanoseconds: 90_000_000_000))),
            source: "x")
        _ = try here.store.write(CandleBatch([rows[0]]), to: odd)
        #expect(
            try here.lines("SELECT * FROM candles WHERE asset = 'BTC' ORDER BY time") == [
                "BTC|EUR|1|kraken-csv|2024-04-14T04:00:00Z|1.5|2.0|1.0|1.25|3.0|NULL|4",
                "BTC|EUR|1|kraken-csv|2024-04-14T04:01:00Z|10.0|12.5|9.25|11.0|NULL|10.5|NULL",
            ])
        #expect(
            try here.lines("SELECT asset, interval_minutes, count(*) FROM candles GROUP BY 1, 2") == [
                "BTC|1|2", "ETH|60|2", "ODD|1.5|1",
            ])
    }

    @Test func trades_view_showsWhatIsStored() throws {
        let rows = [
            Trade(time: -1, price: 1, side: nil, id: nil),
            Trade(time: 0, price: 2, volume: nil, side: TradeSide.buy, id: nil),
            Trade(time: 1_713_067_200_250_000_000, price: 3, side: TradeSide.sell, id: 77),
            Trade(time: 1_713_067_200_250_000_001, price: 4, side: nil, id: nil),
        ]
        _ = try here.store.write(TradeBatch(rows), to: .trades("BTC", "USD", source: "s"))
        let times = try here.lines("SELECT time FROM trades ORDER BY price")
        #expect(times == rows.map { Timestamp(nanoseconds: $0.time).description })
        #expect(
            try here.lines("SELECT * FROM trades WHERE price IN (2, 3) ORDER BY price") == [
                "BTC|USD|s|1970-01-01T00:00:00Z|2.0|NULL|buy|NULL",
                "BTC|USD|s|2024-04-14T04:00:00.25Z|3.0|0.5|sell|77",
            ])
    }

    @Test(arguments: [
        "SELECT * FROM candles WHERE asset = 'BTC'",
        "SELECT time, close FROM candles WHERE asset = 'BTC' AND quote = 'USD' AND interval_minutes = 60",
        "SELECT count(*) FROM candles WHERE asset = 'BTC' AND source = 'x'",
        "SELECT max(high) FROM candles WHERE asset = 'BTC' GROUP BY interval_minutes",
        "SELECT * FROM trades WHERE asset = 'BTC' AND side = 'buy'",
    ])
    func view_conditionOnAsset_searchesByKey(sql: String) throws {
        let plan = try here.lines("EXPLAIN QUERY PLAN " + sql)
        #expect(plan.contains { $0.contains("SEARCH s ") }, "\(plan)")
        #expect(plan.contains { $0.contains("SEARCH c ") || $0.contains("SEARCH t ") }, "\(plan)")
        #expect(!plan.contains { $0.contains("SCAN c") || $0.contains("SCAN t") }, "\(plan)")
    }
}
