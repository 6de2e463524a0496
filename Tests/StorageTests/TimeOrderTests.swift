import Foundation
import MarketData
import Storage
import StorageSQLite
import Testing

/// Rows of many series as one stream, held against sorting them all.
@Suite struct TimeOrderTests {
    private let folder: String
    private let store: SQLiteStore

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let database = try SQLiteDatabase(path: folder + "/store.db", mode: .create)
        try database.migrate()
        store = SQLiteStore(database)
    }

    private func candles(_ base: String, every step: Int64, count: Int) throws -> Series {
        let interval = try #require(Interval(minutes: 1))
        let series = Series(Instrument(base: base, quote: "USD"), .candles(interval), source: "test")
        let batch = CandleBatch(capacity: count)
        batch.count = count
        for row in 0..<count {
            batch.openTime[row] = 1_704_067_200_000_000_000 + Int64(row) * step * 60_000_000_000
            for column in [batch.open, batch.high, batch.low, batch.close, batch.volume] {
                column[row] = Double(row + 1)
            }
            batch.vwap[row] = .nan
            batch.trades[row] = Int64(row)
        }
        _ = try store.write(batch, to: series)
        return series
    }

    @Test func candles_ofManySeries_ascendAndTiesKeepTheOrderGiven() throws {
        defer { removeFolder() }
        // More rows than a cursor of many holds, so that every cursor is filled again.
        let series = try (0..<40).map { try candles("A\($0)", every: Int64(1 + $0 % 3), count: 5000) }
        var seen: [(Int64, Int)] = []
        var rows = TimeOrderedCandles(store, series: series, range: .all)
        try rows.forEach { batch, row, index in
            seen.append((batch.openTime[row], index))
            #expect(batch.open[row] == Double(batch.trades[row] + 1))
        }
        #expect(seen.count == 40 * 5000)
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func candles_range_holdsItsStartAndNotItsEnd() throws {
        defer { removeFolder() }
        let series = try candles("A", every: 1, count: 10)
        let start = Timestamp(nanoseconds: 1_704_067_200_000_000_000 + 2 * 60_000_000_000)
        let end = Timestamp(nanoseconds: 1_704_067_200_000_000_000 + 5 * 60_000_000_000)
        var seen: [Int64] = []
        var rows = TimeOrderedCandles(store, series: [series], range: try #require(TimeRange(start, end)))
        try rows.forEach { batch, row, _ in seen.append(batch.trades[row]) }
        #expect(seen == [2, 3, 4])
    }

    @Test func candles_bodyThatThrows_endsTheStream() throws {
        defer { removeFolder() }
        struct Enough: Error {}
        let series = try candles("A", every: 1, count: 10)
        var count = 0
        var rows = TimeOrderedCandles(store, series: [series], range: .all)
        #expect(throws: Enough.self) {
            try rows.forEach { _, _, _ in
                count += 1
                if count == 3 { throw Enough() }
            }
        }
        #expect(count == 3)
    }

    @Test func trades_ofOneInstantOverManyPieces_keepTheirOrdinals() throws {
        defer { removeFolder() }
        let names = (0..<9000).map { "T\($0)" }
        // Many series make the pieces small: 16 rows, fewer than the trades of one instant here.
        var all: [Series] = []
        for name in names.prefix(3) {
            let series = Series(Instrument(base: name, quote: "USD"), .trades, source: "test")
            let batch = TradeBatch(capacity: 50)
            batch.count = 50
            for row in 0..<50 {
                batch.time[row] = row < 40 ? 1_704_067_200_000_000_000 : 1_704_067_201_000_000_000
                batch.ordinal[row] = Int32(row < 40 ? row : row - 40)
                batch.price[row] = 1
                batch.volume[row] = Double(row)
                batch.tradeID[row] = -1
            }
            _ = try store.write(batch, to: series)
            all.append(series)
        }
        let empty = names.dropFirst(3).map { Series(Instrument(base: $0, quote: "USD"), .trades, source: "test") }
        var seen: [[Double]] = [[], [], []]
        var rows = TimeOrderedTrades(store, series: all + empty, range: .all)
        try rows.forEach { batch, row, index in seen[index].append(batch.volume[row]) }
        #expect(seen.allSatisfy { $0 == (0..<50).map(Double.init) })
    }

    private func removeFolder() {
        // What is left lies in the system's temporary folder.
        try? FileManager.default.removeItem(atPath: folder)
    }
}
