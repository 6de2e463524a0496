public import MarketData
public import Storage

extension PostgreSQLStore {
    /// Reads trades in ascending (time, ordinal), behind `position` or from `range.start` on, at most
    /// the batch's capacity. Row and position in the input come back as unknown.
    public func read(
        _ series: Series, in range: TimeRange, after position: TradePosition?, into trades: TradeBatch
    ) throws(StorageError) {
        var (time, ordinal) = (range.start.nanoseconds, Int64.min)
        if let position, position.time >= time { (time, ordinal) = (position.time, Int64(position.ordinal)) }
        try readTrades("trades", "", series, in: range, behind: (time, ordinal), trades.capacity, into: trades)
    }

    /// Reads the newest `limit` trades of a range, ascending; at most the batch's capacity.
    public func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into trades: TradeBatch
    ) throws(StorageError) {
        try readTrades(
            "newest_trades", "DESC", series, in: range, behind: (range.start.nanoseconds, .min),
            min(limit, trades.capacity), into: trades)
    }

    private func readTrades(
        _ name: String, _ direction: String, _ series: Series, in range: TimeRange,
        behind: (time: Int64, ordinal: Int64), _ limit: Int, into trades: TradeBatch
    ) throws(StorageError) {
        trades.count = 0
        guard case .trades = series.kind, limit > 0 else { return }
        // The range's start is before every trade of its time; ordinals are compared as bigint for that.
        let statement = Statement(
            name,
            """
            SELECT * FROM (SELECT series, time, ordinal, price, volume, side, trade_id FROM \(schema).trade
                WHERE series = $1::int4 AND time >= $2 AND (time > $2 OR ordinal::int8 > $3) AND time < $4
                ORDER BY time \(direction), ordinal \(direction) LIMIT $5) chosen ORDER BY time, ordinal
            """)
        try database.read { connection in
            guard let number = try SeriesTable.number(of: series, connection, schema: schema) else { return }
            let result = try connection.run(
                statement,
                [
                    .int8(number), .int8(behind.time), .int8(behind.ordinal), .int8(range.end.nanoseconds),
                    .int8(Int64(limit)),
                ])
            TradeRows.read(result, into: trades)
        }
    }
}
