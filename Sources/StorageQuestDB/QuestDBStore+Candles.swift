public import MarketData
import QuestDBClient
public import Storage

extension QuestDBStore {
    /// Reads candles in ascending time from `range.start` on, at most the batch's capacity. Flags come back as `final`:
    /// what is stored is closed; vwap as absent, row and position as unknown.
    public func read(_ series: Series, in range: TimeRange, into candles: CandleBatch) throws(StorageError) {
        candles.count = 0
        try fill(candles, series) { selection, condition throws(QuestDBError) in
            try
                "\(selection) WHERE \(condition) AND \(CandleRange(range).condition) ORDER BY time LIMIT \(Int64(candles.capacity))"
        }
    }

    /// Reads the newest `limit` candles of a range, ascending; at most the batch's capacity.
    public func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into candles: CandleBatch
    ) throws(StorageError) {
        candles.count = 0
        let limit = Int64(min(limit, candles.capacity))
        guard limit > 0 else { return }
        try fill(candles, series) { selection, condition throws(QuestDBError) in
            try """
            SELECT * FROM (\(selection) WHERE \(condition) AND \(CandleRange(range).condition)
            ORDER BY time DESC LIMIT \(limit)) ORDER BY at
            """
        }
    }

    private func fill(
        _ candles: CandleBatch, _ series: Series,
        _ statement: (_ selection: SQLText, _ condition: SQLText) throws(QuestDBError) -> SQLText
    ) throws(StorageError) {
        guard case .candles = series.kind, let key = try key(of: series) else { return }
        try translating(location) {
            let selection: SQLText = try """
            SELECT cast(time as long) at, open, high, low, close, volume, trade_count FROM \(name: key.table)
            """
            var count = 0
            try tables.rows(try statement(selection, key.condition)) { row in
                let time = try row.int64() ?? 0
                candles.openTime[count] = CandleRange.timestamp(time).nanoseconds
                candles.open[count] = try row.double() ?? .nan
                candles.high[count] = try row.double() ?? .nan
                candles.low[count] = try row.double() ?? .nan
                candles.close[count] = try row.double() ?? .nan
                candles.volume[count] = try row.double() ?? .nan
                candles.vwap[count] = .nan
                candles.trades[count] = try row.int64() ?? -1
                candles.symbol[count] = 0
                candles.flags[count] = CandleFlags.final
                candles.row[count] = -1
                candles.position[count] = -1
                count += 1
            }
            candles.count = count
        }
    }
}
