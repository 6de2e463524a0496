import MarketData
import QuestDBClient

/// Batches as lines of the line protocol.
struct ILPRows {
    private let names: TableNames
    private let open: ILPColumn
    private let high: ILPColumn
    private let low: ILPColumn
    private let close: ILPColumn
    private let volume: ILPColumn
    private let tradeCount: ILPColumn
    private let price: ILPColumn
    private let ordinal: ILPColumn
    private let tradeID: ILPColumn

    init(_ names: TableNames) throws(QuestDBError) {
        self.names = names
        open = try ILPColumn("open")
        high = try ILPColumn("high")
        low = try ILPColumn("low")
        close = try ILPColumn("close")
        volume = try ILPColumn("volume")
        tradeCount = try ILPColumn("trade_count")
        price = try ILPColumn("price")
        ordinal = try ILPColumn("ordinal")
        tradeID = try ILPColumn("trade_id")
    }

    func append(
        _ batch: CandleBatch, _ series: SeriesColumns, to buffer: inout ILPBuffer
    ) throws(QuestDBError) {
        var heads: [ILPHead] = []
        for place in 0..<series.count {
            heads.append(
                try ILPHead(
                    table: names.candles,
                    symbols: [("quote_currency", series.quotes[place]), ("source", series.sources[place])],
                    longs: [
                        ("asset_id", Int64(series.assets[place])), ("interval_minutes", Int64(series.minutes[place])),
                    ]))
        }
        for row in 0..<batch.count {
            buffer.begin(heads[series.isSingle ? 0 : Int(batch.symbol[row])])
            buffer.double(open, batch.open[row])
            buffer.double(high, batch.high[row])
            buffer.double(low, batch.low[row])
            buffer.double(close, batch.close[row])
            buffer.double(volume, batch.volume[row])
            if batch.trades[row] != -1 { buffer.long(tradeCount, batch.trades[row]) }
            try buffer.end(nanoseconds: batch.openTime[row])
        }
    }

    func append(
        _ batch: TradeBatch, _ series: SeriesColumns, to buffer: inout ILPBuffer
    ) throws(QuestDBError) {
        // Three a place: the side is a symbol, and symbols come before all fields.
        var heads: [ILPHead] = []
        for place in 0..<series.count {
            for side in [[], [("side", TradeSideText.buy)], [("side", TradeSideText.sell)]] {
                heads.append(
                    try ILPHead(
                        table: names.trades,
                        symbols: [("quote_currency", series.quotes[place]), ("source", series.sources[place])] + side,
                        longs: [("asset_id", Int64(series.assets[place]))]))
            }
        }
        for row in 0..<batch.count {
            let place = series.isSingle ? 0 : Int(batch.symbol[row])
            let side = batch.side[row]
            buffer.begin(heads[place * 3 + (side == TradeSide.buy ? 1 : side == TradeSide.sell ? 2 : 0)])
            let key = TradeOrdinal(nanoseconds: batch.time[row], ordinal: Int64(batch.ordinal[row]))
            buffer.double(price, batch.price[row])
            buffer.double(volume, batch.volume[row])
            buffer.long(ordinal, key.stored)
            if batch.tradeID[row] != -1 { buffer.long(tradeID, batch.tradeID[row]) }
            try buffer.end(nanoseconds: key.microseconds * TradeOrdinal.nanosecondsPerMicrosecond)
        }
    }
}

/// What column `side` has.
enum TradeSideText {
    static let buy = "buy"
    static let sell = "sell"
}
