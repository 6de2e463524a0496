import HeapModule
import MarketData

/// One series being read piece by piece.
protocol SeriesCursor {
    /// The columns that a piece is read into.
    associatedtype Batch
    var batch: Batch { get }
    /// The row in the batch that is next.
    var row: Int { get }
    /// Reads the first piece; the time of its first row, nil when there is none.
    mutating func start(_ store: any TimeSeriesStore, _ range: TimeRange) throws(StorageError) -> Int64?
    /// Goes on to the next row; its time, nil behind the last.
    mutating func advance(_ store: any TimeSeriesStore, _ range: TimeRange) throws(StorageError) -> Int64?
}

/// Many series as one stream in time order: the series whose next row is the earliest goes on.
struct TimeOrder<Cursor: SeriesCursor> {
    private let store: any TimeSeriesStore
    private let range: TimeRange
    private var cursors: [Cursor]

    /// Rows held in memory, over all series.
    static var rowsInMemory: Int { 131_072 }

    init(_ store: any TimeSeriesStore, series: [Series], range: TimeRange, cursor: (Series, _ rows: Int) -> Cursor) {
        self.store = store
        self.range = range
        let share = min(BatchSize.rows, max(16, Self.rowsInMemory / max(1, series.count)))
        cursors = series.map { cursor($0, share) }
    }

    mutating func forEach(_ body: (Cursor.Batch, _ row: Int, _ series: Int) throws -> Void) throws {
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

/// The next row of a series; of the same time the series that was given first.
private struct Upcoming: Comparable {
    var time: Int64
    var series: Int

    static func < (left: Upcoming, right: Upcoming) -> Bool {
        (left.time, left.series) < (right.time, right.series)
    }
}
