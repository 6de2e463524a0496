import MarketData
import Storage
import Testing

@testable import StorageSQLite

@Suite struct TradeTests {
    let here: TemporaryStore
    init() throws { here = try TemporaryStore() }

    /// Seven trades an instant, so that pieces end within one.
    private let many: [Trade] = (0..<700).map { (index: Int) -> Trade in
        let sides = [TradeSide.none, TradeSide.buy, TradeSide.sell]
        return Trade(
            time: 1_600_000_000_000_000_000 + Int64(index / 7), ordinal: Int32(index % 7), price: Double(index + 1),
            volume: index % 4 == 0 ? nil : 0.25, side: sides[index % 3], id: index % 5 == 0 ? nil : Int64(index))
    }

    private func all(_ series: Series = .trades()) throws -> [Trade] {
        let batch = TradeBatch(capacity: 4096)
        try here.store.read(series, in: .all, after: nil, into: batch)
        return batch.rows
    }

    @Test func write_tradesThatRepeatByteForByte_areAllKeptAndNotDoubled() throws {
        let rows = (0..<3).map { Trade(time: 1_500_000_000_000_000_000, ordinal: $0) }
        #expect(try here.store.write(TradeBatch(rows), to: .trades()) == WriteCount(inserted: 3))
        #expect(try here.store.write(TradeBatch(rows), to: .trades()) == WriteCount(unchanged: 3))
        #expect(try all() == rows)
    }

    @Test func write_manyTrades_comeBackEqualAndSortedByTimeAndOrdinal() throws {
        #expect(try here.store.write(TradeBatch(many), to: .trades()) == WriteCount(inserted: many.count))
        #expect(try all() == many)
        let batch = TradeBatch(capacity: 1)
        try here.store.read(.trades(), in: .all, after: nil, into: batch)
        #expect(batch.symbol[0] == 0 && batch.flags[0] == 0 && batch.row[0] == -1 && batch.position[0] == -1)
    }

    @Test(arguments: [
        Trade(time: 5, ordinal: 0, price: 11, volume: 2, side: TradeSide.buy, id: 9),
        Trade(time: 5, ordinal: 0, price: 10, volume: 3, side: TradeSide.buy, id: 9),
        Trade(time: 5, ordinal: 0, price: 10, volume: 2, side: TradeSide.sell, id: 9),
        Trade(time: 5, ordinal: 0, price: 10, volume: 2, side: TradeSide.buy, id: 10),
        Trade(time: 5, ordinal: 0, price: 10, volume: 2, side: TradeSide.buy, id: 0),
    ])
    func write_oneColumnChanged_updatesAndBack(changed: Trade) throws {
        let whole = Trade(time: 5, ordinal: 0, price: 10, volume: 2, side: TradeSide.buy, id: 9)
        for (row, expected) in [
            (whole, WriteCount(inserted: 1)), (changed, WriteCount(updated: 1)), (changed, WriteCount(unchanged: 1)),
            (whole, WriteCount(updated: 1)),
        ] {
            #expect(try here.store.write(TradeBatch([row]), to: .trades()) == expected)
            #expect(try all() == [row])
        }
    }

    /// Trades of which something is absent, and nothing else differs from the whole one of the tests.
    private static let poorer = [
        Trade(time: 5, ordinal: 0, price: 10, volume: nil, side: TradeSide.buy, id: 9),
        Trade(time: 5, ordinal: 0, price: 10, volume: 2, side: TradeSide.none, id: 9),
        Trade(time: 5, ordinal: 0, price: 10, volume: 2, side: TradeSide.buy, id: nil),
        Trade(time: 5, ordinal: 0, price: 10, volume: nil, side: TradeSide.none, id: nil),
    ]

    @Test(arguments: poorer)
    func write_absentOverStored_isUnchangedAndPresentOverAbsentUpdates(poorer: Trade) throws {
        let whole = Trade(time: 5, ordinal: 0, price: 10, volume: 2, side: TradeSide.buy, id: 9)
        for (row, expected, stored) in [
            (poorer, WriteCount(inserted: 1), poorer), (poorer, WriteCount(unchanged: 1), poorer),
            (whole, WriteCount(updated: 1), whole), (poorer, WriteCount(unchanged: 1), whole),
        ] {
            #expect(try here.store.write(TradeBatch([row]), to: .trades()) == expected)
            #expect(try all() == [stored])
        }
    }

    @Test(arguments: poorer)
    func write_otherPriceAndAbsent_replacesThePriceAndKeepsTheValue(poorer: Trade) throws {
        let whole = Trade(time: 5, ordinal: 0, price: 10, volume: 2, side: TradeSide.buy, id: 9)
        var (changed, expected) = (poorer, whole)
        (changed.price, expected.price) = (11, 11)
        _ = try here.store.write(TradeBatch([whole]), to: .trades())
        #expect(try here.store.write(TradeBatch([changed]), to: .trades()) == WriteCount(updated: 1))
        #expect(try all() == [expected])
    }

