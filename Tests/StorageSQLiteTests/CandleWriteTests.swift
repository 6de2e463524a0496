import MarketData
import Storage
import Testing

@testable import StorageSQLite
@testable import StorageTesting

/// A candle in which every column has a value.
private let whole = Candle(time: 1_500_000_000_000_000_000, vwap: 10.5)

@Suite struct CandleWriteTests {
    let here: TemporaryStore
    init() throws { here = try TemporaryStore() }

    func readAll(_ series: Series = .candles(), capacity: Int = 4096) throws -> [Candle] {
        let batch = CandleBatch(capacity: capacity)
        try here.store.read(series, in: .all, into: batch)
        return batch.candles
    }

    @Test func write_emptyBatch_doesNothing() throws {
        #expect(try here.store.write(CandleBatch([]), to: .candles()) == WriteCount())
        // Not even the series gets a number.
        #expect(try here.lines("SELECT count(*) FROM series") == ["0"])
    }

    @Test func write_largestTimeAndCount_comeBack() throws {
        // The last second that fits into 64 bits of nanoseconds.
        let rows = [Candle(time: 0, trades: .max), Candle(time: 9_223_372_036_000_000_000)]
        _ = try here.store.write(CandleBatch(rows), to: .candles())
        #expect(try readAll() == rows)
        #expect(try here.store.write(CandleBatch(rows), to: .candles()) == WriteCount(unchanged: rows.count))
    }

    @Test(arguments: [
        (Candle(time: 1_500_000_000_000_000_001), "2017-07-14T02:40:00.000000001Z does not open on a whole second"),
        (Candle(time: -60_000_000_000), "1969-12-31T23:59:00Z opens before 1970"),
        (Candle(time: 1_500_000_060_000_000_000, close: .nan), "2017-07-14T02:41:00Z lacks a price"),
        (Candle(time: 1_500_000_060_000_000_000, open: .nan), "2017-07-14T02:41:00Z lacks a price"),
        (Candle(time: 1_400_000_000_000_000_000), "2014-05-13T16:53:20Z is not behind the one before it"),
    ])
    func write_rowThatCannotBeKept_refusesTheBatchAndNamesIt(row: Candle, words: String) throws {
        let batch = CandleBatch([whole, row])
        let error = #expect(throws: StorageError.self) { try here.store.write(batch, to: .candles()) }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains(words) == true, "\(error.debugDescription)")
        #expect(try readAll().isEmpty)
    }
}
