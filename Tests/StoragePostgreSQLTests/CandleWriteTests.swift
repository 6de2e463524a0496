import MarketData
import Storage
import Testing

@testable import StoragePostgreSQL
@testable import StorageTesting

@Suite(.withServer) struct CandleWriteTests {
    let here: TemporarySchema
    init() throws { here = try TemporarySchema() }

    func stored(_ series: Series = .candles(), capacity: Int = 10_000) throws -> [Candle] {
        let batch = CandleBatch(capacity: capacity)
        try here.store.read(series, in: .all, into: batch)
        return batch.candles
    }

    @Test func write_newRows_comeBackAsTheyWere() throws {
        let rows = Candle.run(0..<3000)
        #expect(try here.store.write(CandleBatch(rows), to: .candles()) == WriteCount(inserted: 3000))
        #expect(try stored() == rows)
    }

    @Test func write_extremeValues_comeBackBitByBit() throws {
        let rows = [
            Candle(
                time: 0, open: .greatestFiniteMagnitude, high: .infinity, low: -0.0, close: .leastNonzeroMagnitude,
                volume: 0.1 + 0.2, vwap: .pi, trades: .max),
            Candle(time: 9_223_372_036_000_000_000, trades: 0),
        ]
        _ = try here.store.write(CandleBatch(rows), to: .candles())
        let read = try stored()
        #expect(read == rows)
        #expect(read[0].low.sign == .minus)
    }

    @Test func write_sameRowsAgain_writesNothing() throws {
        let rows = Candle.run(0..<5000)
        _ = try here.store.write(CandleBatch(rows), to: .candles())
        let before = try here.candleBytes()
        // No row has another version: the transactions that wrote them stay the same.
        let versions = "SELECT min(xmin::text::bigint), max(xmin::text::bigint) FROM \(here.name).candle"
        let written = try here.lines(versions)
        for _ in 0..<5 {
            #expect(try here.store.write(CandleBatch(rows), to: .candles()) == WriteCount(unchanged: 5000))
        }
        #expect(try here.candleBytes() == before)
        #expect(try here.lines(versions) == written)
    }

    @Test func write_absentValues_eraseNothing() throws {
        let full = Candle(time: 60_000_000_000, volume: 5, vwap: 11, trades: 9)
        _ = try here.store.write(CandleBatch([full]), to: .candles())
        var less = full
        (less.volume, less.vwap, less.trades) = (nil, nil, nil)
        #expect(try here.store.write(CandleBatch([less]), to: .candles()) == WriteCount(unchanged: 1))
        less.close = 10.5
        #expect(try here.store.write(CandleBatch([less]), to: .candles()) == WriteCount(updated: 1))
        var expected = full
        expected.close = 10.5
        #expect(try stored() == [expected])
    }

    @Test func write_oldChangedAndNewRows_areCountedEach() throws {
        _ = try here.store.write(CandleBatch(Candle.run(0..<1000)), to: .candles())
        var rows = Candle.run(500..<1500)
        for index in 0..<100 { rows[index].close += 0.25 }
        #expect(
            try here.store.write(CandleBatch(rows), to: .candles())
                == WriteCount(inserted: 500, updated: 100, unchanged: 400))
        #expect(try stored() == Array(Candle.run(0..<500)) + rows)
    }

    @Test func write_fewRowsOverMany_areComparedToTheEnd() throws {
        _ = try here.store.write(CandleBatch(Candle.run(0..<9000)), to: .candles())
        // More lies between them than the comparison reads; the last ones are new.
        var rows = stride(from: 0, to: 9600, by: 300).map { Candle.run($0..<$0 + 1)[0] }
        rows[3].high += 1
        rows[25].high += 1
        #expect(
            try here.store.write(CandleBatch(rows), to: .candles())
                == WriteCount(inserted: 2, updated: 2, unchanged: 28))
        #expect(try here.store.count(.candles(), in: .all) == 9002)
    }

    @Test func write_amongSeries_countsEachPlace() throws {
        let series: [Series] = [.candles("A"), .candles("B"), .candles("A"), .candles("C")]
        let rows = Candle.run(0..<600)
        let batch = CandleBatch(rows + rows + rows + rows)
        // Interleaved; place 2 is the series of place 0 once more, and has the same rows.
        for row in 0..<batch.count { batch.symbol[row] = UInt32(row / 600) }
        _ = try here.store.write(CandleBatch(Candle.run(100..<200)), to: .candles("B"))
        #expect(
            try here.store.write(batch, among: series) == [
                WriteCount(inserted: 600), WriteCount(inserted: 500, unchanged: 100), WriteCount(unchanged: 600),
                WriteCount(inserted: 600),
            ])
        #expect(try stored(.candles("B")) == rows)
    }

    @Test func write_fewRowsOfManySeries_countsEachPlace() throws {
        let series = (0..<300).map { Series.candles("S\($0)") }
        let batch = CandleBatch(Candle.run(0..<900))
        for row in 0..<900 { batch.symbol[row] = UInt32(row % 300) }
        #expect(try here.store.write(batch, among: series).allSatisfy { $0 == WriteCount(inserted: 3) })
        batch.close[300] += 0.25
        let again = try here.store.write(batch, among: series)
        #expect(again[0] == WriteCount(updated: 1, unchanged: 2))
        #expect(again.dropFirst().allSatisfy { $0 == WriteCount(unchanged: 3) })
        #expect(try here.store.series(matching: SeriesFilter()).count == 300)
    }

    @Test(arguments: [
        (Candle(time: 60_000_000_001), "whole second"), (Candle(time: -60_000_000_000), "before 1970"),
        (Candle(time: 120_000_000_000, close: .nan), "lacks a price"), (Candle(time: 0), "behind"),
    ])
    func write_rowThatCannotBeKept_refusesTheBatch(row: Candle, words: String) throws {
        let error = #expect(throws: StorageError.self) {
            try here.store.write(CandleBatch([Candle(time: 60_000_000_000), row]), to: .candles())
        }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains(words) == true)
        #expect(try here.store.count(.candles(), in: .all) == 0)
    }

    @Test(arguments: [
        "", " ", "'", "\"", "\\", "$1", "a,b", "{a}", "NULL", "ü€😀", "line\nbreak", "%s", "'; DROP TABLE candle; --",
        "\u{1}\u{7f}", "e\u{301}", String(repeating: "long", count: 200),
    ])
    func write_hardNames_areKeptApart(name: String) throws {
        let series = [Series.candles(name, name, source: name), .candles(name + "x", name, source: name)]
        for one in series { _ = try here.store.write(CandleBatch(Candle.run(0..<3)), to: one) }
        #expect(try here.store.series(matching: SeriesFilter(base: name)).map(\.series) == [series[0]])
        #expect(try stored(series[1]).count == 3)
    }

    @Test func write_nameWithAZero_isRefusedAndFoundNowhere() throws {
        let error = #expect(throws: StorageError.self) {
            try here.store.write(CandleBatch(Candle.run(0..<3)), to: .candles("a\0b"))
        }
        #expect(error?.code == .unsupported)
        #expect(try here.store.count(.candles("a\0b"), in: .all) == 0)
    }

    @Test func readNewest_limit_givesTheLastAscending() throws {
        _ = try here.store.write(CandleBatch(Candle.run(0..<100)), to: .candles())
        let batch = CandleBatch(capacity: 50)
        try here.store.readNewest(7, of: .candles(), in: .all, into: batch)
        #expect(batch.candles == Candle.run(93..<100))
    }
}
