public import MarketData

/// A place that keeps candles and trades.
///
/// Calls block until done; one thread writes at a time, any number read. What a writing call
/// returned is durable against the death of the process. Identity: a candle is (series, open
/// time), a trade (series, time, ordinal), and the source is part of the series, so one source never
/// touches another's rows. Every store passes the same tests.
public protocol TimeSeriesStore: Sendable {
    /// Where it is, as the user wrote it: `sqlite:PATH`. Holds no secret.
    var location: String { get }

    /// Stores the candles of a batch, all or none. A row whose identity is new is inserted, one that
    /// differs from what is stored replaces it, an equal one writes nothing. A value that is absent in a
    /// row (volume or vwap NaN, trades -1) never erases a stored one: a row that is equal but for
    /// absent values writes nothing either. The batch's times ascend strictly.
    func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount

    /// Stores the trades of a batch, all or none, likewise; what can be absent is volume (NaN), side and
    /// trade id (-1). (time, ordinal) ascend strictly.
    func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount

    /// The series that match, with their first and last times, sorted by base, quote, kind
    /// (candles before trades, short before long intervals) and source. O(series), not O(rows).
    func series(matching filter: SeriesFilter) throws(StorageError) -> [SeriesSummary]

    /// Rows of a series in a range. O(rows).
    func count(_ series: Series, in range: TimeRange) throws(StorageError) -> Int

    /// Reads candles of one series in ascending time into the batch, at most its capacity, from
    /// `range.start` on; the batch's count is how many. Fewer than the capacity: there are no more.
    func read(_ series: Series, in range: TimeRange, into candles: CandleBatch) throws(StorageError)

    /// Reads the newest `limit` candles of a series in a range, ascending, into the batch.
    func readNewest(_ limit: Int, of series: Series, in range: TimeRange, into candles: CandleBatch)
        throws(StorageError)

    /// Reads trades of one series in ascending (time, ordinal), at most the batch's capacity, beginning
    /// behind `position`, or at `range.start` when there is none.
    func read(_ series: Series, in range: TimeRange, after position: TradePosition?, into trades: TradeBatch)
        throws(StorageError)

    /// Reads the newest `limit` trades of a series in a range, ascending, into the batch.
    func readNewest(_ limit: Int, of series: Series, in range: TimeRange, into trades: TradeBatch)
        throws(StorageError)
}

/// What a write did, row by row.
public struct WriteCount: Hashable, Sendable {
    /// New rows.
    public var inserted: Int
    /// Rows that were there with other values or without some, and have the new ones now.
    public var updated: Int
    /// Rows that were there already, equal but for what is absent in the new ones; nothing was written for them.
    public var unchanged: Int

    /// Counts, zero unless given.
    public init(inserted: Int = 0, updated: Int = 0, unchanged: Int = 0) {
        (self.inserted, self.updated, self.unchanged) = (inserted, updated, unchanged)
    }

    /// Adds row by row.
    public static func += (left: inout WriteCount, right: WriteCount) {
        left.inserted += right.inserted
        left.updated += right.updated
        left.unchanged += right.unchanged
    }
}

/// A place among trades: everything up to and including it has been read.
public struct TradePosition: Hashable, Sendable {
    /// ns UTC.
    public var time: Int64
    /// Among the trades of that time.
    public var ordinal: Int32

    /// The place of one trade.
    public init(time: Int64, ordinal: Int32) { (self.time, self.ordinal) = (time, ordinal) }
}

/// Which series; nil means any.
public struct SeriesFilter: Hashable, Sendable {
    /// Base asset.
    public var base: String?
    /// Quote currency.
    public var quote: String?
    /// Only candles of these, nil for all. Does not touch trades.
    public var interval: Interval?
    /// Candles or trades only.
    public var content: Content?
    /// Adapter id or `derived`.
    public var source: String?

    /// Candles or trades.
    public enum Content: String, Hashable, Sendable, CaseIterable {
        case candles
        case trades
    }

    /// All series, unless something is given.
    public init(
        base: String? = nil, quote: String? = nil, interval: Interval? = nil, content: Content? = nil,
        source: String? = nil
    ) {
        self.base = base
        self.quote = quote
        self.interval = interval
        self.content = content
        self.source = source
    }

    /// Whether a series is one of them.
    public func matches(_ series: Series) -> Bool {
        if let base, base != series.instrument.base { return false }
        if let quote, quote != series.instrument.quote { return false }
        if let source, source != series.source { return false }
        switch series.kind {
        case .candles(let length): return content != .trades && (interval == nil || interval == length)
        case .trades: return content != .candles && (interval == nil || content == .trades)
        }
    }
}

/// A stored series and where its rows begin and end.
public struct SeriesSummary: Hashable, Sendable {
    /// Which.
    public var series: Series
    /// Time of the first row.
    public var first: Timestamp
    /// Time of the last row.
    public var last: Timestamp

    /// A series with at least one row.
    public init(series: Series, first: Timestamp, last: Timestamp) {
        (self.series, self.first, self.last) = (series, first, last)
    }
}
