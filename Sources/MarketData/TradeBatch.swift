/// Trades as columns, up to `capacity` rows. Handed on, not shared, like `CandleBatch`.
public final class TradeBatch: Sendable {
    /// Rows that fit.
    public let capacity: Int
    /// ns UTC.
    public let time: Column<Int64>
    /// Quote per base.
    public let price: Column<Double>
    /// Units of base.
    public let volume: Column<Double>
    /// `TradeSide` of the taker.
    public let side: Column<Int8>
    /// The source's number of the trade, -1 when absent.
    public let tradeID: Column<Int64>
    /// The adapter's string id of the symbol, 0 for the query's.
    public let symbol: Column<UInt32>
    /// 0.
    public let flags: Column<UInt32>
    /// The record of the input that the row came from, counted from 1; -1 unknown.
    public let row: Column<Int64>
    /// That record's first byte in the input; -1 unknown.
    public let position: Column<Int64>
    /// Place among the trades of the same instant, from 0, in the source's order. Set by the pipeline.
    public let ordinal: Column<Int32>
    // A column of one, so that the batch is Sendable by its parts.
    private let rows: Column<Int>

    /// An empty batch.
    public init(capacity: Int = BatchSize.rows) {
        precondition(capacity > 0, "a batch holds at least one row")
        self.capacity = capacity
        time = Column(capacity: capacity, zero: 0)
        price = Column(capacity: capacity, zero: 0)
        volume = Column(capacity: capacity, zero: 0)
        side = Column(capacity: capacity, zero: TradeSide.none)
        tradeID = Column(capacity: capacity, zero: 0)
        symbol = Column(capacity: capacity, zero: 0)
        flags = Column(capacity: capacity, zero: 0)
        row = Column(capacity: capacity, zero: 0)
        position = Column(capacity: capacity, zero: 0)
        ordinal = Column(capacity: capacity, zero: 0)
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
        time[to] = time[from]
        price[to] = price[from]
        volume[to] = volume[from]
        side[to] = side[from]
        tradeID[to] = tradeID[from]
        symbol[to] = symbol[from]
        flags[to] = flags[from]
        row[to] = row[from]
        position[to] = position[from]
        ordinal[to] = ordinal[from]
    }

    /// Copies a run of rows to the place from `start` on, which may overlap it; for compaction.
    /// Traps unless both lie in the batch's capacity.
    public func move(rows: Range<Int>, to start: Int) {
        time.move(rows: rows, to: start)
        price.move(rows: rows, to: start)
        volume.move(rows: rows, to: start)
        side.move(rows: rows, to: start)
        tradeID.move(rows: rows, to: start)
        symbol.move(rows: rows, to: start)
        flags.move(rows: rows, to: start)
        row.move(rows: rows, to: start)
        position.move(rows: rows, to: start)
        ordinal.move(rows: rows, to: start)
    }
}

extension TradeBatch {
    /// Becomes the rows of another batch that have this symbol, in their order. Traps where they do not fit.
    public func take(from other: TradeBatch, symbol wanted: UInt32) {
        var row = 0
        for index in 0..<other.count where other.symbol[index] == wanted {
            copy(row: index, of: other, to: row)
            row += 1
        }
        count = row
    }

    /// Copies a row of another batch over one of this.
    @inlinable public func copy(row from: Int, of other: TradeBatch, to: Int) {
        time[to] = other.time[from]
        price[to] = other.price[from]
        volume[to] = other.volume[from]
        side[to] = other.side[from]
        tradeID[to] = other.tradeID[from]
        symbol[to] = other.symbol[from]
        flags[to] = other.flags[from]
        row[to] = other.row[from]
        position[to] = other.position[from]
        ordinal[to] = other.ordinal[from]
    }
}

/// Who took: values of `TradeBatch.side`, the ABI's.
public enum TradeSide {
    /// The source does not say.
    public static let none: Int8 = -1
    /// The taker bought.
    public static let buy: Int8 = 1
    /// The taker sold.
    public static let sell: Int8 = 2
}
