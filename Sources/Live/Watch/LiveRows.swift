import MarketData

/// New rows of a series, as the event that tells of them.
struct LiveRows<Row: Encodable>: Encodable {
    /// Which series.
    struct SeriesName: Encodable {
        var asset: String
        var quote: String
        /// Nil for trades.
        var interval_minutes: Double?
        var source: String

        init(_ series: Series) {
            (asset, quote, source) = (series.instrument.base, series.instrument.quote, series.source)
            interval_minutes = series.kind.interval.map { Double($0.nanoseconds) / 6e10 }
        }
    }

    var series: SeriesName
    /// Time of the first new row.
    var from: String
    /// Time of the last.
    var to: String
    var count: Int
    /// True where the series had a row of that time before, and now has this one in its place; nil where rows are new.
    var corrected: Bool?
    /// All of them; nil where they are too many.
    var rows: [Row]?
}

/// All that a candle says, to tell whether it was written again with other values.
struct CandleValues: Equatable {
    private let bits: [UInt64]

    init(_ batch: CandleBatch, _ row: Int) {
        // Bits: what a source does not say is a NaN, which equals nothing.
        bits =
            [batch.open, batch.high, batch.low, batch.close, batch.volume, batch.vwap].map { $0[row].bitPattern }
            + [UInt64(bitPattern: Int64(batch.trades[row]))]
    }
}

/// A candle; null is what the source does not say.
struct LiveCandle: Encodable {
    private enum Key: CodingKey { case time, open, high, low, close, volume, trades }

    let batch: CandleBatch
    let row: Int

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Timestamp(nanoseconds: batch.openTime[row]).description, forKey: .time)
        try container.encode(batch.open[row], forKey: .open)
        try container.encode(batch.high[row], forKey: .high)
        try container.encode(batch.low[row], forKey: .low)
        try container.encode(batch.close[row], forKey: .close)
        try container.encode(batch.volume[row].isNaN ? nil : batch.volume[row], forKey: .volume)
        try container.encode(batch.trades[row] < 0 ? nil : batch.trades[row], forKey: .trades)
    }
}

/// A trade, likewise.
struct LiveTrade: Encodable {
    private enum Key: CodingKey { case time, price, volume, side, trade_id }

    let batch: TradeBatch
    let row: Int

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Timestamp(nanoseconds: batch.time[row]).description, forKey: .time)
        try container.encode(batch.price[row], forKey: .price)
        try container.encode(batch.volume[row].isNaN ? nil : batch.volume[row], forKey: .volume)
        let side = batch.side[row]
        try container.encode(side == TradeSide.buy ? "buy" : side == TradeSide.sell ? "sell" : nil, forKey: .side)
        try container.encode(batch.tradeID[row] < 0 ? nil : batch.tradeID[row], forKey: .trade_id)
    }
}
