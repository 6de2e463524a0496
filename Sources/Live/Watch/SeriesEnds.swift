import MarketData
import Storage

/// The ends of all series of a store, and what came behind them since they were looked at.
struct SeriesEnds {
    /// Series of which one look tells; the others wait for the next one, so that no reader is flooded.
    static let mostSeries = 200
    /// Rows of all events of one look; beyond it only counts are told.
    static let mostRows = 10_000

    private var ends: [Series: NewRows.End] = [:]

    /// Notes where the series end, without telling of anything.
    mutating func begin(_ store: any TimeSeriesStore) throws(StorageError) {
        let reading = NewRows(store, room: 0)
        for summary in try store.series(matching: SeriesFilter()) {
            ends[summary.series] = try reading.end(of: summary)
        }
    }

    /// Tells of what is new.
    ///
    /// - Returns: whether all was told; otherwise the next look goes on.
    mutating func look(_ store: any TimeSeriesStore, tell: (LiveSubject, News) throws -> Void) throws -> Bool {
        var reading = NewRows(store, room: Self.mostRows)
        var left = Self.mostSeries
        for summary in try store.series(matching: SeriesFilter()) {
            let (series, end) = (summary.series, ends[summary.series])
            let isTrades = series.kind == .trades
            // Of trades there can be more of the same time, which only reading tells.
            if let end, isTrades ? summary.last.nanoseconds < end.time : summary.last.nanoseconds <= end.time {
                continue
            }
            guard left > 0 else { return false }
            let news: News
            if isTrades {
                guard let (trades, newEnd) = try reading.trades(of: summary, behind: end) else { continue }
                (news, ends[series]) = (.trades(trades), newEnd)
            } else {
                guard let candles = try reading.candles(of: summary, behind: end) else { continue }
                (news, ends[series]) = (.candles(candles), NewRows.End(time: summary.last.nanoseconds))
            }
            left -= 1
            try tell(LiveSubject(series), news)
        }
        return true
    }

    /// New rows of a series.
    enum News {
        case candles(LiveRows<LiveCandle>)
        case trades(LiveRows<LiveTrade>)
    }
}
