/// Candles as columns, up to `capacity` rows; the one form in which they travel through the hub.
///
/// A batch is handed on, not shared: who has it may read and write it until it gives it away.
/// What each column means is written in `docs/data-model.md`.
public final class CandleBatch: Sendable {
    /// Rows that fit.
    public let capacity: Int
    /// Open time, ns UTC.
    public let openTime: Column<Int64>
    /// First price, quote per base.
    public let open: Column<Double>
    /// Highest price.
    public let high: Column<Double>
    /// Lowest price.
    public let low: Column<Double>
    /// Last price.
    public let close: Column<Double>
    /// Units of base traded, NaN when absent.
    public let volume: Column<Double>
    /// Volume-weighted average price, NaN when absent.
    public let vwap: Column<Double>
    /// Number of trades, -1 when absent.
    public let trades: Column<Int64>
    /// The adapter's string id of the symbol, 0 for the query's.
    public let symbol: Column<UInt32>
    /// `CandleFlags`.
    public let flags: Column<UInt32>
    /// The record of the input that the row came from, counted from 1; -1 unknown.
    public let row: Column<Int64>
    /// That record's first byte in the input; -1 unknown.
    public let position: Column<Int64>
    // A column of one, so that the batch is Sendable by its parts.
    private let rows: Column<Int>

    /// An empty batch.
    public init(capacity: Int = BatchSize.rows) {
        precondition(capacity > 0, "a batch holds at least one row")
        self.capacity = capacity
        openTime = Column(capacity: capacity, zero: 0)
        open = Column(capacity: capacity, zero: 0)
        high = Column(capacity: capacity, zero: 0)
        low = Column(capacity: capacity, zero: 0)
        close = Column(capacity: capacity, zero: 0)
        volume = Column(capacity: capacity, zero: 0)
        vwap = Column(capacity: capacity, zero: 0)
        trades = Column(capacity: capacity, zero: 0)
        symbol = Column(capacity: capacity, zero: 0)
        flags = Column(capacity: capacity, zero: 0)
        row = Column(capacity: capacity, zero: 0)
        position = Column(capacity: capacity, zero: 0)
        rows = Column(capacity: 1, zero: 0)
    }

    /// Rows in it, at most `capacity`.
    public var count: Int {
        get { rows[0] }
        set {
            precondition((0...capacity).contains(newValue), "more rows than the batch holds")
            rows[0] = newValue
        }
    }

    /// Copies one row over another; for compaction.
    @inlinable public func move(row from: Int, to: Int) {
        openTime[to] = openTime[from]
        open[to] = open[from]
        high[to] = high[from]
        low[to] = low[from]
        close[to] = close[from]
        volume[to] = volume[from]
        vwap[to] = vwap[from]
        trades[to] = trades[from]
        symbol[to] = symbol[from]
        flags[to] = flags[from]
        row[to] = row[from]
        position[to] = position[from]
    }

    /// Copies a run of rows to the place from `start` on, which may overlap it; for compaction.
    /// Traps unless both lie in the batch's capacity.
    public func move(rows: Range<Int>, to start: Int) {
        openTime.move(rows: rows, to: start)
        open.move(rows: rows, to: start)
        high.move(rows: rows, to: start)
        low.move(rows: rows, to: start)
        close.move(rows: rows, to: start)
        volume.move(rows: rows, to: start)
        vwap.move(rows: rows, to: start)
        trades.move(rows: rows, to: start)
        symbol.move(rows: rows, to: start)
        flags.move(rows: rows, to: start)
        row.move(rows: rows, to: start)
        position.move(rows: rows, to: start)
    }
}

extension CandleBatch {
    /// Becomes the rows of another batch that have this symbol, in their order. Traps where they do not fit.
    public func take(from other: CandleBatch, symbol wanted: UInt32) {
        var row = 0
        for index in 0..<other.count where other.symbol[index] == wanted {
            copy(row: index, of: other, to: row)
            row += 1
        }
        count = row
    }

    /// Copies a row of another batch over one of this.
    @inlinable public func copy(row from: Int, of other: CandleBatch, to: Int) {
        openTime[to] = other.openTime[from]
        open[to] = other.open[from]
        high[to] = other.high[from]
        low[to] = other.low[from]
        close[to] = other.close[from]
        volume[to] = other.volume[from]
        vwap[to] = other.vwap[from]
        trades[to] = other.trades[from]
        symbol[to] = other.symbol[from]
        flags[to] = other.flags[from]
        row[to] = other.row[from]
        position[to] = other.position[from]
    }
}

/// How large batches are.
public enum BatchSize {
    /// Rows in a batch unless somebody asks for another number.
    public static let rows = 65_536
}

/// Bits of `CandleBatch.flags`; the values are the ABI's.
public enum CandleFlags {
    /// Closed, will not change.
    public static let final: UInt32 = 1
    /// The source says that this interval had no trades.
    public static let noTrades: UInt32 = 2
}
