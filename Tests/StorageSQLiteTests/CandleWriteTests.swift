import MarketData
import Storage
import Testing

@testable import StorageSQLite

/// A candle in which every column has a value, and what may become of one of them.
private let whole = Candle(time: 1_500_000_000_000_000_000, vwap: 10.5)

struct CandleChange: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (inout Candle) -> Void

    static let all = [
        CandleChange(testDescription: "open") { $0.open = 10.1 },
        CandleChange(testDescription: "high") { $0.high = 13 },
        CandleChange(testDescription: "low") { $0.low = 9 },
        CandleChange(testDescription: "close") { $0.close = 11.5 },
        CandleChange(testDescription: "volume") { $0.volume = 4 },
        CandleChange(testDescription: "volume to zero") { $0.volume = 0 },
        CandleChange(testDescription: "vwap") { $0.vwap = 10.25 },
        CandleChange(testDescription: "trades") { $0.trades = 8 },
        CandleChange(testDescription: "trades to zero") { $0.trades = 0 },
    ]

    /// What a source can leave out.
    static let absences = [
        CandleChange(testDescription: "volume") { $0.volume = nil },
        CandleChange(testDescription: "vwap") { $0.vwap = nil },
        CandleChange(testDescription: "trades") { $0.trades = nil },
        CandleChange(testDescription: "all three") { ($0.volume, $0.vwap, $0.trades) = (nil, nil, nil) },
    ]
}

@Suite struct CandleWriteTests {
    let here: TemporaryStore
    init() throws { here = try TemporaryStore() }

    func readAll(_ series: Series = .candles(), capacity: Int = 4096) throws -> [Candle] {
        let batch = CandleBatch(capacity: capacity)
        try here.store.read(series, in: .all, into: batch)
        return batch.rows
    }

    @Test func write_newRows_areInsertedAndReadBack() throws {
        let rows = Candle.run(0..<1000)
        let count = try here.store.write(CandleBatch(rows), to: .candles())
        #expect(count == WriteCount(inserted: 1000))
        #expect(try readAll() == rows)
    }

    @Test func read_storedRows_fillsTheColumnsThatAreNotStored() throws {
        _ = try here.store.write(CandleBatch([whole]), to: .candles())
        let batch = CandleBatch(capacity: 1)
        try here.store.read(.candles(), in: .all, into: batch)
        #expect(batch.flags[0] == CandleFlags.final)
        #expect(batch.symbol[0] == 0 && batch.row[0] == -1 && batch.position[0] == -1)
    }

    @Test(arguments: CandleChange.all)
    func write_oneColumnChanged_updatesAndBack(_ change: CandleChange) throws {
        var changed = whole
        change.change(&changed)
        for (row, expected) in [
            (whole, WriteCount(inserted: 1)), (whole, WriteCount(unchanged: 1)),
            (changed, WriteCount(updated: 1)), (changed, WriteCount(unchanged: 1)),
            (whole, WriteCount(updated: 1)),
        ] {
            #expect(try here.store.write(CandleBatch([row]), to: .candles()) == expected)
            #expect(try readAll() == [row])
        }
    }

    @Test(arguments: CandleChange.absences)
    func write_absentOverStored_isUnchangedAndKeepsTheValue(_ absence: CandleChange) throws {
        var poorer = whole
        absence.change(&poorer)
        _ = try here.store.write(CandleBatch([whole]), to: .candles())
        let before = (here.folder.bytes("store.db"), here.folder.bytes("store.db-wal"))
        #expect(try here.store.write(CandleBatch([poorer]), to: .candles()) == WriteCount(unchanged: 1))
        #expect(before == (here.folder.bytes("store.db"), here.folder.bytes("store.db-wal")))
        #expect(try readAll() == [whole])
    }

    @Test(arguments: CandleChange.absences)
    func write_presentOverAbsent_updates(_ absence: CandleChange) throws {
        var poorer = whole
        absence.change(&poorer)
        for (row, expected) in [(poorer, WriteCount(inserted: 1)), (poorer, WriteCount(unchanged: 1))] {
            #expect(try here.store.write(CandleBatch([row]), to: .candles()) == expected)
            #expect(try readAll() == [poorer])
        }
        #expect(try here.store.write(CandleBatch([whole]), to: .candles()) == WriteCount(updated: 1))
        #expect(try readAll() == [whole])
    }

    @Test(arguments: CandleChange.absences)
    func write_otherPriceAndAbsent_replacesThePriceAndKeepsTheValue(_ absence: CandleChange) throws {
        var poorer = whole
        absence.change(&poorer)
        poorer.close = 11.5
        var expected = whole
        expected.close = 11.5
        _ = try here.store.write(CandleBatch([whole]), to: .candles())
        #expect(try here.store.write(CandleBatch([poorer]), to: .candles()) == WriteCount(updated: 1))
        #expect(try readAll() == [expected])
    }

