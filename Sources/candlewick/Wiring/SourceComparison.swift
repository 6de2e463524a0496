import Coverage
import MarketData
import Storage

/// Two sources' candles of one history, read side by side and compared: constant memory but for those that are kept.
struct SourceComparison {
    let a: Series
    let b: Series
    private(set) var counts = ComparisonCounts()
    /// The first that differ.
    private(set) var differences: [CandleDifference] = []

    /// Compares them.
    ///
    /// - Parameter limit: how many that differ are kept.
    init(
        _ a: Series, _ b: Series, in range: TimeRange, _ tolerance: ComparisonTolerance, limit: Int,
        store: any TimeSeriesStore
    ) throws(StorageError) {
        (self.a, self.b) = (a, b)
        var comparison = CandleComparison(tolerance)
        var readers = (SeriesReader(a, range), SeriesReader(b, range))
        while let side = comparison.wanting {
            let batch = side == .a ? try readers.0.next(from: store) : try readers.1.next(from: store)
            comparison.take(batch, of: side) { if differences.count < limit { differences.append($0) } }
        }
        counts = comparison.counts
    }
}

/// Reads a series' candles batch by batch.
private struct SeriesReader {
    private let series: Series
    private let batch = CandleBatch()
    private var rest: TimeRange?

    init(_ series: Series, _ range: TimeRange) { (self.series, rest) = (series, range) }

    /// The next batch, nil behind the last; it is filled anew every time.
    mutating func next(from store: any TimeSeriesStore) throws(StorageError) -> CandleBatch? {
        guard let piece = rest else { return nil }
        try store.read(series, in: piece, into: batch)
        rest =
            batch.count == batch.capacity
            ? TimeRange(Timestamp(nanoseconds: batch.openTime[batch.count - 1] + 1), piece.end) : nil
        return batch
    }
}
