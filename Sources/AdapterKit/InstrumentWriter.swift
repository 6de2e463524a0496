import CAdapterABI

/// One instrument to write; the texts are numbers from `Host.intern`, 0 for what is absent.
@frozen public struct Instrument: Sendable {
    /// The source's own name of it.
    public var symbol: UInt32
    /// Base asset, by the source's code.
    public var base: UInt32
    /// Quote asset, by the source's code.
    public var quote: UInt32
    /// For people.
    public var name: UInt32
    /// STOCK, CRYPTO, COMMODITY or CURRENCY.
    public var category: UInt32
    /// Whether it is traded; nil: unknown.
    public var isActive: Bool?
    /// The record it came from, counted from 1; -1: unknown.
    public var row: Int64
    /// That record's first byte in the whole reply; -1: unknown.
    public var position: Int64

    /// An instrument.
    @inlinable public init(
        symbol: UInt32, base: UInt32 = 0, quote: UInt32 = 0, name: UInt32 = 0, category: UInt32 = 0,
        isActive: Bool? = nil, row: Int64 = -1, position: Int64 = -1
    ) {
        self.symbol = symbol
        self.base = base
        self.quote = quote
        self.name = name
        self.category = category
        self.isActive = isActive
        self.row = row
        self.position = position
    }
}

/// Writes instruments into the host's columns.
@safe public struct InstrumentWriter: ~Copyable {
    // Each has `capacity` elements, or is the spare column; `append` checks the index.
    private let symbol: UnsafeMutablePointer<UInt32>
    private let base: UnsafeMutablePointer<UInt32>
    private let quote: UnsafeMutablePointer<UInt32>
    private let name: UnsafeMutablePointer<UInt32>
    private let category: UnsafeMutablePointer<UInt32>
    private let active: UnsafeMutablePointer<Int8>
    private let flags: UnsafeMutablePointer<UInt32>
    private let row: UnsafeMutablePointer<Int64>
    private let position: UnsafeMutablePointer<Int64>
    /// Rows that fit; 0 in a session of another kind.
    public let capacity: Int
    /// Rows written so far.
    public private(set) var count = 0

    init(_ columns: cw_instruments, capacity: Int, spare: SpareColumn) {
        // A column of the host's has `capacity` elements.
        self.capacity = capacity
        unsafe symbol = spare.bind(columns.symbol, rows: capacity)
        unsafe base = spare.bind(columns.base, rows: capacity)
        unsafe quote = spare.bind(columns.quote, rows: capacity)
        unsafe name = spare.bind(columns.name, rows: capacity)
        unsafe category = spare.bind(columns.category, rows: capacity)
        unsafe active = spare.bind(columns.active, rows: capacity)
        unsafe flags = spare.bind(columns.flags, rows: capacity)
        unsafe row = spare.bind(columns.row, rows: capacity)
        unsafe position = spare.bind(columns.position, rows: capacity)
    }

    /// No further row fits.
    public var isFull: Bool { count >= capacity }

    /// Writes a row. Traps when it is full: ask `isFull` first, and stop there.
    public mutating func append(_ instrument: Instrument) {
        precondition(count < capacity, "a row beyond the batch: ask isFull before append")
        // Below the capacity by the line above, and never negative.
        unsafe symbol[count] = instrument.symbol
        unsafe base[count] = instrument.base
        unsafe quote[count] = instrument.quote
        unsafe name[count] = instrument.name
        unsafe category[count] = instrument.category
        unsafe active[count] = instrument.isActive.map { $0 ? 1 : 0 } ?? -1
        unsafe flags[count] = 0
        unsafe row[count] = instrument.row
        unsafe position[count] = instrument.position
        count += 1
    }
}
