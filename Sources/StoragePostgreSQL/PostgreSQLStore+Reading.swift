public import MarketData
public import Storage

extension PostgreSQLStore {
    /// The series that match, with first and last times. Two looks into an index a series.
    public func series(matching filter: SeriesFilter) throws(StorageError) -> [SeriesSummary] {
        let found: [SeriesSummary] = try database.read { connection in
            let result = try connection.run(
                Statement("list_series", listing), [.words(filter.base), .words(filter.quote), .words(filter.source)])
            return try (0..<result.count).map { row in
                let instrument = Instrument(base: result.text(row, 0), quote: result.text(row, 1))
                let kind = try SeriesTable.kind(nanoseconds: result.int8(row, 2))
                let (first, last) = (result.int8(row, 4), result.int8(row, 5))
                func time(_ edge: Int64) -> Timestamp {
                    Timestamp(nanoseconds: kind.interval == nil ? edge : CandleKey.nanoseconds(edge))
                }
                return SeriesSummary(
                    series: Series(instrument, kind, source: result.text(row, 3)), first: time(first), last: time(last))
            }
        }
        return found.filter { filter.matches($0.series) }.sorted { sortKey($0.series) < sortKey($1.series) }
    }

    private var listing: String {
        let matches = """
            ($1 IS NULL OR s.base = $1) AND ($2 IS NULL OR s.quote = $2) AND ($3 IS NULL OR s.source = $3)
            """
        let keys = "c.key >= (s.id << \(CandleKey.timeBits)) AND c.key < ((s.id + 1) << \(CandleKey.timeBits))"
        return """
            SELECT s.base, s.quote, s.interval_ns, s.source, f.edge, l.edge FROM \(schema).series s,
                LATERAL (SELECT c.key AS edge FROM \(schema).candle c WHERE \(keys) ORDER BY c.key LIMIT 1) f,
                LATERAL (SELECT c.key AS edge FROM \(schema).candle c WHERE \(keys) ORDER BY c.key DESC LIMIT 1) l
            WHERE s.interval_ns > 0 AND \(matches)
            UNION ALL
            SELECT s.base, s.quote, s.interval_ns, s.source, f.edge, l.edge FROM \(schema).series s,
                LATERAL (SELECT t.time AS edge FROM \(schema).trade t WHERE t.series = s.id::int4
                    ORDER BY t.time, t.ordinal LIMIT 1) f,
                LATERAL (SELECT t.time AS edge FROM \(schema).trade t WHERE t.series = s.id::int4
                    ORDER BY t.time DESC, t.ordinal DESC LIMIT 1) l
            WHERE s.interval_ns = 0 AND \(matches)
            """
    }

    /// Rows of a series in a range. O(rows), from the index alone where the server can.
    public func count(_ series: Series, in range: TimeRange) throws(StorageError) -> Int {
        try database.read { connection in
            guard let number = try SeriesTable.number(of: series, connection, schema: schema) else { return 0 }
            if case .trades = series.kind {
                let result = try connection.run(
                    Statement(
                        "count_trades",
                        "SELECT count(*) FROM \(schema).trade WHERE series = $1::int4 AND time >= $2 AND time < $3"),
                    [.int8(number), .int8(range.start.nanoseconds), .int8(range.end.nanoseconds)])
                return Int(result.int8(0, 0))
            }
            guard let keys = CandleKey.keys(series: number, in: range) else { return 0 }
            let result = try connection.run(
                Statement("count_candles", "SELECT count(*) FROM \(schema).candle WHERE key BETWEEN $1 AND $2"),
                [.int8(keys.lowerBound), .int8(keys.upperBound)])
            return Int(result.int8(0, 0))
        }
    }

    /// Reads candles in ascending time from `range.start` on, at most the batch's capacity.
    /// Flags come back as `final`: what is stored is closed; row and position as unknown.
    public func read(_ series: Series, in range: TimeRange, into candles: CandleBatch) throws(StorageError) {
        try readCandles(database.tables.candle.scan, series, in: range, candles.capacity, into: candles)
    }

    /// Reads the newest `limit` candles of a range, ascending; at most the batch's capacity.
    public func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into candles: CandleBatch
    ) throws(StorageError) {
        let newest = Statement(
            "newest_candles",
            """
            SELECT * FROM (SELECT key, open, high, low, close, volume, vwap, trades FROM \(schema).candle
                WHERE key BETWEEN $1 AND $2 ORDER BY key DESC LIMIT $3) newest ORDER BY key
            """)
        try readCandles(newest, series, in: range, min(limit, candles.capacity), into: candles)
    }

    private func readCandles(
        _ statement: Statement, _ series: Series, in range: TimeRange, _ limit: Int, into candles: CandleBatch
    ) throws(StorageError) {
        candles.count = 0
        guard case .candles = series.kind, limit > 0 else { return }
        try database.read { connection in
            guard let number = try SeriesTable.number(of: series, connection, schema: schema),
                let keys = CandleKey.keys(series: number, in: range)
            else { return }
            let result = try connection.run(
                statement, [.int8(keys.lowerBound), .int8(keys.upperBound), .int8(Int64(limit))])
            CandleRows.read(result, into: candles)
        }
    }
}

/// Base, quote, candles before trades, short before long, source.
private func sortKey(_ series: Series) -> (String, String, Int64, String) {
    (
        series.instrument.base, series.instrument.quote, series.kind.interval?.nanoseconds ?? .max, series.source
    )
}
