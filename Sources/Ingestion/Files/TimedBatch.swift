import MarketData
import Storage

/// Columns whose rows have a time: what a merge needs to know of candles and of trades.
protocol TimedBatch: AnyObject, Sendable {
    init(capacity: Int)
    var count: Int { get set }
    var capacity: Int { get }
    /// The rows' times.
    var times: Column<Int64> { get }
    /// The place of each row in the list of series.
    var symbol: Column<UInt32> { get }
    /// Copies what stores keep of rows of several batches: to each of these places the row of that number, of the
    /// batch that `symbol` names there.
    func take(_ places: Range<Int>, rows: [UInt32], of sources: [Self])
    static func borrow(from pool: BatchPool) -> Self
    var rows: RowBatch { get }
}

extension CandleBatch: TimedBatch {
    var times: Column<Int64> { openTime }

    func take(_ places: Range<Int>, rows: [UInt32], of sources: [CandleBatch]) {
        gather(\.openTime, places, rows, sources)
        gather(\.open, places, rows, sources)
        gather(\.high, places, rows, sources)
        gather(\.low, places, rows, sources)
        gather(\.close, places, rows, sources)
        gather(\.volume, places, rows, sources)
        gather(\.vwap, places, rows, sources)
        gather(\.trades, places, rows, sources)
    }

    static func borrow(from pool: BatchPool) -> CandleBatch { pool.candles() }
    var rows: RowBatch { .candles(self) }
}

extension TradeBatch: TimedBatch {
    var times: Column<Int64> { time }

    func take(_ places: Range<Int>, rows: [UInt32], of sources: [TradeBatch]) {
        gather(\.time, places, rows, sources)
        gather(\.price, places, rows, sources)
        gather(\.volume, places, rows, sources)
        gather(\.side, places, rows, sources)
        gather(\.tradeID, places, rows, sources)
        gather(\.ordinal, places, rows, sources)
    }

    static func borrow(from pool: BatchPool) -> TradeBatch { pool.trades() }
    var rows: RowBatch { .trades(self) }
}

extension TimedBatch {
    /// One column of it: column by column each read and write is one instruction, and the ends of the sources' columns
    /// stay in the cache.
    @inline(__always)
    fileprivate func gather<Value>(
        _ column: KeyPath<Self, Column<Value>>, _ places: Range<Int>, _ rows: [UInt32], _ sources: [Self]
    ) {
        precondition(
            places.lowerBound >= 0 && places.upperBound <= min(capacity, rows.count), "places out of the batch")
        // Pointers, since a column that is taken out of an array is retained, which costs more than the copy.
        let bases = unsafe sources.map { unsafe $0[keyPath: column].pointer }
        let least = sources.map(\.capacity).min() ?? 0
        let target = unsafe self[keyPath: column].pointer
        withExtendedLifetime((self, sources)) {
            for place in places {
                let (source, row) = (Int(symbol[place]), Int(rows[place]))
                precondition(row < least, "row out of the batch")
                // In bounds by the lines above; `bases` is as long as `sources`.
                unsafe target[place] = bases[source][row]
            }
        }
    }
}
