public import MarketData
import QuestDBClient
public import Storage

/// Rows of a series that a scan met.
struct SeriesGroup {
    /// The first and the last of them.
    var summary: SeriesSummary
    var count: Int

    init(_ series: Series, _ first: Timestamp, _ last: Timestamp, _ count: Int64?) {
        summary = SeriesSummary(series: series, first: first, last: last)
        self.count = Int(count ?? 0)
    }
}

extension QuestDBStore {
    /// Rows of several series in a range each.
    ///
    /// One scan from the first start to the last end counts all of them; a series that has rows there beyond its own
    /// range is counted by itself. So a job's thousands of series cost one scan, and not as many.
    public func counts(_ stretches: [(series: Series, range: TimeRange)]) throws(StorageError) -> [Int] {
        let candles = try groups(stretches.filter { $0.series.kind != .trades }, candleGroups)
        let trades = try groups(stretches.filter { $0.series.kind == .trades }, tradeGroups)
        var counts: [Int] = []
        for (series, range) in stretches {
            let groups = series.kind == .trades ? trades : candles
            guard let groups else {
                counts.append(try count(series, in: range))
                continue
            }
            guard let group = groups[series] else {
                counts.append(0)
                continue
            }
            let isInside = range.contains(group.summary.first) && range.contains(group.summary.last)
            counts.append(isInside ? group.count : try count(series, in: range))
        }
        return counts
    }

    /// What lies between the first start and the last end, by series; nil where that scan would be no help.
    private func groups(
        _ stretches: [(series: Series, range: TimeRange)],
        _ scan: (SQLText, AssetMap) throws(StorageError) -> [SeriesGroup]
    ) throws(StorageError) -> [Series: SeriesGroup]? {
        guard stretches.count > 1, let start = stretches.map(\.range.start).min(),
            let end = stretches.map(\.range.end).max(), let range = TimeRange(start, end)
        else { return nil }
        let map = try assets.read()
        let condition = try translating(location) { () throws(QuestDBError) in
            try stretches[0].series.kind == .trades ? TradeRange(range).condition : CandleRange(range).condition
        }
        let found = try scan(condition, map).map { ($0.summary.series, $0) }
        return Dictionary(found) { first, _ in first }
    }
}
