import MarketData
import Storage

/// Reads what a series has behind a place, as much as an event tells.
struct NewRows {
    /// Rows of an event; of more only the count is told.
    static let most = 500

    /// How far a series was told: the time of a row, and of trades its place among those of that time.
    struct End: Equatable {
        var time: Int64
        /// -1 where nothing of that time was told.
        var ordinal: Int32 = -1
        /// Of candles what the last one said; nil where that is not known.
        var candle: CandleValues?
    }

    /// What became of a series of candles.
    struct Candles {
        /// Its last one, where that is otherwise than it was.
        var corrected: LiveRows<LiveCandle>?
        /// Those behind it.
        var new: LiveRows<LiveCandle>?
        /// How far the series is told with these.
        var end: End
    }

    let store: any TimeSeriesStore
    /// Rows that may be told now; beyond it only counts.
    private(set) var room: Int

    init(_ store: any TimeSeriesStore, room: Int) { (self.store, self.room) = (store, room) }

    /// The end of a series as it is now, without telling of it.
    func end(of summary: SeriesSummary) throws(StorageError) -> End {
        var end = End(time: summary.last.nanoseconds)
        let range = Self.range(from: nil, summary) ?? .all
        guard summary.series.kind == .trades else {
            let batch = CandleBatch(capacity: 1)
            try store.readNewest(1, of: summary.series, in: range, into: batch)
            if batch.count > 0 { end = End(time: batch.openTime[0], candle: CandleValues(batch, 0)) }
            return end
        }
        let batch = TradeBatch(capacity: 1)
        try store.readNewest(1, of: summary.series, in: range, into: batch)
        if batch.count > 0 { end = End(time: batch.time[0], ordinal: batch.ordinal[0]) }
        return end
    }

    /// The last candle that was told, where it was written again, and new ones up to the series' last.
    mutating func candles(of summary: SeriesSummary, behind end: End?) throws(StorageError) -> Candles? {
        guard let range = Self.range(from: end?.time, summary) else { return nil }
        let batch = CandleBatch(capacity: Self.most + 2)
        try store.read(summary.series, in: range, into: batch)
        guard batch.count > 0 else { return nil }
        let first = batch.openTime[0] == end?.time ? 1 : 0
        let new = batch.count - first
        var found = Candles(
            end: End(time: batch.openTime[batch.count - 1], candle: CandleValues(batch, batch.count - 1)))
        if first == 1, let known = end?.candle, known != CandleValues(batch, 0) {
            found.corrected = rows(batch, 0..<1, of: summary.series)
            found.corrected?.corrected = true
        }
        guard new > 0 else { return found }
        if new > Self.most {
            found.end = try self.end(of: summary)
            let count = try store.count(summary.series, in: range) - first
            found.new = LiveRows(
                series: LiveRows.SeriesName(summary.series),
                from: Timestamp(nanoseconds: batch.openTime[first]).description,
                to: Timestamp(nanoseconds: found.end.time).description, count: count)
        } else {
            found.new = rows(batch, first..<batch.count, of: summary.series)
        }
        return found
    }

    private mutating func rows(_ batch: CandleBatch, _ range: Range<Int>, of series: Series) -> LiveRows<LiveCandle> {
        LiveRows(
            series: LiveRows.SeriesName(series),
            from: Timestamp(nanoseconds: batch.openTime[range.lowerBound]).description,
            to: Timestamp(nanoseconds: batch.openTime[range.upperBound - 1]).description, count: range.count,
            rows: tell(range.count).map { _ in range.map { LiveCandle(batch: batch, row: $0) } })
    }

    /// New trades of a series up to its last ones.
    ///
    /// - Returns: the trades, and how far the series is told with them.
    mutating func trades(
        of summary: SeriesSummary, behind end: End?
    ) throws(StorageError) -> (LiveRows<LiveTrade>, End)? {
        // From the time on that was told last: more of the same time may have come.
        guard let range = Self.range(from: end?.time, summary) else { return nil }
        let batch = TradeBatch(capacity: Self.most + 1)
        let position = end.flatMap { $0.ordinal < 0 ? nil : TradePosition(time: $0.time, ordinal: $0.ordinal) }
        try store.read(summary.series, in: range, after: position, into: batch)
        guard batch.count > 0 else { return nil }
        let told = tell(batch.count)
        var count = batch.count
        var newEnd = End(time: batch.time[count - 1], ordinal: batch.ordinal[count - 1])
        if count > Self.most {
            // The end before the count: a trade that comes in between is counted twice rather than never told.
            newEnd = try self.end(of: summary)
            // What was told of the first moment is not new: ordinals count from 0.
            count = try store.count(summary.series, in: range) - Int((end?.ordinal ?? -1) + 1)
        }
        let rows = LiveRows(
            series: LiveRows.SeriesName(summary.series), from: Timestamp(nanoseconds: batch.time[0]).description,
            to: Timestamp(nanoseconds: newEnd.time).description, count: count,
            rows: told.map { rows in rows.map { LiveTrade(batch: batch, row: $0) } })
        return (rows, newEnd)
    }

    /// The rows to tell, nil where they are too many.
    private mutating func tell(_ count: Int) -> Range<Int>? {
        guard count <= min(Self.most, room) else { return nil }
        room -= count
        return 0..<count
    }

    private static func range(from start: Int64?, _ summary: SeriesSummary) -> TimeRange? {
        let (end, overflow) = summary.last.nanoseconds.addingReportingOverflow(1)
        return TimeRange(
            start.map { Timestamp(nanoseconds: $0) } ?? summary.first, overflow ? .latest : Timestamp(nanoseconds: end))
    }
}
