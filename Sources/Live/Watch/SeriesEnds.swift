import MarketData
import Storage

/// The ends of all series of a store, and what came behind them since they were looked at.
struct SeriesEnds {
    /// Series of which one look tells or whose last candle it compares; the others wait for the next one, so that no reader is flooded and no store kept busy.
    static let mostSeries = 200
    /// Rows of all events of one look; beyond it only counts are told.
    static let mostRows = 10_000

    /// Series whose last candle is remembered from the beginning, to tell when it is written again; that of others is known
    /// once they were told of.
    static let mostRemembered = 5000

    private var ends: [Series: NewRows.End] = [:]
    /// Series whose last candle is still to be compared.
    private var unseen: Set<Series> = []
    /// Where the next look begins: those that had to wait come first.
    private var turn = 0

    /// Notes where the series end, without telling of anything.
    mutating func begin(_ store: any TimeSeriesStore) throws(StorageError) {
        let reading = NewRows(store, room: 0)
        for (place, summary) in try store.series(matching: SeriesFilter()).enumerated() {
            let isRemembered = summary.series.kind == .trades || place < Self.mostRemembered
            ends[summary.series] =
                isRemembered ? try reading.end(of: summary) : NewRows.End(time: summary.last.nanoseconds)
        }
    }

    /// Tells of what is new.
    ///
    /// - Parameter again: whether candles may have been written again: then all last ones are compared.
    /// - Returns: whether all was told; otherwise the next look goes on.
    mutating func look(
        _ store: any TimeSeriesStore, again: Bool = false, tell: (LiveSubject, News) throws -> Void
    ) throws -> Bool {
        var reading = NewRows(store, room: Self.mostRows)
        var left = Self.mostSeries
        let all = try store.series(matching: SeriesFilter())
        if again, unseen.isEmpty { unseen = Set(ends.keys.filter { $0.kind != .trades }) }
        let first = turn < all.count ? turn : 0
        for place in Array(first..<all.count) + Array(0..<first) {
            let (summary, series) = (all[place], all[place].series)
            let end = ends[series]
            let isTrades = series.kind == .trades
            // Of trades there can be more of the same time, which only reading tells.
            let isOld = end.map {
                summary.last.nanoseconds < $0.time || summary.last.nanoseconds == $0.time && !isTrades
            }
            if isOld == true, !unseen.contains(series) { continue }
            guard left > 0 else {
                turn = place
                return false
            }
            if isTrades {
                guard let (trades, newEnd) = try reading.trades(of: summary, behind: end) else { continue }
                left -= 1
                ends[series] = newEnd
                try tell(LiveSubject(series), .trades(trades))
            } else {
                left -= 1
                let found = try reading.candles(of: summary, behind: end)
                unseen.remove(series)
                guard let found else { continue }
                ends[series] = found.end
                for rows in [found.corrected, found.new] {
                    if let rows { try tell(LiveSubject(series), .candles(rows)) }
                }
            }
        }
        // What is gone from the store needs no comparing.
        unseen = []
        return true
    }

    /// New rows of a series.
    enum News {
        case candles(LiveRows<LiveCandle>)
        case trades(LiveRows<LiveTrade>)
    }
}
