import MarketData
import Storage

/// Columns whose rows have a time: what a merge needs to know of candles and of trades.
protocol TimedBatch: AnyObject, Sendable {
    init(capacity: Int)
    var count: Int { get set }
    var capacity: Int { get }
    func time(_ row: Int) -> Int64
    /// Copies what stores keep of a row, and says which place's row it is.
    func take(row: Int, of other: Self, to: Int, symbol: UInt32)
    static func borrow(from pool: BatchPool) -> Self
    var rows: RowBatch { get }
}

extension CandleBatch: TimedBatch {
    @inline(__always)
    func time(_ row: Int) -> Int64 { openTime[row] }

    @inline(__always)
    func take(row from: Int, of other: CandleBatch, to: Int, symbol place: UInt32) {
        openTime[to] = other.openTime[from]
        open[to] = other.open[from]
        high[to] = other.high[from]
        low[to] = other.low[from]
        close[to] = other.close[from]
        volume[to] = other.volume[from]
        vwap[to] = other.vwap[from]
        trades[to] = other.trades[from]
        symbol[to] = place
    }

    static func borrow(from pool: BatchPool) -> CandleBatch { pool.candles() }
    var rows: RowBatch { .candles(self) }
}

extension TradeBatch: TimedBatch {
    @inline(__always)
    func time(_ row: Int) -> Int64 { time[row] }

    @inline(__always)
    func take(row from: Int, of other: TradeBatch, to: Int, symbol place: UInt32) {
        time[to] = other.time[from]
        price[to] = other.price[from]
        volume[to] = other.volume[from]
        side[to] = other.side[from]
        tradeID[to] = other.tradeID[from]
        ordinal[to] = other.ordinal[from]
        symbol[to] = place
    }

    static func borrow(from pool: BatchPool) -> TradeBatch { pool.trades() }
    var rows: RowBatch { .trades(self) }
}
