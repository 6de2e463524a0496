public import MarketData
import QuestDBClient
public import Storage

extension QuestDBStore {
    /// The series that match, with first and last times. Reads the key columns of all rows.
    public func series(matching filter: SeriesFilter) throws(StorageError) -> [SeriesSummary] {
        let map = try assets.read()
        var found: [SeriesSummary] = []
        guard let condition = try condition(filter, map) else { return [] }
        if filter.content != .trades { found += try candleGroups(condition, map).map(\.summary) }
        if filter.content != .candles { found += try tradeGroups(condition, map).map(\.summary) }
        return found.filter { filter.matches($0.series) }.sorted { Self.sortKey($0.series) < Self.sortKey($1.series) }
    }

    /// Rows of a series in a range. O(rows of the table in the range).
    public func count(_ series: Series, in range: TimeRange) throws(StorageError) -> Int {
        guard let key = try key(of: series) else { return 0 }
        return try translating(location) {
            let condition = try series.kind == .trades ? TradeRange(range).condition : CandleRange(range).condition
            let reply = try tables.server.exec(
                "SELECT count() FROM \(name: key.table) WHERE \(key.condition) AND \(condition)")
            return Int(reply.rows.first?.first?.int64 ?? 0)
        }
    }

    /// Which rows of which table are a series'; nil when none can be.
    func key(of series: Series) throws(StorageError) -> (table: String, condition: SQLText)? {
        guard let asset = try assets.number(of: series.instrument.base) else { return nil }
        let names = try translating(location) { () -> SQLText in
            try """
            asset_id = \(Int64(asset)) AND quote_currency = \(series.instrument.quote) AND source = \(series.source)
            """
        }
        guard let interval = series.kind.interval else { return (tables.names.trades, names) }
        guard let minutes = interval.minutes else { return nil }
        return try translating(location) {
            (tables.names.candles, try "\(names) AND interval_minutes = \(Int64(minutes))")
        }
    }

    /// Candles that meet a condition by their series, and how many.
    func candleGroups(_ condition: SQLText, _ map: AssetMap) throws(StorageError) -> [SeriesGroup] {
        try translating(location) {
            var texts = SymbolTexts()
            var found: [SeriesGroup] = []
            let sql: SQLText = try """
            SELECT asset_id, interval_minutes, quote_currency, source, min(cast(time as long)), max(cast(time as long)), \
            count() FROM \(name: tables.names.candles) WHERE \(condition)
            """
            try tables.rows(sql) { row in
                let asset = try row.int64()
                let minutes = try row.int64()
                let quote = try row.symbol(&texts)
                let source = try row.symbol(&texts)
                let times = (try row.int64(), try row.int64())
                let count = try row.int64()
                // Rows of somebody else's: without a number that the assets know, or lacking a name.
                guard let ticker = asset.flatMap({ map.tickers[Int32(truncatingIfNeeded: $0)] }), let quote, let source,
                    let interval = minutes.flatMap({ Interval(minutes: Int($0)) }), let first = times.0,
                    let last = times.1
                else { return }
                let series = Series(
                    Instrument(base: ticker, quote: texts.texts[quote]), .candles(interval), source: texts.texts[source]
                )
                found.append(
                    SeriesGroup(series, CandleRange.timestamp(first), CandleRange.timestamp(last), count))
            }
            return found
        }
    }

    /// Trades, likewise.
    func tradeGroups(_ condition: SQLText, _ map: AssetMap) throws(StorageError) -> [SeriesGroup] {
        try translating(location) {
            var texts = SymbolTexts()
            var found: [SeriesGroup] = []
            let nanoseconds = SQLText(verbatim: "cast(time as long) * 1000 + ordinal / \(TradeOrdinal.limit)")
            let sql: SQLText = try """
            SELECT asset_id, quote_currency, source, min(\(nanoseconds)), max(\(nanoseconds)), count() \
            FROM \(name: tables.names.trades) WHERE ordinal >= 0 AND \(condition)
            """
            try tables.rows(sql) { row in
                let asset = try row.int64()
                let quote = try row.symbol(&texts)
                let source = try row.symbol(&texts)
                let times = (try row.int64(), try row.int64())
                let count = try row.int64()
                guard let ticker = asset.flatMap({ map.tickers[Int32(truncatingIfNeeded: $0)] }), let quote, let source,
                    let first = times.0, let last = times.1
                else { return }
                let series = Series(
                    Instrument(base: ticker, quote: texts.texts[quote]), .trades, source: texts.texts[source])
                found.append(
                    SeriesGroup(
                        series, Timestamp(nanoseconds: first), Timestamp(nanoseconds: last), count))
            }
            return found
        }
    }

    /// What the server can decide of a filter; nil when no row can match.
    private func condition(_ filter: SeriesFilter, _ map: AssetMap) throws(StorageError) -> SQLText? {
        var condition: SQLText = "time IS NOT NULL"
        if let base = filter.base {
            guard let asset = map.numbers[base] else { return nil }
            condition = try translating(location) { try "\(condition) AND asset_id = \(Int64(asset))" }
        }
        return try translating(location) {
            if let quote = filter.quote { condition = try "\(condition) AND quote_currency = \(quote)" }
            if let source = filter.source { condition = try "\(condition) AND source = \(source)" }
            return condition
        }
    }

    /// Base, quote, candles before trades, short before long, source.
    private static func sortKey(_ series: Series) -> (String, String, Int64, String) {
        (series.instrument.base, series.instrument.quote, series.kind.interval?.nanoseconds ?? .max, series.source)
    }
}
