import HeapModule
public import MarketData

/// Reads candles of many series as one stream in time order, at constant memory.
///
/// Every series has a piece of its rows in memory; the pieces share about `rowsInMemory` rows, so the
/// memory does not grow with the history. Candles of the same time come in the order of the series given.
public struct TimeOrderedCandles {
    /// Rows held in memory, over all series.
    public static let rowsInMemory = 131_072

    private let store: any TimeSeriesStore
    private let range: TimeRange
    private var cursors: [CandleCursor]

    /// A stream over these series, from the first candle of the range on.
    public init(_ store: any TimeSeriesStore, series: [Series], range: TimeRange) {
        self.store = store
        self.range = range
        let share = min(BatchSize.rows, max(16, Self.rowsInMemory / max(1, series.count)))
        cursors = series.map { CandleCursor(series: $0, capacity: share) }
    }

    /// Hands on every candle: the batch and the row in it, which are good during the call, and the place of
    /// its series in the list given. Throws what the store or the body throws.
    public mutating func forEach(_ body: (CandleBatch, _ row: Int, _ series: Int) throws -> Void) throws {
        var next = Heap<Upcoming>()
        for index in cursors.indices {
            if let time = try cursors[index].start(store, range) { next.insert(Upcoming(time: time, series: index)) }
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

/// The next row of a series.
struct Upcoming: Comparable {
    var time: Int64
    var series: Int

    static func < (left: Upcoming, right: Upcoming) -> Bool {
        (left.time, left.series) < (right.time, right.series)
    }
}

/// One series being read piece by piece.
private struct CandleCursor {
    let series: Series
    let batch: CandleBatch
    var row = 0

    init(series: Series, capacity: Int) {
        self.series = series
        batch = CandleBatch(capacity: capacity)
    }

    /// The time of the first row, nil when there is none.
    mutating func start(_ store: any TimeSeriesStore, _ range: TimeRange) throws(StorageError) -> Int64? {
        try store.read(series, in: range, into: batch)
        row = 0
        return batch.count > 0 ? batch.openTime[0] : nil
    }

    /// The time of the next row, nil behind the last.
    mutating func advance(_ store: any TimeSeriesStore, _ range: TimeRange) throws(StorageError) -> Int64? {
        row += 1
        if row < batch.count { return batch.openTime[row] }
        guard batch.count == batch.capacity else { return nil }
        let behind = Timestamp(nanoseconds: batch.openTime[batch.count - 1] + 1)
        guard let rest = TimeRange(behind, range.end) else { return nil }
        return try start(store, rest)
    }
}