    @Test(arguments: [1, 63, 64, 65, 1000])
    func write_batchOfPoorerRows_keepsWhatIsStoredRowByRow(size: Int64) throws {
        // Of each four rows one is poorer, one poorer with another close, one equal, one new. Both the
        // statement of many rows and that of one meet them.
        let rows = Candle.run(0..<size)
        let stored = rows.enumerated().filter { $0.offset % 4 != 3 }.map(\.element)
        var poorer = rows
        var expected = rows
        for index in rows.indices where index % 4 < 2 {
            (poorer[index].volume, poorer[index].vwap, poorer[index].trades) = (nil, nil, nil)
            if index % 4 == 1 {
                poorer[index].close += 0.25
                expected[index].close += 0.25
            }
        }
        _ = try here.store.write(CandleBatch(stored), to: .candles())
        let updated = rows.indices.filter { $0 % 4 == 1 }.count
        let count = try here.store.write(CandleBatch(poorer), to: .candles())
        #expect(
            count
                == WriteCount(
                    inserted: rows.count - stored.count, updated: updated, unchanged: stored.count - updated))
        #expect(try readAll() == expected)
    }

    @Test(arguments: [1, 63, 64, 65, 127, 128, 1000])
    func write_mixedBatch_countsEachRowExactly(size: Int64) throws {
        // Every third row is there already, every sixth with another close.
        let rows = Candle.run(0..<size)
        let stored = rows.enumerated().filter { $0.offset % 3 == 0 }.map { index, row in
            var row = row
            if index % 6 == 0 { row.close += 0.25 }
            return row
        }
        _ = try here.store.write(CandleBatch(stored), to: .candles())
        let different = rows.indices.filter { $0 % 6 == 0 }.count
        let count = try here.store.write(CandleBatch(rows), to: .candles())
        #expect(
            count
                == WriteCount(
                    inserted: rows.count - stored.count, updated: different, unchanged: stored.count - different))
        #expect(try readAll() == rows)
    }

    @Test func write_sparseBatchOverManyStoredRows_countsExactly() throws {
        let rows = Candle.run(0..<3000)
        // One minute in two is stored, so that the batch meets rows and gaps.
        _ = try here.store.write(CandleBatch(rows.filter { $0.time / 60_000_000_000 % 2 == 0 }), to: .candles())
        let some = stride(from: 0, to: 3000, by: 499).map { rows[$0] }
        let present = some.filter { $0.time / 60_000_000_000 % 2 == 0 }.count
        let count = try here.store.write(CandleBatch(some), to: .candles())
        #expect(count == WriteCount(inserted: some.count - present, unchanged: present))
        #expect(try readAll().count == 1500 + some.count - present)
    }

    @Test func write_equalRows_leavesFileAndLogAsTheyWere() throws {
        let rows = CandleBatch(Candle.run(0..<5000))
        _ = try here.store.write(rows, to: .candles())
        let before = (here.folder.bytes("store.db"), here.folder.bytes("store.db-wal"))
        #expect(try here.store.write(rows, to: .candles()) == WriteCount(unchanged: 5000))
        #expect(before.0 == here.folder.bytes("store.db"))
        #expect(before.1 == here.folder.bytes("store.db-wal"))
        #expect(before.1?.isEmpty == false)
    }

    @Test func write_emptyBatch_doesNothing() throws {
        #expect(try here.store.write(CandleBatch([]), to: .candles()) == WriteCount())
        #expect(try here.lines("SELECT count(*) FROM series") == ["0"])
    }

    @Test func write_otherSourceIntervalOrPair_isAnotherSeries() throws {
        let row = whole
        var other = whole
        other.close = 12
        let neighbours: [Series] = [
            .candles(source: "other"), .candles(minutes: 5), .candles("ETH"), .candles("BTC", "EUR"),
        ]
        _ = try here.store.write(CandleBatch([row]), to: .candles())
        for series in neighbours {
            #expect(try here.store.write(CandleBatch([other]), to: series) == WriteCount(inserted: 1))
        }
        #expect(try readAll() == [row])
        for series in neighbours { #expect(try readAll(series) == [other]) }
    }

    @Test func write_valuesAtTheEdges_comeBackBitForBit() throws {
        var rows: [Candle] = []
        let values: [Double] = [
            .leastNonzeroMagnitude, 0.1, 1.0 / 3, 123_456_789.123_456_78, 9_007_199_254_740_992,
            .greatestFiniteMagnitude, 0,
        ]
        for (index, value) in values.enumerated() {
            let time = Int64(index) * 60_000_000_000
            rows.append(
                Candle(
                    time: time, open: value, high: value, low: value, close: value, volume: value, vwap: value,
                    trades: index == 0 ? .max : Int64(index) - 1))
        }
        // The last second that fits into 64 bits of nanoseconds.
        rows.append(Candle(time: 9_223_372_036_000_000_000))
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

    @Test func write_candlesToTrades_isRefused() throws {
        let error = #expect(throws: StorageError.self) {
            try here.store.write(CandleBatch([whole]), to: .trades())
        }
        #expect(error?.code == .unsupported)
    }
}
