import CAdapterABI

/// One candle to write. What is not given is absent.
@frozen public struct Candle: Sendable {
    /// Open time, nanoseconds UTC.
    public var openTime: Int64
    /// First price, quote per base.
    public var open: Double
    /// Highest price.
    public var high: Double
    /// Lowest price.
    public var low: Double
    /// Last price.
    public var close: Double
    /// Units of base traded, NaN: absent.
    public var volume: Double
    /// Volume-weighted average price, NaN: absent.
    public var vwap: Double
    /// Number of trades, -1: absent.
    public var trades: Int64
    /// `Host.intern` of the symbol, 0: the query's.
    public var symbol: UInt32
    /// What kind of candle.
    public var flags: CandleFlags
    /// The record it came from, counted from 1; -1: unknown.
    public var row: Int64
    /// That record's first byte in the whole reply; -1: unknown.
    public var position: Int64

    /// A candle.
    @inlinable @inline(__always)
    public init(
        openTime: Int64, open: Double, high: Double, low: Double, close: Double, volume: Double = .nan,
        vwap: Double = .nan, trades: Int64 = -1, symbol: UInt32 = 0, flags: CandleFlags = .final, row: Int64 = -1,
        position: Int64 = -1
    ) {
        self.openTime = openTime
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
        self.vwap = vwap
        self.trades = trades
        self.symbol = symbol
        self.flags = flags
        self.row = row
        self.position = position
    }
}

/// What kind of candle. The bits are the ABI's `CW_CANDLE_…`.
@frozen public struct CandleFlags: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt32

    /// Flags by their bits.
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Closed, will not change.
    public static let final = CandleFlags(rawValue: 1)
    /// Not a candle: the source says that this interval had no trades. The host keeps no row.
    public static let noTrades = CandleFlags(rawValue: 2)
}

/// Writes candles into the host's columns.
@safe public struct CandleWriter: ~Copyable {
    // Each has `capacity` elements, or is the spare column; `append` checks the index.
    @usableFromInline let openTime: UnsafeMutablePointer<Int64>
    @usableFromInline let open: UnsafeMutablePointer<Double>
    @usableFromInline let high: UnsafeMutablePointer<Double>
    @usableFromInline let low: UnsafeMutablePointer<Double>
    @usableFromInline let close: UnsafeMutablePointer<Double>
    @usableFromInline let volume: UnsafeMutablePointer<Double>
    @usableFromInline let vwap: UnsafeMutablePointer<Double>
    @usableFromInline let trades: UnsafeMutablePointer<Int64>
    @usableFromInline let symbol: UnsafeMutablePointer<UInt32>
    @usableFromInline let flags: UnsafeMutablePointer<UInt32>
    @usableFromInline let row: UnsafeMutablePointer<Int64>
    @usableFromInline let position: UnsafeMutablePointer<Int64>
    /// Rows that fit; 0 in a session of another kind.
    public let capacity: Int
    @usableFromInline var rows = 0

    init(_ columns: cw_candles, capacity: Int, spare: SpareColumn) {
        // A column of the host's has `capacity` elements.
        self.capacity = capacity
        unsafe openTime = spare.bind(columns.open_time, rows: capacity)
        unsafe open = spare.bind(columns.open, rows: capacity)
        unsafe high = spare.bind(columns.high, rows: capacity)
        unsafe low = spare.bind(columns.low, rows: capacity)
        unsafe close = spare.bind(columns.close, rows: capacity)
        unsafe volume = spare.bind(columns.volume, rows: capacity)
        unsafe vwap = spare.bind(columns.vwap, rows: capacity)
        unsafe trades = spare.bind(columns.trades, rows: capacity)
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
    public mutating func append(_ candle: Candle) {
        precondition(rows < capacity, "a row beyond the batch: ask isFull before append")
        let index = rows
        // Below the capacity by the line above, and never negative.
        unsafe openTime[index] = candle.openTime
        unsafe open[index] = candle.open
        unsafe high[index] = candle.high
        unsafe low[index] = candle.low
        unsafe close[index] = candle.close
        unsafe volume[index] = candle.volume
        unsafe vwap[index] = candle.vwap
        unsafe trades[index] = candle.trades
        unsafe symbol[index] = candle.symbol
        unsafe flags[index] = candle.flags.rawValue
        unsafe row[index] = candle.row
        unsafe position[index] = candle.position
        rows = index &+ 1
    }
}
