import MarketData
import QuestDBClient

/// Candles of several series in the line protocol, written as the hub's store writes them.
struct ILPCandles {
    private let heads: [ILPHead]
    private let open: ILPColumn
    private let high: ILPColumn
    private let low: ILPColumn
    private let close: ILPColumn
    private let volume: ILPColumn
    private let trades: ILPColumn

    /// - Parameter series: how many; the column `symbol` of a batch has their places.
    init(table: String, series: Int) throws(QuestDBError) {
        var heads: [ILPHead] = []
        for number in 1...series {
            heads.append(
                try ILPHead(
                    table: table, symbols: [("quote_currency", "USD"), ("source", "kraken-csv")],
                    longs: [("asset_id", Int64(number)), ("interval_minutes", 1)]))
        }
        self.heads = heads
        open = try ILPColumn("open")
        high = try ILPColumn("high")
        low = try ILPColumn("low")
        close = try ILPColumn("close")
        volume = try ILPColumn("volume")
        trades = try ILPColumn("trade_count")
    }

    /// Writes the rows of a batch.
    func write(_ batch: CandleBatch, to buffer: inout ILPBuffer) throws(QuestDBError) {
        for row in 0..<batch.count {
            buffer.begin(heads[Int(batch.symbol[row])])
            buffer.double(open, batch.open[row])
            buffer.double(high, batch.high[row])
            buffer.double(low, batch.low[row])
            buffer.double(close, batch.close[row])
            buffer.double(volume, batch.volume[row])
            if batch.trades[row] != -1 { buffer.long(trades, batch.trades[row]) }
            try buffer.end(nanoseconds: batch.openTime[row])
        }
    }
}
