import HeapModule
public import MarketData

/// Reads trades of many series as one stream in time order, at constant memory; see `TimeOrderedCandles`.
public struct TimeOrderedTrades {
    private let store: any TimeSeriesStore
    private let range: TimeRange
    private var cursors: [TradeCursor]

    /// A stream over these series, from the first trade of the range on.
    public init(_ store: any TimeSeriesStore, series: [Series], range: TimeRange) {
        self.store = store
        self.range = range
        let share = min(BatchSize.rows, max(16, TimeOrderedCandles.rowsInMemory / max(1, series.count)))
        cursors = series.map { TradeCursor(series: $0, capacity: share) }
    }

    /// Hands on every trade: the batch and the row in it, which are good during the call, and the place of
    /// its series in the list given. Throws what the store or the body throws.
    public mutating func forEach(_ body: (TradeBatch, _ row: Int, _ series: Int) throws -> Void) throws {
        var next = Heap<Upcoming>()
        for index in cursors.indices {
            if let time = try cursors[index].read(store, range, after: nil) {
                next.insert(Upcoming(time: time, series: index))
            }
        }
        while let first = next.min {
            let index = first.series
            try body(cursors[index].batch, cursors[index].row, index)
            if let time = try cursors[index].advance(store, range) {
                _ = next.replaceMin(with: Upcoming(time: time, series: index))
            } else {
                next.removeMin()
            }
        }
    }
}

/// One series being read piece by piece.
private struct TradeCursor {
    let series: Series
    let batch: TradeBatch
    var row = 0

    init(series: Series, capacity: Int) {
        self.series = series
        batch = TradeBatch(capacity: capacity)
    }

    /// The time of the next piece's first row, nil when there is none.
    mutating func read(
        _ store: any TimeSeriesStore, _ range: TimeRange, after position: TradePosition?
    ) throws(StorageError) -> Int64? {
        try store.read(series, in: range, after: position, into: batch)
        row = 0
        return batch.count > 0 ? batch.time[0] : nil
    }

    /// The time of the next row, nil behind the last.
    mutating func advance(_ store: any TimeSeriesStore, _ range: TimeRange) throws(StorageError) -> Int64? {
        row += 1
        if row < batch.count { return batch.time[row] }
        guard batch.count == batch.capacity else { return nil }
        let last = batch.count - 1
        return try read(store, range, after: TradePosition(time: batch.time[last], ordinal: batch.ordinal[last]))
    }
}
