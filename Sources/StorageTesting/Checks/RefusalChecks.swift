import MarketData
import Storage

extension Check where Subject == any StoreUnderTest {
    static let refusals: [StoreCheck] = [
        StoreCheck(
            "unordered-rows", "A batch whose rows do not ascend strictly is refused, and nothing of it is stored",
            restsOn: [.wholeBatches]
        ) { run in
            let it = try run.store()
            let candles = Candle.run(0..<3)
            try refuses([candles[0], candles[2], candles[1]], it)
            try refuses([candles[0], candles[1], candles[1]], it)
            let trades = Trade.run(0..<9)
            try refuses([trades[0], trades[2], trades[1]], it)
            try refuses([trades[1], trades[1]], it)
            try refuses([trades[7], trades[0]], it)
        },
        StoreCheck(
            "impossible-row", "A batch with a row that lacks a price is refused whole, wherever the row stands",
            restsOn: [.wholeBatches]
        ) { run in
            let it = try run.store()
            for size in [1, 3, 1000] {
                for place in Set([0, size / 2, size - 1]) {
                    var candles = Candle.run(0..<size)
                    candles[place].close = .nan
                    try refuses(candles, it)
                    candles[place].close = 1
                    candles[place].open = .nan
                    try refuses(candles, it)
                    var trades = Trade.run(0..<size)
                    trades[place].price = .nan
                    try refuses(trades, it)
                }
            }
        },
        StoreCheck(
            "refused-among-stored", "A refused batch leaves what is stored as it was, and the next one is taken",
            restsOn: [.wholeBatches, .countsWrites, .keepsVWAP]
        ) { run in
            let it = try run.store()
            try it.write(Candle.run(0..<50))
            var bad = Candle.run(0..<100)
            for index in bad.indices { bad[index].close += 0.25 }
            bad[99].low = .nan
            try refuses(bad, it, beside: Candle.run(0..<50))
            try it.write(Candle.run(0..<100))
            try it.expectAll()
        },
        StoreCheck("wrong-kind", "Candles are not stored as trades, nor trades as candles") { run in
            let it = try run.store()
            try expectRefusal([.unsupported], "candles to a series of trades") {
                _ = try Candle.write(Candle.run(0..<2), to: Trade.series(), of: it.store)
            }
            try expectRefusal([.unsupported], "trades to a series of candles") {
                _ = try Trade.write(Trade.run(0..<2), to: Candle.series(), of: it.store)
            }
            try it.expectAll()
        },
    ]

    /// The rows are refused at once or at the latest when they are to be durable.
    private static func refuses<Row: CheckedRow>(_ rows: [Row], _ it: CheckedStore, beside stored: [Row] = []) throws {
        try expectRefusal([.unsupported], "\(rows.count) \(Row.name) with one that cannot be kept") {
            _ = try Row.write(rows, to: Row.series(), of: it.store)
            try it.store.settle(it.store.mark)
        }
        try it.store.awaitVisible()
        if it.traits.keeps(.wholeBatches) { return try it.expectAll() }
        // Where batches can be cut, what is there are rows of it, and those from before.
        let known = (rows + stored).map { $0.kept(by: it.traits) }
        for row in try it.rows(Row.self) where !known.contains(row) {
            throw StoreCheckFailure("what a refused batch left", expected: "rows of it", found: "\(row)")
        }
    }
}

extension CheckedStore {
    fileprivate func rows<Row: CheckedRow>(_: Row.Type) throws -> [Row] { try rows(of: Row.series()) }
}
