public import MarketData
import QuestDBClient
public import Storage

extension QuestDBStore {
    /// Reads trades in ascending (time, ordinal), behind `position` or from `range.start` on, at most the batch's
    /// capacity. Row and position in the input come back as unknown.
    public func read(
        _ series: Series, in range: TimeRange, after position: TradePosition?, into trades: TradeBatch
    ) throws(StorageError) {
        trades.count = 0
        var part = TradeRange(range)
        if let position { part = part.behind(position) }
        try fill(trades, series, part, limit: trades.capacity, isNewest: false)
    }

    /// Reads the newest `limit` trades of a range, ascending; at most the batch's capacity.
    public func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into trades: TradeBatch
    ) throws(StorageError) {
        trades.count = 0
        try fill(trades, series, TradeRange(range), limit: min(limit, trades.capacity), isNewest: true)
    }

    /// Two steps, because within a microsecond QuestDB keeps no order: the time at which the last row lies, found by
    /// reading the table in its own order, and then the sorted rows up to there. One step would sort the whole range
    /// for every piece of it.
    private func fill(
        _ trades: TradeBatch, _ series: Series, _ range: TradeRange, limit: Int, isNewest: Bool
    ) throws(StorageError) {
        guard series.kind == .trades, limit > 0, range.start < range.end, let key = try key(of: series) else { return }
        try translating(location) {
            let condition: SQLText = try "\(key.condition) AND \(range.condition)"
            let direction: SQLText = isNewest ? "DESC" : "ASC"
            let reply = try tables.server.exec(
                """
                SELECT min(cast(time as long)), max(cast(time as long)) FROM
                (SELECT time FROM \(name: key.table) WHERE \(condition) ORDER BY time \(direction) LIMIT \(Int64(limit)))
                """)
            guard let first = reply.rows.first?[0].int64, let last = reply.rows.first?[1].int64 else { return }
            let selection: SQLText = try """
            SELECT cast(time as long) at, ordinal, price, volume, trade_id, side FROM \(name: key.table)
            WHERE \(condition) AND time >= \(first) AND time <= \(last)
            """
            let sorted: SQLText =
                try isNewest
                ? "SELECT * FROM (\(selection) ORDER BY at DESC, ordinal DESC LIMIT \(Int64(limit))) ORDER BY at, ordinal"
                : "\(selection) ORDER BY at, ordinal LIMIT \(Int64(limit))"
            trades.count = try take(sorted, into: trades)
        }
    }

    private func take(_ sql: SQLText, into trades: TradeBatch) throws -> Int {
        var sides = SymbolTexts()
        var count = 0
        try tables.rows(sql) { row in
            let time = try row.int64() ?? 0
            let stored = try row.int64() ?? 0
            let key = TradeOrdinal(microseconds: time, stored: stored)
            trades.time[count] = key.nanoseconds
            trades.ordinal[count] = key.ordinal
            trades.price[count] = try row.double() ?? .nan
            trades.volume[count] = try row.double() ?? .nan
            trades.tradeID[count] = try row.int64() ?? -1
            let side = try row.symbol(&sides).map { sides.texts[$0] }
            trades.side[count] =
                side == TradeSideText.buy ? TradeSide.buy : side == TradeSideText.sell ? TradeSide.sell : TradeSide.none
            trades.symbol[count] = 0
            trades.flags[count] = 0
            trades.row[count] = -1
            trades.position[count] = -1
            count += 1
        }
        return count
    }
}
