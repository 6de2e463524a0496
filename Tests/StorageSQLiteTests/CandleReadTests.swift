import MarketData
import Storage
import Testing

@testable import StorageSQLite

@Suite struct CandleReadTests {
    let here: TemporaryStore
    let rows = Candle.run(0..<500)
    init() throws {
        here = try TemporaryStore()
        _ = try here.store.write(CandleBatch(rows), to: .candles())
        // Neighbours on both sides of the key's series number.
        _ = try here.store.write(CandleBatch(Candle.run(0..<50)), to: .candles("AAA"))
    }

    @Test(arguments: [1, 7, 64, 499, 500, 501])
    func read_inPieces_equalsTheWhole(capacity: Int) throws {
        let piece = CandleBatch(capacity: capacity)
        var found: [Candle] = []
        var range = TimeRange.all
        while true {
            try here.store.read(.candles(), in: range, into: piece)
            found += piece.rows
            guard piece.count == capacity, let last = piece.rows.last else { break }
            range = try #require(TimeRange(Timestamp(nanoseconds: last.time + 1), .latest))
        }
        #expect(found == rows)
    }

    @Test(arguments: [-1, 0, 1, 100, 500, 501])
    func readNewest_limit_givesTheLastInOrder(limit: Int) throws {
        let batch = CandleBatch(capacity: 1000)
        try here.store.readNewest(limit, of: .candles(), in: .all, into: batch)
        #expect(batch.rows == Array(rows.suffix(max(limit, 0))))
    }

    @Test func readNewest_moreThanTheBatchHolds_givesTheNewestThatFit() throws {
        let batch = CandleBatch(capacity: 10)
        try here.store.readNewest(100, of: .candles(), in: .all, into: batch)
        #expect(batch.rows == Array(rows.suffix(10)))
    }

    @Test(arguments: [
        (Int64.min, Int64.max, 0..<500), (0, 1, 0..<0), (-5, -1, 0..<0), (.min, .min + 1, 0..<0),
        (.max - 1, .max, 0..<0),
        // From just behind the first, to just at and just behind the third.
        (1_500_000_000_000_000_001, 1_500_000_120_000_000_000, 1..<2),
        (1_500_000_000_000_000_000, 1_500_000_120_000_000_001, 0..<3),
        (1_500_000_000_000_000_000, 1_500_000_000_000_000_001, 0..<1),
    ])
    func range_isHalfOpenAndDoesNotOverflow(start: Int64, end: Int64, expected: Range<Int>) throws {
        let range = try #require(TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)))
        let batch = CandleBatch(capacity: 1000)
        try here.store.read(.candles(), in: range, into: batch)
        #expect(batch.rows == Array(rows[expected]))
        #expect(try here.store.count(.candles(), in: range) == expected.count)
        try here.store.readNewest(1, of: .candles(), in: range, into: batch)
        #expect(batch.rows == Array(rows[expected].suffix(1)))
    }

    @Test func read_seriesThatIsNotThere_isEmpty() throws {
        let batch = CandleBatch(rows)
        try here.store.read(.candles("ZZZ"), in: .all, into: batch)
        #expect(batch.count == 0)
        #expect(try here.store.count(.candles("ZZZ"), in: .all) == 0)
        #expect(try here.store.count(.trades("ZZZ"), in: .all) == 0)
    }

    @Test func series_filters_giveTheSeriesInOrderWithTheirEdges() throws {
        let first = Timestamp(nanoseconds: rows[0].time)
        _ = try here.store.write(CandleBatch([rows[0]]), to: .candles("BTC", "USD", minutes: 60))
        _ = try here.store.write(CandleBatch([rows[0]]), to: .candles("BTC", "EUR", source: "z"))
        _ = try here.store.write(CandleBatch([rows[0]]), to: .candles("BTC", "EUR", source: "a"))
        _ = try here.store.write(TradeBatch([Trade(time: -7), Trade(time: 9)]), to: .trades())
        // Rows that are gone leave a series without rows; it does not show.
        try here.database.write { db in
            _ = try SeriesTable.numberOrNew(of: .candles("GONE"), db)
            _ = try SeriesTable.numberOrNew(of: .trades("GONE"), db)
        }
        let all = try here.store.series(matching: SeriesFilter())
        #expect(
            all.map(\.series) == [
                .candles("AAA"), .candles("BTC", "EUR", source: "a"), .candles("BTC", "EUR", source: "z"), .candles(),
                .candles("BTC", "USD", minutes: 60), .trades(),
            ])
        #expect(all[3] == SeriesSummary(series: .candles(), first: first, last: Timestamp(nanoseconds: rows[499].time)))
        #expect(
            all[5]
                == SeriesSummary(
                    series: .trades(), first: Timestamp(nanoseconds: -7), last: Timestamp(nanoseconds: 9)))
        let eur = try here.store.series(matching: SeriesFilter(base: "BTC", quote: "EUR"))
        #expect(eur.map(\.series.source) == ["a", "z"])
        #expect(try here.store.series(matching: SeriesFilter(content: .trades)).map(\.series) == [.trades()])
        #expect(try here.store.series(matching: SeriesFilter(source: "nobody")).isEmpty)
    }
}
