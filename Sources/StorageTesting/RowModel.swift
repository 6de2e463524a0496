import MarketData
import Storage

/// What a store should hold, plain and slow: dictionaries by identity.
struct RowModel: Hashable {
    var candles: [Series: [RowKey: Candle]] = [:]
    var trades: [Series: [RowKey: Trade]] = [:]

    /// Takes rows in as a store of these traits does, and says what becomes of them.
    mutating func write<Row: CheckedRow>(_ rows: [Row], to series: Series, traits: StoreTraits) -> WriteCount {
        var count = WriteCount()
        if rows.isEmpty { return count }
        // Out of the dictionary while it grows, so that it is not copied.
        var own = self[keyPath: Row.part].removeValue(forKey: series) ?? [:]
        for row in rows {
            let stored = own[row.key]
            var result = row.kept(by: traits)
            if let stored, traits.keeps(.keepsStoredValues) { result = result.over(stored) }
            if stored == nil {
                count.inserted += 1
            } else if stored == result {
                count.unchanged += 1
            } else {
                count.updated += 1
            }
            own[row.key] = result
        }
        self[keyPath: Row.part][series] = own
        return count
    }

    /// Rows of a series in a range, in order.
    func rows<Row: CheckedRow>(of series: Series, in range: TimeRange = .all, _: Row.Type = Row.self) -> [Row] {
        let all = self[keyPath: Row.part][series] ?? [:]
        return all.values.filter { range.contains(Timestamp(nanoseconds: $0.time)) }.sorted { $0.key < $1.key }
    }

    /// What a listing should say.
    func summaries(matching filter: SeriesFilter = SeriesFilter()) -> [SeriesSummary] {
        (summaries(Candle.self) + summaries(Trade.self)).filter { filter.matches($0.series) }
            .sorted { Self.order($0.series) < Self.order($1.series) }
    }

    private func summaries<Row: CheckedRow>(_: Row.Type) -> [SeriesSummary] {
        self[keyPath: Row.part].compactMap { series, rows in
            guard let first = rows.keys.min(), let last = rows.keys.max() else { return nil }
            return SeriesSummary(
                series: series, first: Timestamp(nanoseconds: first.time), last: Timestamp(nanoseconds: last.time))
        }
    }

    /// Base, quote, candles before trades, short before long, source.
    private static func order(_ series: Series) -> (String, String, Int64, String) {
        let length = series.kind.interval?.nanoseconds ?? .max
        return (series.instrument.base, series.instrument.quote, length, series.source)
    }
}
