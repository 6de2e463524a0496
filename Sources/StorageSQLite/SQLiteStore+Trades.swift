internal import GRDB
public import MarketData
public import Storage

extension SQLiteStore {
    /// Reads trades in ascending (time, ordinal), behind `position` or from `range.start` on, at most
    /// the batch's capacity. Row and position in the input come back as unknown.
    public func read(
        _ series: Series, in range: TimeRange, after position: TradePosition?, into trades: TradeBatch
    ) throws(StorageError) {
        trades.count = 0
        guard case .trades = series.kind else { return }
        var (time, ordinal) = (range.start.nanoseconds, Int64.min)
        if let position, position.time >= time { (time, ordinal) = (position.time, Int64(position.ordinal)) }
        trades.count = try database.read { db in
            guard let number = try SeriesTable.number(of: series, db) else { return 0 }
            return try read(db, number, behind: (time, ordinal), in: range, into: trades, limit: trades.capacity)
        }
    }

    /// Reads the newest `limit` trades of a range, ascending; at most the batch's capacity.
    public func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into trades: TradeBatch
    ) throws(StorageError) {
        trades.count = 0
        let limit = min(limit, trades.capacity)
        guard case .trades = series.kind, limit > 0 else { return }
        trades.count = try database.read { db in
            guard let number = try SeriesTable.number(of: series, db) else { return 0 }
            let newest = try RowStatement(
                db,
                """
                SELECT time, ordinal FROM trade WHERE series = ?1 AND time >= ?2 AND time < ?3
                ORDER BY time DESC, ordinal DESC LIMIT ?4
                """)
            try newest.bind([number, range.start.nanoseconds, range.end.nanoseconds, Int64(limit)])
            var oldest = (range.start.nanoseconds, Int64.min)
            // One before the oldest of them: reading begins behind it.
            _ = try fill(from: newest) { _ in oldest = (newest.integer(0), newest.integer(1) - 1) }
            return try read(db, number, behind: oldest, in: range, into: trades, limit: limit)
        }
    }

    private func read(
        _ db: Database, _ number: Int64, behind: (time: Int64, ordinal: Int64), in range: TimeRange,
        into trades: TradeBatch, limit: Int
    ) throws -> Int {
        let statement = try RowStatement(
            db,
            TradeRows.selection + """
                 WHERE series = ?1 AND (time, ordinal) > (?2, ?3) AND time < ?4
                ORDER BY time, ordinal LIMIT ?5
                """)
        try statement.bind([number, behind.time, behind.ordinal, range.end.nanoseconds, Int64(limit)])
        return try fill(from: statement) { TradeRows.read(statement, into: trades, at: $0) }
    }
}
