import MarketData
import Storage
import Testing

@testable import StorageSQLite
@testable import StorageTesting

@Suite struct CandleReadTests {
    @Test func series_withoutRows_doesNotShow() throws {
        let here = try TemporaryStore()
        // Rows that are gone leave a series behind.
        try here.database.write { db in
            _ = try SeriesTable.numberOrNew(of: .candles("GONE"), db)
            _ = try SeriesTable.numberOrNew(of: .trades("GONE"), db)
        }
        #expect(try here.store.series(matching: SeriesFilter()).isEmpty)
        _ = try here.store.write(CandleBatch(Candle.run(0..<2)), to: .candles())
        #expect(try here.store.series(matching: SeriesFilter()).map(\.series) == [.candles()])
    }
}
