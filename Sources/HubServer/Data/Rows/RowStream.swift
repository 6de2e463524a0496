import MarketData
import NIOCore
import Storage
import Synchronization

/// All rows of a series in a range, piece by piece: one piece is in memory at a time, whatever the length.
final class RowStream: Sendable {
    private let store: any TimeSeriesStore
    private let series: Series
    private let range: TimeRange
    private let batch: StoredRows.Batch
    private let state: Mutex<State>

    private struct State {
        var text: RowText
        /// Where the next piece begins, nil behind the last.
        var start: Timestamp?
        var position: TradePosition?
        var isBegun = false
    }

    /// Rows of a piece: enough that neither a statement nor a turn of threads counts, about a megabyte of text.
    static let pieceRows = 8192

    init(_ query: RowQuery, of series: Series, from store: any TimeSeriesStore) {
        (self.store, self.series, range) = (store, series, query.range)
        batch =
            query.content == .candles
            ? .candles(CandleBatch(capacity: Self.pieceRows)) : .trades(TradeBatch(capacity: Self.pieceRows))
        let text = RowText(query.format, series, capacity: Self.pieceRows * 112)
        state = Mutex(State(text: text, start: query.range.start))
    }

    /// The next piece's text, nil behind the last. Blocks.
    ///
    /// - Throws: `StorageError`.
    func next() throws -> ByteBuffer? { try state.withLock { try piece(&$0) } }

    private func piece(_ state: inout State) throws -> ByteBuffer? {
        guard let start = state.start, let rest = TimeRange(start, range.end) else { return nil }
        let count: Int
        switch batch {
        case .candles(let batch):
            if !state.isBegun { state.text.header(.candles) }
            try store.read(series, in: rest, into: batch)
            count = batch.count
            for row in 0..<count { state.text.candle(batch, row) }
            if count > 0 {
                let last = batch.openTime[count - 1]
                state.start = last == .max ? nil : Timestamp(nanoseconds: last + 1)
            }
        case .trades(let batch):
            if !state.isBegun { state.text.header(.trades) }
            try store.read(series, in: rest, after: state.position, into: batch)
            count = batch.count
            for row in 0..<count { state.text.trade(batch, row) }
            if count > 0 {
                state.position = TradePosition(time: batch.time[count - 1], ordinal: batch.ordinal[count - 1])
            }
        }
        state.isBegun = true
        if count < Self.pieceRows { state.start = nil }
        return state.text.taken()
    }
}
