package import CAdapterABI
import CWorker

/// Where the columns of a batch lie in the shared memory: each has `CWW_ROWS` values of 8 bytes for itself, in the order
/// of the header's structs.
@safe package enum WorkerColumns {
    /// The structs of a batch whose columns begin at `start`; valid while that memory is.
    @safe package struct Target {
        package var candles = unsafe cw_candles()
        package var trades = unsafe cw_trades()
        package var instruments = unsafe cw_instruments()

        /// - Parameter start: `CWW_COLUMN_COUNT` columns of `CWW_ROWS` values of 8 bytes.
        @unsafe package init(_ start: UnsafeMutableRawPointer) {
            func column<Element>(_ index: Int, _: Element.Type) -> UnsafeMutablePointer<Element> {
                unsafe (start + index * Int(CWW_ROWS) * 8).assumingMemoryBound(to: Element.self)
            }
            unsafe candles = cw_candles(
                size: UInt32(MemoryLayout<cw_candles>.size), reserved: 0, open_time: column(0, Int64.self),
                open: column(1, Double.self), high: column(2, Double.self), low: column(3, Double.self),
                close: column(4, Double.self), volume: column(5, Double.self), vwap: column(6, Double.self),
                trades: column(7, Int64.self), symbol: column(8, UInt32.self), flags: column(9, UInt32.self),
                row: column(10, Int64.self), position: column(11, Int64.self))
            unsafe trades = cw_trades(
                size: UInt32(MemoryLayout<cw_trades>.size), reserved: 0, time: column(0, Int64.self),
                price: column(1, Double.self), volume: column(2, Double.self), side: column(3, Int8.self),
                trade_id: column(4, Int64.self), symbol: column(5, UInt32.self), flags: column(6, UInt32.self),
                row: column(7, Int64.self), position: column(8, Int64.self))
            unsafe instruments = cw_instruments(
                size: UInt32(MemoryLayout<cw_instruments>.size), reserved: 0, symbol: column(0, UInt32.self),
                base: column(1, UInt32.self), quote: column(2, UInt32.self), name: column(3, UInt32.self),
                category: column(4, UInt32.self), active: column(5, Int8.self), flags: column(6, UInt32.self),
                row: column(7, Int64.self), position: column(8, Int64.self))
        }
    }

    /// Copies the first rows of every column that the batch has. `count` is at most the batch's capacity and `CWW_ROWS`.
    static func copy(_ count: Int, from worker: WorkerProcess, to batch: cw_batch) {
        func column<Element>(_ index: Int, _ target: UnsafeMutablePointer<Element>?) {
            // Both hold so many values, says who calls.
            unsafe target?.update(
                from: worker.column(index).assumingMemoryBound(to: Element.self), count: count)
        }
        if let candles = unsafe batch.candles?.pointee {
            unsafe column(0, candles.open_time)
            unsafe column(1, candles.open)
            unsafe column(2, candles.high)
            unsafe column(3, candles.low)
            unsafe column(4, candles.close)
            unsafe column(5, candles.volume)
            unsafe column(6, candles.vwap)
            unsafe column(7, candles.trades)
            unsafe column(8, candles.symbol)
            unsafe column(9, candles.flags)
            unsafe column(10, candles.row)
            unsafe column(11, candles.position)
        } else if let trades = unsafe batch.trades?.pointee {
            unsafe column(0, trades.time)
            unsafe column(1, trades.price)
            unsafe column(2, trades.volume)
            unsafe column(3, trades.side)
            unsafe column(4, trades.trade_id)
            unsafe column(5, trades.symbol)
            unsafe column(6, trades.flags)
            unsafe column(7, trades.row)
            unsafe column(8, trades.position)
        } else if let instruments = unsafe batch.instruments?.pointee {
            unsafe column(0, instruments.symbol)
            unsafe column(1, instruments.base)
            unsafe column(2, instruments.quote)
            unsafe column(3, instruments.name)
            unsafe column(4, instruments.category)
            unsafe column(5, instruments.active)
            unsafe column(6, instruments.flags)
            unsafe column(7, instruments.row)
            unsafe column(8, instruments.position)
        }
    }
}
