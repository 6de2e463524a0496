import MarketData
import Storage

extension Check where Subject == any StoreUnderTest {
    static let identity: [StoreCheck] = [
        StoreCheck(
            "candle-identity",
            "A candle is known by its series and open time: one of another source, interval, base or quote is another",
            restsOn: [.countsWrites]
        ) { run in
            let it = try run.store()
            try it.write([Candle(time: Candle.start)])
            for (index, series) in [
                Series.candles("BTC", "USD", source: "other"), Series.candles(minutes: 5), Series.candles("ETH"),
                Candle.series("BTC", "EUR"),
            ].enumerated() {
                try it.write([Candle(time: Candle.start, close: 11.25 + Double(index) / 4)], to: series)
            }
            try it.write([Candle(time: Candle.start + Candle.minute)])
            try it.expectAll()
        },
        StoreCheck(
            "trade-identity",
            "A trade is known by its series, time and ordinal: one of another source, base, quote or ordinal is another",
            restsOn: [.countsWrites]
        ) { run in
            let it = try run.store()
            try it.write([Trade(time: Trade.start)])
            for (index, series) in [
                Trade.series("BTC", "USD", source: "other"), Trade.series("ETH"), Trade.series("BTC", "EUR"),
            ].enumerated() {
                try it.write([Trade(time: Trade.start, price: 11 + Double(index))], to: series)
            }
            try it.write([Trade(time: Trade.start, ordinal: 1, price: 9), Trade(time: Trade.start, ordinal: 5)])
            try it.write([Candle(time: Trade.start)])
            try it.expectAll()
        },
        StoreCheck(
            "trade-repeats", "Trades that are equal in everything but the ordinal are all kept, and not doubled",
            restsOn: [.countsWrites]
        ) { run in
            let it = try run.store()
            let rows = (0..<5).map { Trade(time: Trade.start, ordinal: $0) }
            try it.write(rows)
            try it.write(rows)
            try it.expectAll()
        },
        StoreCheck(
            "trade-nanoseconds", "Trades one nanosecond apart are different trades, and come back with their times",
            restsOn: [.countsWrites]
        ) { run in
            let it = try run.store()
            let times: [Int64] = [0, 1, 999, 1000, 1001, 999_999, 1_000_000, 999_999_999, 1_000_000_000]
            let rows = times.flatMap { time in (0..<2).map { Trade(time: Trade.start + time, ordinal: $0) } }
            try it.write(rows)
            try it.write(rows)
            try it.expectAll()
        },
        StoreCheck("store-identity", "A store says who it is, always the same, and no two are the same") { run in
            let place = try run.migrated()
            let one = try run.open(place).store.identity()
            try expect(run.open(place).store.identity(), equals: one, "the identity, opened again")
            try place.migrate()
            try expect(run.open(place).store.identity(), equals: one, "the identity, migrated again")
            try expect(run.store().store.identity() != one, "another store has another identity")
        },
    ]
}
