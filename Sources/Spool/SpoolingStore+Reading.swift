public import MarketData
public import Storage
import Synchronization

/// Reading is the store's own business. What waits on disk is not seen.
extension SpoolingStore {
    /// The store. While it is away a reader tries it when its time has come and no writer is at work.
    func reachable() throws(StorageError) -> any TimeSeriesStore {
        if let store = standing.store { return store }
        _ = try writer.withLockIfAvailable { (writer) throws(StorageError) in try writer.tryServerIfDue() }
        if let store = standing.store { return store }
        throw standing.error
            ?? StorageError(.unreachable, at: location, "the server is away", advice: "bring it back and try again")
    }

    /// The store's; `unreachable` while it is away.
    public func series(matching filter: SeriesFilter) throws(StorageError) -> [SeriesSummary] {
        try reachable().series(matching: filter)
    }

    /// The store's; `unreachable` while it is away.
    public func count(_ series: Series, in range: TimeRange) throws(StorageError) -> Int {
        try reachable().count(series, in: range)
    }

    /// The store's; `unreachable` while it is away.
    public func counts(_ stretches: [(series: Series, range: TimeRange)]) throws(StorageError) -> [Int] {
        try reachable().counts(stretches)
    }

    /// The store's; `unreachable` while it is away.
    public func read(_ series: Series, in range: TimeRange, into candles: CandleBatch) throws(StorageError) {
        try reachable().read(series, in: range, into: candles)
    }

    /// The store's; `unreachable` while it is away.
    public func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into candles: CandleBatch
    ) throws(StorageError) {
        try reachable().readNewest(limit, of: series, in: range, into: candles)
    }

    /// The store's; `unreachable` while it is away.
    public func read(
        _ series: Series, in range: TimeRange, after position: TradePosition?, into trades: TradeBatch
    ) throws(StorageError) {
        try reachable().read(series, in: range, after: position, into: trades)
    }

    /// The store's; `unreachable` while it is away.
    public func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into trades: TradeBatch
    ) throws(StorageError) {
        try reachable().readNewest(limit, of: series, in: range, into: trades)
    }
}
