import MarketData
import NIOCore
import Storage

/// A page of rows, in the text of its format.
struct RowPage: Sendable {
    var body: ByteBuffer
    /// Where the next page begins, nil behind the last.
    var next: String?

    /// Reads it. Blocks.
    ///
    /// - Throws: `StorageError`; a `Problem` where the cursor is not one of this query.
    init(_ query: RowQuery, of summary: SeriesSummary, from store: any TimeSeriesStore) throws {
        let limit = query.limit ?? RowQuery.usualLimit
        let series = summary.series
        let cursor = try query.cursor.map { try RowCursor($0, of: series, descending: query.isDescending) }
        var text = RowText(query.format, series, capacity: limit * 160 + 512)
        if query.format == .json {
            text.text("{\"series\":\(RowText.document(series)),\"\(query.content.rawValue)\":[")
        }
        let last: RowCursor?
        switch query.content {
        case .candles: last = try Self.candles(&text, query, limit, series, cursor, store)
        case .trades: last = try Self.trades(&text, query, limit, series, cursor, store)
        }
        next = last?.text(series, descending: query.isDescending)
        if query.format == .json { text.text("],\"next\":\(next.map { "\"\($0)\"" } ?? "null")}") }
        body = text.taken()
    }

    private static func candles(
        _ text: inout RowText, _ query: RowQuery, _ limit: Int, _ series: Series, _ cursor: RowCursor?,
        _ store: any TimeSeriesStore
    ) throws -> RowCursor? {
        text.header(.candles)
        var (start, end) = (query.range.start, query.range.end)
        if let cursor {
            if query.isDescending {
                end = min(end, Timestamp(nanoseconds: cursor.time))
            } else {
                start = max(start, Timestamp(nanoseconds: cursor.time == .max ? .max : cursor.time + 1))
            }
        }
        guard let range = TimeRange(start, end) else { return nil }
        // One more than is given shows whether there is a next page.
        let batch = CandleBatch(capacity: limit + 1)
        if query.isDescending {
            try store.readNewest(limit + 1, of: series, in: range, into: batch)
            let count = min(limit, batch.count)
            for row in ((batch.count - count)..<batch.count).reversed() { text.candle(batch, row) }
            return batch.count > limit ? RowCursor(time: batch.openTime[1]) : nil
        }
        try store.read(series, in: range, into: batch)
        for row in 0..<min(limit, batch.count) { text.candle(batch, row) }
        return batch.count > limit ? RowCursor(time: batch.openTime[limit - 1]) : nil
    }

    private static func trades(
        _ text: inout RowText, _ query: RowQuery, _ limit: Int, _ series: Series, _ cursor: RowCursor?,
        _ store: any TimeSeriesStore
    ) throws -> RowCursor? {
        text.header(.trades)
        let batch = TradeBatch(capacity: limit + 1)
        let position = cursor.map { TradePosition(time: $0.time, ordinal: $0.ordinal) }
        try store.read(series, in: query.range, after: position, into: batch)
        for row in 0..<min(limit, batch.count) { text.trade(batch, row) }
        return batch.count > limit
            ? RowCursor(time: batch.time[limit - 1], ordinal: batch.ordinal[limit - 1]) : nil
    }
}
