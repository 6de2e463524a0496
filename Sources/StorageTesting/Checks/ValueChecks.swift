import MarketData
import Storage

extension Check where Subject == any StoreUnderTest {
    private static let doubles: [Double] = [
        0.1, 1.0 / 3, 123_456_789.123_456_78, 9_007_199_254_740_992, 9_007_199_254_740_994, 1e-300, 1e300,
        .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 0.1.nextUp, 1.0.nextDown, 3,
        1e15 + 0.3,
    ]

    static let values: [StoreCheck] = [
        StoreCheck(
            "candle-values", "A candle's doubles come back bit for bit, tiny and huge ones, and a zero as a zero",
            restsOn: [.keepsVWAP, .countsWrites]
        ) { run in
            let it = try run.store()
            var rows = doubles.enumerated().map { index, value in
                Candle(
                    time: Candle.start + Int64(index) * Candle.minute, open: value, high: value, low: value,
                    close: value, volume: value, vwap: value, trades: Int64(Int32.max) - Int64(index))
            }
            // A zero may lose its sign: no market has one.
            rows.append(Candle(time: Candle.start + 100 * Candle.minute, volume: -0.0, vwap: 0, trades: 0))
            try it.write(rows)
            try it.write(rows)
            try it.expectAll()
        },
        StoreCheck(
            "trade-values", "A trade's doubles and numbers come back bit for bit, tiny and huge ones",
            restsOn: [.countsWrites]
        ) { run in
            let it = try run.store()
            let ids: [Int64] = [.max, .max - 1, 0, 1, 1 << 53 + 1, 4_294_967_296]
            let rows = doubles.enumerated().map { index, value in
                Trade(time: Trade.start + Int64(index), price: value, volume: value, id: ids[index % ids.count])
            }
            try it.write(rows + [Trade(time: Trade.start + 100, volume: -0.0)])
            try it.write(rows)
            try it.expectAll()
        },
        StoreCheck(
            "candle-times", "Candles open on any whole second from 1970 on up to 2262", restsOn: [.countsWrites]
        ) { run in
            let it = try run.store()
            let seconds: [Int64] = [0, 60, 1_230_940_800, 4_102_444_800, 9_223_372_020]
            try it.write(seconds.map { Candle(time: $0 * 1_000_000_000) })
            try it.expectAll()
        },
        StoreCheck(
            "candle-intervals", "Candles of every interval are kept, also of such as are no whole minutes",
            restsOn: [.keepsEveryInterval, .countsWrites]
        ) { run in
            let it = try run.store()
            for interval in Interval.usual {
                let series = Series(Instrument(base: "BTC", quote: "USD"), .candles(interval), source: "test")
                try it.write([Candle(time: 1_447_891_200_000_000_000)], to: series)
            }
            for seconds in [1, 90] as [Int64] {
                let odd = try require(Interval(nanoseconds: seconds * 1_000_000_000), "an interval")
                let series = Series(Instrument(base: "BTC", quote: "USD"), .candles(odd), source: "test")
                let row = Candle(time: 1_447_891_200_000_000_000 + seconds * 1_000_000_000)
                if it.traits.keeps(.keepsEveryInterval) {
                    try it.write([row], to: series)
                } else {
                    try expectRefusal([.unsupported], "a candle of \(series)") {
                        _ = try Candle.write([row], to: series, of: it.store)
                    }
                }
            }
            try it.expectAll()
        },
        StoreCheck(
            "columns-not-stored", "What is not stored comes back as unknown, and a stored candle as closed"
        ) { run in
            let it = try run.store()
            try it.write([Candle(time: Candle.start)])
            try it.write([Trade(time: Trade.start)])
            let candles = CandleBatch.soiled(capacity: 3)
            try it.store.read(Candle.series(), in: .all, into: candles)
            try expect(candles.count, equals: 1, "rows")
            try expect(candles.flags[0], equals: CandleFlags.final, "a candle's flags")
            try expect([candles.row[0], candles.position[0]], equals: [-1, -1], "a candle's row and position")
            try expect(candles.symbol[0], equals: 0, "a candle's symbol")
            let trades = TradeBatch.soiled(capacity: 3)
            try it.store.read(Trade.series(), in: .all, after: nil, into: trades)
            try expect(trades.count, equals: 1, "rows")
            try expect([trades.symbol[0], trades.flags[0]], equals: [0, 0], "a trade's symbol and flags")
            try expect([trades.row[0], trades.position[0]], equals: [-1, -1], "a trade's row and position")
        },
    ]
}
