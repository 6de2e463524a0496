import CAdapterABI

/// Who took the price. The codes are the ABI's `CW_SIDE_…`.
@frozen public enum Side: Int8, Sendable {
    /// The source does not say.
    case none = -1
    /// The taker bought.
    case buy = 1
    /// The taker sold.
    case sell = 2
}

/// One trade to write. What is not given is absent.
@frozen public struct Trade: Sendable {
    /// When, nanoseconds UTC.
    public var time: Int64
    /// Quote per base.
    public var price: Double
    /// Units of base.
    public var volume: Double
    /// Of the taker.
    public var side: Side
    /// The source's number, -1: absent.
    public var tradeID: Int64
    /// `Host.intern` of the symbol, 0: the query's.
    public var symbol: UInt32
    /// The record it came from, counted from 1; -1: unknown.
    public var row: Int64
    /// That record's first byte in the whole reply; -1: unknown.
    public var position: Int64

    /// A trade.
    @inlinable @inline(__always)
    public init(
        time: Int64, price: Double, volume: Double, side: Side = .none, tradeID: Int64 = -1, symbol: UInt32 = 0,
        row: Int64 = -1, position: Int64 = -1
    ) {
        self.time = time
        self.price = price
        self.volume = volume
        self.side = side
        self.tradeID = tradeID
        self.symbol = symbol
        self.row = row
        self.position = position
    }
}

/// Writes trades into the host's columns.
@safe public struct TradeWriter: ~Copyable {
    // Each has `capacity` elements, or is the spare column; `append` checks the index.
    @usableFromInline let time: UnsafeMutablePointer<Int64>
    @usableFromInline let price: UnsafeMutablePointer<Double>
    @usableFromInline let volume: UnsafeMutablePointer<Double>
    @usableFromInline let side: UnsafeMutablePointer<Int8>
    @usableFromInline let tradeID: UnsafeMutablePointer<Int64>
    @usableFromInline let symbol: UnsafeMutablePointer<UInt32>
    @usableFromInline let flags: UnsafeMutablePointer<UInt32>
    @usableFromInline let row: UnsafeMutablePointer<Int64>
    @usableFromInline let position: UnsafeMutablePointer<Int64>
    /// Rows that fit; 0 in a session of another kind.
    public let capacity: Int
    @usableFromInline var rows = 0

    init(_ columns: cw_trades, capacity: Int, spare: SpareColumn) {
        // A column of the host's has `capacity` elements.
        self.capacity = capacity
        unsafe time = spare.bind(columns.time, rows: capacity)
        unsafe price = spare.bind(columns.price, rows: capacity)
        unsafe volume = spare.bind(columns.volume, rows: capacity)
        unsafe side = spare.bind(columns.side, rows: capacity)
        unsafe tradeID = spare.bind(columns.trade_id, rows: capacity)
        unsafe symbol = spare.bind(columns.symbol, rows: capacity)
        unsafe flags = spare.bind(columns.flags, rows: capacity)
        unsafe row = spare.bind(columns.row, rows: capacity)
        unsafe position = spare.bind(columns.position, rows: capacity)
    }

    /// Rows written so far.
    @inlinable public var count: Int { rows }

    /// No further row fits.
    @inlinable public var isFull: Bool {
        @inline(__always) get { rows >= capacity }
    }

    /// Writes a row. Traps when it is full: ask `isFull` first, and stop there.
    @inlinable @inline(__always)
    public mutating func append(_ trade: Trade) {
        precondition(rows < capacity, "a row beyond the batch: ask isFull before append")
        let index = rows
        // Below the capacity by the line above, and never negative.
        unsafe time[index] = trade.time
        unsafe price[index] = trade.price
        unsafe volume[index] = trade.volume
        unsafe side[index] = trade.side.rawValue
        unsafe tradeID[index] = trade.tradeID
        unsafe symbol[index] = trade.symbol
        unsafe flags[index] = 0
        unsafe row[index] = trade.row
        unsafe position[index] = trade.position
        rows = index &+ 1
    }
}