    @Test func write_mixedBatch_countsEachRowExactly() throws {
        let stored = many.enumerated().filter { $0.offset % 3 == 0 }.map { index, trade in
            var trade = trade
            if index % 6 == 0 { trade.price += 1 }
            return trade
        }
        _ = try here.store.write(TradeBatch(stored), to: .trades())
        let different = many.indices.filter { $0 % 6 == 0 }.count
        let count = try here.store.write(TradeBatch(many), to: .trades())
        #expect(
            count
                == WriteCount(
                    inserted: many.count - stored.count, updated: different, unchanged: stored.count - different))
        #expect(try all() == many)
    }

    @Test func write_equalRows_leavesFileAndLogAsTheyWere() throws {
        _ = try here.store.write(TradeBatch(many), to: .trades())
        let before = (here.folder.bytes("store.db"), here.folder.bytes("store.db-wal"))
        _ = try here.store.write(TradeBatch(many), to: .trades())
        #expect(before.0 == here.folder.bytes("store.db"))
        #expect(before.1 == here.folder.bytes("store.db-wal"))
    }

    @Test func write_otherSource_doesNotTouchTheFirst() throws {
        var changed = many
        for index in changed.indices { changed[index].price += 1 }
        _ = try here.store.write(TradeBatch(many), to: .trades())
        #expect(try here.store.write(TradeBatch(changed), to: .trades(source: "b")).inserted == many.count)
        #expect(try all() == many)
        #expect(try all(.trades(source: "b")) == changed)
    }

    @Test(arguments: [1, 2, 6, 7, 8, 99, 700, 701])
    func read_inPieces_equalsTheWhole(capacity: Int) throws {
        _ = try here.store.write(TradeBatch(many), to: .trades())
        let piece = TradeBatch(capacity: capacity)
        var position: TradePosition?
        var rows: [Trade] = []
        repeat {
            try here.store.read(.trades(), in: .all, after: position, into: piece)
            rows += piece.rows
            position = piece.rows.last.map { TradePosition(time: $0.time, ordinal: $0.ordinal) }
        } while piece.count == capacity
        #expect(rows == many)
    }

    @Test(arguments: [0, 1, 5, 13, 350, 700, 5000])
    func readNewest_limit_givesTheLastInOrder(limit: Int) throws {
        _ = try here.store.write(TradeBatch(many), to: .trades())
        let batch = TradeBatch(capacity: 1000)
        try here.store.readNewest(limit, of: .trades(), in: .all, into: batch)
        #expect(batch.rows == Array(many.suffix(limit)))
    }

    @Test func ranges_atExtremes_areHalfOpenAndDoNotOverflow() throws {
        let rows = [Int64.min, -1, 0, 1, .max - 1, .max].map { Trade(time: $0) }
        _ = try here.store.write(TradeBatch(rows), to: .trades())
        #expect(try here.store.write(TradeBatch(rows), to: .trades()) == WriteCount(unchanged: rows.count))
        let batch = TradeBatch(capacity: 10)
        for (start, end, expected) in [
            (Int64.min, Int64.max, 0..<5), (-1, 1, 1..<3), (0, .max - 1, 2..<4), (.max - 1, .max, 4..<5),
            (2, 3, 5..<5),
        ] {
            let range = try #require(TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)))
            try here.store.read(.trades(), in: range, after: nil, into: batch)
            #expect(batch.rows == Array(rows[expected]))
            #expect(try here.store.count(.trades(), in: range) == expected.count)
            try here.store.readNewest(1, of: .trades(), in: range, into: batch)
            #expect(batch.rows == Array(rows[expected].suffix(1)))
        }
        // A place before the range does not widen it.
        let late = try #require(TimeRange(Timestamp(nanoseconds: 0), .latest))
        try here.store.read(.trades(), in: late, after: TradePosition(time: -1, ordinal: 0), into: batch)
        #expect(batch.rows == Array(rows[2..<5]))
    }

    @Test(arguments: [
        ([Trade(time: 2), Trade(time: 1)], "is not behind"), ([Trade(time: 1), Trade(time: 1)], "is not behind"),
        ([Trade(time: 1, price: .nan)], "trade 0 of 1970-01-01T00:00:00.000000001Z lacks a price"),
    ])
    func write_rowsThatCannotBeKept_areRefused(rows: [Trade], words: String) throws {
        let error = #expect(throws: StorageError.self) { try here.store.write(TradeBatch(rows), to: .trades()) }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains(words) == true)
        #expect(try all().isEmpty)
    }

    @Test func write_tradesToCandles_isRefused() throws {
        let error = #expect(throws: StorageError.self) { try here.store.write(TradeBatch(many), to: .candles()) }
        #expect(error?.code == .unsupported)
    }
}
