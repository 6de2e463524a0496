import MarketData
import Storage

extension Check where Subject == any StoreUnderTest {
    private static let wholeCandle = Candle(time: Candle.start, vwap: 10.5)
    private static let wholeTrade = Trade(time: Trade.start, volume: 2)

    private static func changed<Row>(_ row: Row, _ change: (inout Row) -> Void) -> Row {
        var row = row
        change(&row)
        return row
    }

    private static var otherCandles: [Candle] {
        [
            changed(wholeCandle) { $0.open = 10.1 }, changed(wholeCandle) { $0.high = 13 },
            changed(wholeCandle) { $0.low = 9 }, changed(wholeCandle) { $0.close = 11.5 },
            changed(wholeCandle) { $0.volume = 4 }, changed(wholeCandle) { $0.volume = 0 },
            changed(wholeCandle) { $0.vwap = 10.25 }, changed(wholeCandle) { $0.trades = 8 },
            changed(wholeCandle) { $0.trades = 0 },
        ]
    }

    private static var otherTrades: [Trade] {
        [
            changed(wholeTrade) { $0.price = 11 }, changed(wholeTrade) { $0.volume = 3 },
            changed(wholeTrade) { $0.volume = 0 }, changed(wholeTrade) { $0.side = TradeSide.sell },
            changed(wholeTrade) { $0.id = 10 }, changed(wholeTrade) { $0.id = 0 },
        ]
    }

    /// Rows of which something is absent, and nothing else differs.
    private static var poorerCandles: [Candle] {
        [
            changed(wholeCandle) { $0.volume = nil }, changed(wholeCandle) { $0.vwap = nil },
            changed(wholeCandle) { $0.trades = nil },
            changed(wholeCandle) { ($0.volume, $0.vwap, $0.trades) = (nil, nil, nil) },
        ]
    }

    private static var poorerTrades: [Trade] {
        [
            changed(wholeTrade) { $0.volume = nil }, changed(wholeTrade) { $0.side = nil },
            changed(wholeTrade) { $0.id = nil }, changed(wholeTrade) { ($0.volume, $0.side, $0.id) = (nil, nil, nil) },
        ]
    }

    static let upserts: [StoreCheck] = [
        StoreCheck(
            "candle-upsert", "A candle that differs in any one value replaces the stored one",
            restsOn: [.countsWrites, .keepsVWAP]
        ) { run in try replaces(wholeCandle, otherCandles, run.store()) },
        StoreCheck(
            "trade-upsert", "A trade that differs in any one value replaces the stored one", restsOn: [.countsWrites]
        ) { run in try replaces(wholeTrade, otherTrades, run.store()) },
        StoreCheck(
            "candle-absent-values", "A value that is absent in a candle never erases a stored one",
            restsOn: [.countsWrites, .keepsStoredValues, .keepsVWAP]
        ) { run in
            try meets(poorerCandles, wholeCandle, run.store()) { changed($0) { $0.close = 11.5 } }
        },
        StoreCheck(
            "trade-absent-values", "A value that is absent in a trade never erases a stored one",
            restsOn: [.countsWrites, .keepsStoredValues]
        ) { run in
            try meets(poorerTrades, wholeTrade, run.store()) { changed($0) { $0.price = 11 } }
        },
        StoreCheck(
            "counts-mixed", "Of a batch of new, different, poorer and equal rows each is counted as what it was",
            restsOn: [.countsWrites, .keepsStoredValues, .keepsVWAP]
        ) { run in
            for size in [1, 2, 63, 64, 65, 128, 1000] {
                let it = try run.store()
                try mixes(Candle.run(0..<size), it) {
                    $0.close += 0.25
                } poorer: {
                    $0.volume = nil
                }
                try mixes(Trade.run(0..<size), it) {
                    $0.price += 0.25
                } poorer: {
                    $0.id = nil
                }
            }
        },
        StoreCheck(
            "counts-sparse", "Few rows over a long stored stretch are counted as what they were",
            restsOn: [.countsWrites, .keepsVWAP]
        ) { run in
            let it = try run.store()
            let rows = Candle.run(0..<3000)
            try it.write(rows.filter { $0.time / Candle.minute % 2 == 0 })
            try it.write(stride(from: 0, to: 3000, by: 499).map { rows[$0] })
            try it.expectAll()
        },
        StoreCheck(
            "equal-rows", "Rows that are equal to what is stored, or equal but for absent values, write nothing",
            restsOn: [.countsWrites, .skipsEqualRows, .keepsStoredValues, .keepsVWAP]
        ) { run in
            let it = try run.store()
            try it.write(Candle.run(0..<2000))
            try it.write(Trade.run(0..<2000))
            let before = try it.place.footprint()
            try it.write(Candle.run(0..<2000))
            try it.write(Trade.run(0..<2000))
            if it.traits.keeps(.keepsStoredValues) {
                try it.write(Candle.run(0..<2000).map { changed($0) { $0.volume = nil } })
                try it.write(Trade.run(0..<2000).map { changed($0) { ($0.side, $0.id) = (nil, nil) } })
            }
            if it.traits.keeps(.skipsEqualRows) {
                try expect(it.place.footprint() == before, "equal rows leave the place as it was")
            }
            try it.expectAll()
        },
        StoreCheck("empty-batch", "A batch without rows does nothing, and makes no series") { run in
            let it = try run.store()
            try it.write([Candle]())
            try it.write([Trade]())
            try it.write([(row: Candle, place: Int)](), among: [Candle.series(), Candle.series("ETH")])
            try it.expectAll()
        },
    ]

    private static func replaces<Row: CheckedRow>(_ whole: Row, _ others: [Row], _ it: CheckedStore) throws {
        for other in others {
            for row in [whole, whole, other, other, whole] {
                try it.write([row])
                try it.expectRows(Row.self)
            }
        }
    }

    /// Poorer rows before and after whole ones, each in a series of its own.
    private static func meets<Row: CheckedRow>(
        _ poorer: [Row], _ whole: Row, _ it: CheckedStore, otherPrice: (Row) -> Row
    ) throws {
        for (index, poorer) in poorer.enumerated() {
            let series = Row.series("S\(index)")
            for row in [poorer, poorer, whole, poorer, otherPrice(poorer), whole] {
                try it.write([row], to: series)
                try it.expectRows(of: series, Row.self)
            }
        }
    }

    private static func mixes<Row: CheckedRow>(
        _ rows: [Row], _ it: CheckedStore, change: (inout Row) -> Void, poorer: (inout Row) -> Void
    ) throws {
        // Of each five rows one is not stored yet, one changes, one is poorer, one both, one is equal.
        try it.write(rows.enumerated().filter { $0.offset % 5 != 4 }.map(\.element))
        let again = rows.enumerated().map { index, row in
            var row = row
            if index % 5 == 0 || index % 5 == 2 { change(&row) }
            if index % 5 == 1 || index % 5 == 2 { poorer(&row) }
            return row
        }
        try it.write(again)
        try it.expectAll()
    }
}
