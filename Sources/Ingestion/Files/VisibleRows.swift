public import MarketData
import Storage

/// What a store shows of the rows that a job sent, where rows become visible later than durable.
public struct VisibleRows: Hashable, Sendable {
    /// A stretch of a series that shows fewer rows than were sent.
    public struct Shortfall: Hashable, Sendable {
        /// Which.
        public var series: Series
        /// From the first to the last row sent.
        public var range: TimeRange
        /// Rows of different identity that were sent, at least.
        public var sent: Int
        /// Rows that are there.
        public var visible: Int
    }

    /// Rows of different identity that were sent, at least: where files overlap, those of the largest.
    public private(set) var sent = 0
    /// Rows that the store shows in the same stretches, also those that were there before.
    public private(set) var visible = 0
    /// Where something is missing.
    public private(set) var shortfalls: [Shortfall] = []

    /// Waits until the store shows what it took, and counts. Nil where nothing was sent.
    ///
    /// - Throws: why the store does not show it, `suspended` above all.
    init?(of files: [FileRecord], in store: any TimeSeriesStore) throws(StorageError) {
        var spans: [Series: [(range: TimeRange, rows: Int)]] = [:]
        for file in files {
            let rows = file.written.rows
            guard let series = file.series, let first = file.first, let last = file.last, rows > 0,
                let range = TimeRange(first, last.next)
            else { continue }
            spans[series, default: []].append((range, rows))
        }
        if spans.isEmpty { return nil }
        try store.awaitVisible()
        var stretches: [Shortfall] = []
        for (series, files) in spans.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            for range in RangeSet(files.map(\.range)).ranges {
                let rows = files.filter { $0.range.overlaps(range) }.map(\.rows).max() ?? 0
                stretches.append(Shortfall(series: series, range: range, sent: rows, visible: 0))
            }
        }
        let counts = try store.counts(stretches.map { ($0.series, $0.range) })
        for (stretch, count) in zip(stretches, counts) {
            sent += stretch.sent
            visible += count
            if count < stretch.sent {
                shortfalls.append(
                    Shortfall(series: stretch.series, range: stretch.range, sent: stretch.sent, visible: count))
            }
        }
    }
}

extension Timestamp {
    /// The moment behind it.
    var next: Timestamp { self < .latest ? Timestamp(nanoseconds: nanoseconds + 1) : self }
}
