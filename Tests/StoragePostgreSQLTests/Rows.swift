import MarketData

/// A candle for comparing.
struct Candle: Hashable {
    var time: Int64
    var open = 10.0
    var high = 12.5
    var low = 9.25
    var close = 11.0
    var volume: Double? = 3.75
    var vwap: Double?
    var trades: Int64? = 7

    /// One-minute candles of which no two are equal, from a whole minute on.
    static func run(_ minutes: Range<Int64>) -> [Candle] {
        minutes.map { minute in
            let price = 100 + Double(minute % 997) / 8
            return Candle(
                time: (1_500_000_000 + minute * 60) * 1_000_000_000, open: price, high: price + 2, low: price - 1,
                close: price + 0.5, volume: minute % 5 == 0 ? nil : Double(minute), vwap: minute % 3 == 0 ? price : nil,
                trades: minute % 7 == 0 ? nil : minute)
        }
    }
}

/// A trade for comparing.
struct Trade: Hashable {
    var time: Int64
    var ordinal: Int32 = 0
    var price = 10.0
    var volume: Double? = 0.5
    var side = TradeSide.none
    var id: Int64?
}

extension CandleBatch {
    convenience init(_ rows: [Candle], capacity: Int? = nil) {
        self.init(capacity: capacity ?? max(rows.count, 1))
        count = rows.count
        for (index, candle) in rows.enumerated() {
            openTime[index] = candle.time
            open[index] = candle.open
            high[index] = candle.high
            low[index] = candle.low
            close[index] = candle.close
            volume[index] = candle.volume ?? .nan
            vwap[index] = candle.vwap ?? .nan
            trades[index] = candle.trades ?? -1
        }
    }

    var rows: [Candle] {
        (0..<count).map {
            Candle(
                time: openTime[$0], open: open[$0], high: high[$0], low: low[$0], close: close[$0],
                volume: volume[$0].isNaN ? nil : volume[$0], vwap: vwap[$0].isNaN ? nil : vwap[$0],
                trades: trades[$0] == -1 ? nil : trades[$0])
        }
    }
}

extension TradeBatch {
    convenience init(_ rows: [Trade], capacity: Int? = nil) {
        self.init(capacity: capacity ?? max(rows.count, 1))
        count = rows.count
        for (index, trade) in rows.enumerated() {
            time[index] = trade.time
            ordinal[index] = trade.ordinal
            price[index] = trade.price
            volume[index] = trade.volume ?? .nan
            side[index] = trade.side
            tradeID[index] = trade.id ?? -1
        }
    }

    var rows: [Trade] {
        (0..<count).map {
            Trade(
                time: time[$0], ordinal: ordinal[$0], price: price[$0], volume: volume[$0].isNaN ? nil : volume[$0],
                side: side[$0], id: tradeID[$0] == -1 ? nil : tradeID[$0])
        }
    }
}
