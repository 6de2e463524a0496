import MarketData
import Storage

extension Check where Subject == any StoreUnderTest {
    static let mixed: [StoreCheck] = [
        StoreCheck(
            "mixed-candles", "A batch of several series' candles goes to each, with a count for each place",
            restsOn: [.countsWrites, .keepsVWAP]
        ) { run in
            let it = try run.store()
            let places = [
                Candle.series("BTC"), Candle.series("ETH"), Candle.series("BTC", "USD", source: "b"),
                Series.candles(minutes: 5), Series.candles("NONE"),
            ]
            try inTurn(Candle.run(0..<400), among: places, used: 4, it)
        },
        StoreCheck(
            "mixed-trades", "A batch of several series' trades goes to each, with a count for each place",
            restsOn: [.countsWrites]
        ) { run in
            let it = try run.store()
            let places = [
                Trade.series("BTC"), Trade.series("ETH"), Trade.series("BTC", "EUR"),
                Trade.series("BTC", "USD", source: "b"), Trade.series("NONE"),
            ]
            try inTurn(Trade.run(0..<400), among: places, used: 4, it)
        },
        StoreCheck(
            "mixed-repeated-series",
            "A series may stand at several places of a mixed batch; the rows of all are its own",
            restsOn: [.countsWrites, .keepsVWAP]
        ) { run in
            let it = try run.store()
            try it.write(Candle.run(0..<10))
            // The second place's rows lie before those of the first, as those of another file would.
            let late = Candle.run(100..<120).map { (row: $0, place: 0) }
            let early = Candle.run(5..<60).map { (row: $0, place: 2) }
            let other = Candle.run(0..<40).map { (row: $0, place: 1) }
            try it.write(late + early + other, among: [Candle.series(), Candle.series("ETH"), Candle.series()])
            let trades = Trade.run(70..<90).map { (row: $0, place: 1) } + Trade.run(0..<30).map { (row: $0, place: 0) }
            try it.write(trades, among: [Trade.series(), Trade.series()])
            try it.expectAll()
        },
        StoreCheck(
            "mixed-stored-rows", "Rows with their series, `StoredRows`, are written as what they are",
            restsOn: [.countsWrites, .keepsVWAP]
        ) { run in
            let it = try run.store()
            for rows in [
                Candle.stored(Candle.run(0..<9), of: Candle.series()),
                Trade.stored(Trade.run(0..<9), of: Trade.series()),
            ] {
                let found = try it.store.write(rows)
                try expect(found.map(\.rows), equals: [9], "the counts of \(rows.series)")
            }
            try it.settle()
            _ = it.model.write(Candle.run(0..<9), to: Candle.series(), traits: it.traits)
            _ = it.model.write(Trade.run(0..<9), to: Trade.series(), traits: it.traits)
            try it.expectAll()
        },
    ]

    /// Row after row to the next place, twice: the second time every other row is new.
    private static func inTurn<Row: CheckedRow>(
        _ rows: [Row], among series: [Series], used: Int, _ it: CheckedStore
    ) throws {
        let placed = rows.enumerated().map { (row: $0.element, place: $0.offset % used) }
        try it.write(placed.enumerated().filter { $0.offset / used % 2 == 0 }.map(\.element), among: series)
        try it.expectAll()
        try it.write(placed, among: series)
        try it.expectAll()
    }
}
