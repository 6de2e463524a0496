import Foundation
import GRDB
import MarketData
import Storage
import Testing

@testable import StorageSQLite
@testable import StorageTesting

@Suite struct CrashTests {
    let folder: TemporaryFolder
    let path: String
    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("store.db")
        try SQLiteDatabase(path: path, mode: .create).migrate()
    }

    @Test func kill_withinATransaction_leavesWholeBatchesOnly() async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let database = try SQLiteDatabase(path: path, mode: .existing)
            _ = try SQLiteStore(database).write(CandleBatch(Candle.run(0..<20_000)), to: .candles())
            try database.write { db in
                // Less memory than the batch needs: part of it is in the log when the process dies.
                try db.execute(sql: "PRAGMA cache_size = 10")
                let series = try SeriesTable.numberOrNew(of: .candles(), db)
                let batch = CandleBatch(Candle.run(10_000..<40_000))
                _ = try BatchWriter(CandleRows(batch, series: series), db).write()
                kill(getpid(), SIGKILL)
            }
        }
        #expect(try #require(folder.bytes("store.db-wal")).count > 1_000_000)
        let database = try SQLiteDatabase(path: path, mode: .existing)
        let store = SQLiteStore(database)
        #expect(try database.read { db in try String.fetchAll(db, sql: "PRAGMA integrity_check") } == ["ok"])
        #expect(try store.count(.candles(), in: .all) == 20_000)
        let again = try store.write(CandleBatch(Candle.run(10_000..<40_000)), to: .candles())
        #expect(again == WriteCount(inserted: 20_000, unchanged: 10_000))
    }
}
