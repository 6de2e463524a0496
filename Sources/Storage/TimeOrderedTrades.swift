public import MarketData

/// Reads trades of many series as one stream in time order, at constant memory; see `TimeOrderedCandles`.
public struct TimeOrderedTrades {
    private var order: TimeOrder<TradeCursor>

    /// A stream over these series, from the first trade of the range on.
    public init(_ store: any TimeSeriesStore, series: [Series], range: TimeRange) {
        order = TimeOrder(store, series: series, range: range) { TradeCursor(series: $0, capacity: $1) }
    }

    /// Hands on every trade: the batch and the row in it, which are good during the call, and the place of
    /// its series in the list given. Throws what the store or the body throws.
    public mutating func forEach(_ body: (TradeBatch, _ row: Int, _ series: Int) throws -> Void) throws {
        try order.forEach(body)
    }
}

private struct TradeCursor: SeriesCursor {
    let series: Series
    let batch: TradeBatch
    var row = 0

    init(series: Series, capacity: Int) {
        self.series = series
        batch = TradeBatch(capacity: capacity)
    }

    mutating func start(_ store: any TimeSeriesStore, _ range: TimeRange) throws(StorageError) -> Int64? {
        try read(store, range, after: nil)
    }

    mutating func advance(_ store: any TimeSeriesStore, _ range: TimeRange) throws(StorageError) -> Int64? {
        row += 1
        if row < batch.count { return batch.time[row] }
        guard batch.count == batch.capacity else { return nil }
        let last = batch.count - 1
        return try read(store, range, after: TradePosition(time: batch.time[last], ordinal: batch.ordinal[last]))
    }

    private mutating func read(
        _ store: any TimeSeriesStore, _ range: TimeRange, after position: TradePosition?
    ) throws(StorageError) -> Int64? {
        try store.read(series, in: range, after: position, into: batch)
        row = 0
        return batch.count > 0 ? batch.time[0] : nil
    }
}
