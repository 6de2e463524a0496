import Foundation
import MarketData
import Storage
import StorageSQLite
import Testing

@Suite struct ChangeMarkTests {
    @Test func mark_isAnother_afterEachChangeAndOnlyThen() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "mark-\(UUID().uuidString).db").path
        defer {
            // Files that stay behind harm nobody.
            for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
        }
        let database = try SQLiteDatabase(path: path, mode: .create)
        try database.migrate()
        let (store, ledger) = (SQLiteStore(database), SQLiteLedger(database))
        let first = try #require(try store.changeMark())
        #expect(try store.changeMark() == first)
        _ = try store.series(matching: SeriesFilter())
        #expect(try store.changeMark() == first)

        let series = Series(
            Instrument(base: "BTC", quote: "USD"), .candles(try #require(Interval(minutes: 1))), source: "test")
        let other = SQLiteStore(try SQLiteDatabase(path: path, mode: .existing))
        var marks: Set<UInt64> = [first]
        for (minute, writer) in [store, other, store, other].enumerated() {
            _ = try writer.write(Self.candle(Int64(minute)), to: series)
            let mark = try #require(try store.changeMark())
            #expect(marks.insert(mark).inserted)
            #expect(try store.changeMark() == mark)
            // Equal rows write nothing.
            _ = try other.write(Self.candle(Int64(minute)), to: series)
            #expect(try store.count(series, in: .all) == minute + 1)
        }
        _ = try ledger.addAssets([Asset(ticker: "BTC")])
        #expect(marks.insert(try #require(try store.changeMark())).inserted)
    }

    @Test func mark_ofAFileThatNobodyMayWrite_staysTheSame() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "mark-\(UUID().uuidString).db").path
        // Likewise.
        defer { try? FileManager.default.removeItem(atPath: path) }
        let database = try SQLiteDatabase(path: path, mode: .create)
        try database.migrate()
        try database.close()
        let reading = SQLiteStore(try SQLiteDatabase(path: path, mode: .reading))
        let mark = try reading.changeMark()
        #expect(try reading.changeMark() == mark)
    }

    private static func candle(_ minute: Int64) -> CandleBatch {
        let batch = CandleBatch(capacity: 1)
        batch.count = 1
        batch.openTime[0] = 1_704_067_200_000_000_000 + minute * 60_000_000_000
        (batch.open[0], batch.high[0], batch.low[0], batch.close[0]) = (1, 1, 1, 1)
        (batch.volume[0], batch.vwap[0], batch.trades[0]) = (.nan, .nan, -1)
        return batch
    }
}
