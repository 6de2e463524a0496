public import MarketData

/// A place that keeps candles and trades.
///
/// Calls block until done; one thread writes at a time, any number read. What was written before a mark is durable
/// against the death of the process when `settle` returned for it. Identity: a candle is (series, open
/// time), a trade (series, time, ordinal), and the source is part of the series, so one source never
/// touches another's rows. Every store passes the same checks (`StorageTesting`); what it does otherwise than promised
/// here stands in its `traits`, with the reason.
public protocol TimeSeriesStore: Sendable {
    /// Where it is, as the user wrote it: `sqlite:PATH`. Holds no secret.
    var location: String { get }

    /// How it wants to be written, and what it does otherwise.
    var traits: StoreTraits { get }

    /// Which store it is, wherever it lies.
    func identity() throws(StorageError) -> StoreIdentity

    /// Stores the candles of a batch, all or none. A row whose identity is new is inserted, one that
    /// differs from what is stored replaces it, an equal one writes nothing. A value that is absent in a
    /// row (volume or vwap NaN, trades -1) never erases a stored one: a row that is equal but for
    /// absent values writes nothing either. The batch's times ascend strictly.
    func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount

    /// Stores the trades of a batch, all or none, likewise; what can be absent is volume (NaN), side and
    /// trade id (-1). (time, ordinal) ascend strictly.
    func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount

    /// Stores candles of several series, each row's at `series[batch.symbol[row]]`; a series may stand there more than
    /// once. The rows of each place ascend strictly. What became of them, one count for each place.
    func write(_ candles: CandleBatch, among series: [Series]) throws(StorageError) -> [WriteCount]

    /// Stores trades of several series, likewise.
    func write(_ trades: TradeBatch, among series: [Series]) throws(StorageError) -> [WriteCount]

    /// A mark behind everything that was written so far.
    var mark: WriteMark { get }

    /// Waits until everything before the mark is durable.
    ///
    /// - Throws: what became of a row that was not.
    func settle(_ mark: WriteMark) throws(StorageError)

    /// Waits until everything that was settled can be read.
    func awaitVisible() throws(StorageError)

    /// The series that match, with their first and last times, sorted by base, quote, kind
    /// (candles before trades, short before long intervals) and source. O(series), not O(rows).
    func series(matching filter: SeriesFilter) throws(StorageError) -> [SeriesSummary]

    /// Rows of a series in a range. O(rows).
    func count(_ series: Series, in range: TimeRange) throws(StorageError) -> Int

    /// Rows of several series in a range each, in their order: what `count` says of each.
    func counts(_ stretches: [(series: Series, range: TimeRange)]) throws(StorageError) -> [Int]

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

extension TimeSeriesStore {
    /// A store whose writes are durable when they return needs no marks.
    public var mark: WriteMark { .start }

    /// Nothing to wait for.
    public func settle(_ mark: WriteMark) {}

    /// Nothing to wait for.
    public func awaitVisible() {}

    /// One after the other.
    public func counts(_ stretches: [(series: Series, range: TimeRange)]) throws(StorageError) -> [Int] {
        var counts: [Int] = []
        for (series, range) in stretches { counts.append(try count(series, in: range)) }
        return counts
    }

    /// One series after the other, each with its own rows in their order.
    public func write(_ candles: CandleBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        var counts = series.map { _ in WriteCount() }
        let part = CandleBatch(capacity: max(1, candles.count))
        for (place, one) in series.enumerated() {
            part.take(from: candles, symbol: UInt32(place))
            if part.count > 0 { counts[place] = try write(part, to: one) }
        }
        return counts
    }

    /// Likewise.
    public func write(_ trades: TradeBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        var counts = series.map { _ in WriteCount() }
        let part = TradeBatch(capacity: max(1, trades.count))
        for (place, one) in series.enumerated() {
            part.take(from: trades, symbol: UInt32(place))
            if part.count > 0 { counts[place] = try write(part, to: one) }
        }
        return counts
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
