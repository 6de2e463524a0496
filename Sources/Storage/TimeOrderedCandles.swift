public import MarketData

/// Reads candles of many series as one stream in time order, at constant memory.
///
/// Every series has a piece of its rows in memory; the pieces share about 131,072 rows, so the memory does not
/// grow with the history. Candles of the same time come in the order of the series given.
public struct TimeOrderedCandles {
    private var order: TimeOrder<CandleCursor>

    /// A stream over these series, from the first candle of the range on.
    public init(_ store: any TimeSeriesStore, series: [Series], range: TimeRange) {
        order = TimeOrder(store, series: series, range: range) { CandleCursor(series: $0, capacity: $1) }
    }

    /// Hands on every candle: the batch and the row in it, which are good during the call, and the place of
    /// its series in the list given. Throws what the store or the body throws.
    public mutating func forEach(_ body: (CandleBatch, _ row: Int, _ series: Int) throws -> Void) throws {
        try order.forEach(body)
    }
}

private struct CandleCursor: SeriesCursor {
    let series: Series
    let batch: CandleBatch
    var row = 0

    init(series: Series, capacity: Int) {
        self.series = series
        batch = CandleBatch(capacity: capacity)
    }

    mutating func start(_ store: any TimeSeriesStore, _ range: TimeRange) throws(StorageError) -> Int64? {
        try store.read(series, in: range, into: batch)
        row = 0
        return batch.count > 0 ? batch.openTime[0] : nil
    }

    mutating func advance(_ store: any TimeSeriesStore, _ range: TimeRange) throws(StorageError) -> Int64? {
        row += 1
        if row < batch.count { return batch.openTime[row] }
        guard batch.count == batch.capacity else { return nil }
        let behind = Timestamp(nanoseconds: batch.openTime[batch.count - 1] + 1)
        guard let rest = TimeRange(behind, range.end) else { return nil }
        return try start(store, rest)
    }
}
