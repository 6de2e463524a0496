import MarketData
import Storage
import Testing

@testable import StorageSQLite
@testable import StorageTesting

@Suite struct TradeTests {
    let here: TemporaryStore
    init() throws { here = try TemporaryStore() }

    private func all(_ series: Series = .trades()) throws -> [Trade] {
        let batch = TradeBatch(capacity: 4096)
        try here.store.read(series, in: .all, after: nil, into: batch)
        return batch.tradeRows
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
            #expect(batch.tradeRows == Array(rows[expected]))
            #expect(try here.store.count(.trades(), in: range) == expected.count)
            try here.store.readNewest(1, of: .trades(), in: range, into: batch)
            #expect(batch.tradeRows == Array(rows[expected].suffix(1)))
        }
        // A place before the range does not widen it.
        let late = try #require(TimeRange(Timestamp(nanoseconds: 0), .latest))
        try here.store.read(.trades(), in: late, after: TradePosition(time: -1, ordinal: 0), into: batch)
        #expect(batch.tradeRows == Array(rows[2..<5]))
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
}
