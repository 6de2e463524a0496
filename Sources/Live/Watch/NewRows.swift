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
    }

    let store: any TimeSeriesStore
    /// Rows that may be told now; beyond it only counts.
    private(set) var room: Int

    init(_ store: any TimeSeriesStore, room: Int) { (self.store, self.room) = (store, room) }

    /// The end of a series as it is now, without telling of it.
    func end(of summary: SeriesSummary) throws(StorageError) -> End {
        var end = End(time: summary.last.nanoseconds)
        guard summary.series.kind == .trades else { return end }
        let batch = TradeBatch(capacity: 1)
        try store.readNewest(1, of: summary.series, in: Self.range(from: nil, summary) ?? .all, into: batch)
        if batch.count > 0 { end = End(time: batch.time[0], ordinal: batch.ordinal[0]) }
        return end
    }

    /// New candles of a series up to its last one.
    mutating func candles(of summary: SeriesSummary, behind end: End?) throws(StorageError) -> LiveRows<LiveCandle>? {
        guard let range = Self.range(from: end.map { $0.time &+ 1 }, summary) else { return nil }
        let batch = CandleBatch(capacity: Self.most + 1)
        try store.read(summary.series, in: range, into: batch)
        guard batch.count > 0 else { return nil }
        let told = tell(batch.count)
        let count = batch.count > Self.most ? try store.count(summary.series, in: range) : batch.count
        return LiveRows(
            series: LiveRows.SeriesName(summary.series), from: Timestamp(nanoseconds: batch.openTime[0]).description,
            to: summary.last.description, count: count,
            rows: told.map { rows in rows.map { LiveCandle(batch: batch, row: $0) } })
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
