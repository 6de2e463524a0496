internal import GRDB
public import MarketData
public import Storage

extension SQLiteStore {
    /// The series that match, with first and last times. Two key seeks a series.
    public func series(matching filter: SeriesFilter) throws(StorageError) -> [SeriesSummary] {
        let found = try database.read { db in
            try SeriesTable.all(db).filter { filter.matches($0.series) }.compactMap { number, series in
                try summary(of: series, number, db)
            }
        }
        return found.sorted { sortKey($0.series) < sortKey($1.series) }
    }

    /// Rows of a series in a range. O(rows), without reading their values.
    public func count(_ series: Series, in range: TimeRange) throws(StorageError) -> Int {
        try database.read { db in
            guard let number = try SeriesTable.number(of: series, db) else { return 0 }
            let statement: RowStatement
            if case .trades = series.kind {
                statement = try RowStatement(
                    db, "SELECT count(*) FROM trade WHERE series = ?1 AND time >= ?2 AND time < ?3")
                try statement.bind([number, range.start.nanoseconds, range.end.nanoseconds])
            } else {
                guard let keys = CandleKey.keys(series: number, in: range) else { return 0 }
                statement = try RowStatement(db, "SELECT count(*) FROM candle WHERE key BETWEEN ?1 AND ?2")
                try statement.bind([keys.lowerBound, keys.upperBound])
            }
            defer { statement.reset() }
            return try statement.step() ? Int(statement.integer(0)) : 0
        }
    }

    /// Reads candles in ascending time from `range.start` on, at most the batch's capacity.
    /// Flags come back as `final`: what is stored is closed; row and position as unknown.
    public func read(_ series: Series, in range: TimeRange, into candles: CandleBatch) throws(StorageError) {
        try readCandles(series, in: range, newest: nil, into: candles)
    }

    /// Reads the newest `limit` candles of a range, ascending; at most the batch's capacity.
    public func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into candles: CandleBatch
    ) throws(StorageError) {
        try readCandles(series, in: range, newest: limit, into: candles)
    }

    private func readCandles(
        _ series: Series, in range: TimeRange, newest: Int?, into candles: CandleBatch
    ) throws(StorageError) {
        candles.count = 0
        let limit = min(newest ?? candles.capacity, candles.capacity)
        guard case .candles = series.kind, limit > 0 else { return }
        candles.count = try database.read { db in
            guard let number = try SeriesTable.number(of: series, db),
                let keys = CandleKey.keys(series: number, in: range)
            else { return 0 }
            var first = keys.lowerBound
            if newest != nil {
                let newest = try RowStatement(
                    db, "SELECT key FROM candle WHERE key BETWEEN ?1 AND ?2 ORDER BY key DESC LIMIT ?3")
                first = try oldest(of: newest, [first, keys.upperBound, Int64(limit)]) ?? first
            }
            let statement = try RowStatement(
                db, CandleRows.selection + " WHERE key BETWEEN ?1 AND ?2 ORDER BY key LIMIT ?3")
            try statement.bind([first, keys.upperBound, Int64(limit)])
            return try fill(from: statement) { CandleRows.read(statement, into: candles, at: $0) }
        }
    }

    /// The first column of the last row that a statement gives.
    private func oldest(of statement: RowStatement, _ arguments: [Int64]) throws -> Int64? {
        try statement.bind(arguments)
        defer { statement.reset() }
        var last: Int64?
        while try statement.step() { last = statement.integer(0) }
        return last
    }

    private func summary(of series: Series, _ number: Int64, _ db: Database) throws -> SeriesSummary? {
        func edge(_ sql: String, _ arguments: [Int64]) throws -> Int64? {
            let statement = try RowStatement(db, sql)
            try statement.bind(arguments)
            defer { statement.reset() }
            return try statement.step() ? statement.integer(0) : nil
        }
        if case .trades = series.kind {
            let sql = "SELECT time FROM trade WHERE series = ?1 ORDER BY time"
            guard let first = try edge(sql + " LIMIT 1", [number]),
                let last = try edge(sql + " DESC LIMIT 1", [number])
            else { return nil }
            return SeriesSummary(
                series: series, first: Timestamp(nanoseconds: first), last: Timestamp(nanoseconds: last))
        }
        let sql = "SELECT key FROM candle WHERE key BETWEEN ?1 AND ?2 ORDER BY key"
        guard let keys = CandleKey.keys(series: number, in: .all),
            let first = try edge(sql + " LIMIT 1", [keys.lowerBound, keys.upperBound]),
            let last = try edge(sql + " DESC LIMIT 1", [keys.lowerBound, keys.upperBound])
        else { return nil }
        return SeriesSummary(
            series: series, first: Timestamp(nanoseconds: CandleKey.nanoseconds(first)),
            last: Timestamp(nanoseconds: CandleKey.nanoseconds(last)))
    }
}

/// Steps through all rows of a statement and returns how many there were.
func fill(from statement: RowStatement, _ take: (Int) -> Void) throws -> Int {
    defer { statement.reset() }
    var row = 0
    while try statement.step() {
        take(row)
        row += 1
    }
    return row
}

/// Base, quote, candles before trades, short before long, source.
private func sortKey(_ series: Series) -> (String, String, Int64, String) {
    (
        series.instrument.base, series.instrument.quote, series.kind.interval?.nanoseconds ?? .max, series.source
    )
}
