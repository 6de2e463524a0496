public import MarketData
public import Storage

/// What a copy from one store to another would carry over.
public struct CopyPlan: Sendable {
    /// The series with rows in the range, in the order of the store's list.
    public let series: [SeriesSummary]
    /// The part of time.
    public let range: TimeRange
    /// Rows in all.
    public let rows: Int
    /// Promises that the target does not keep and the origin does, with the target's reasons: what the copy may lose.
    public let losses: [(promise: StorePromise, reason: String)]

    /// Looks into the origin. O(rows), without reading their values.
    public init(
        from origin: any TimeSeriesStore, to target: any TimeSeriesStore, matching filter: SeriesFilter,
        range: TimeRange
    ) throws(StorageError) {
        var found: [SeriesSummary] = []
        var rows = 0
        for summary in try origin.series(matching: filter)
        where summary.first < range.end && range.start <= summary.last {
            let count = try origin.count(summary.series, in: range)
            guard count > 0 else { continue }
            found.append(summary)
            rows += count
        }
        (series, self.range, self.rows) = (found, range, rows)
        losses = [StorePromise.keepsVWAP, .keepsEveryInterval].compactMap { promise in
            guard origin.traits.keeps(promise), let reason = target.traits.exceptions[promise] else { return nil }
            return (promise, reason)
        }
    }
}
