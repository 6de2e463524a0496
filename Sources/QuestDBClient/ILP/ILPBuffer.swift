/// Rows in the line protocol, written one after the other into memory that grows as needed.
///
/// A row is `begin`, its symbols, its fields, `end`. What is left out is NULL. Writing rows of another table is fine,
/// though a request with one table is one transaction.
@safe public struct ILPBuffer: ~Copyable, @unchecked Sendable {
    /// How doubles are written.
    public let version: ILPVersion
    /// Whole rows in it.
    public private(set) var rowCount = 0
    // The only owner of the memory: sending the buffer sends all of it.
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    private var used = 0
    private var rowStart = 0
    private var row = Row.none
    /// Where every part of whole rows ends: binary values may hold any byte, so ends cannot be found later.
    private var ends: [Int] = []
    /// Rows of a part; a power of two.
    static let rowsAPart = 64

    private enum Row {
        case none
        /// The table alone.
        case empty
        case symbols
        case fields
    }

    /// An empty buffer. - Parameter capacity: bytes to begin with.
    public init(version: ILPVersion, capacity: Int = 1 << 16) {
        self.version = version
        self.capacity = max(capacity, 256)
        unsafe base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit {
        // Allocated in init or `grow`, and given to nobody.
        unsafe base.deallocate()
    }

    /// Bytes of all whole rows.
    public var byteCount: Int { rowStart }

    /// The bytes of all whole rows, as they are sent.
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            // The memory is neither freed nor written while self is borrowed.
            unsafe _overrideLifetime(RawSpan(_unsafeStart: base, byteCount: rowStart), borrowing: self)
        }
    }

    /// The first byte behind a number of rows: whole parts, or all.
    func offset(behind rows: Int) -> Int {
        rows == rowCount ? rowStart : rows == 0 ? 0 : ends[rows / Self.rowsAPart - 1]
    }

    /// How far whole parts behind so many rows fit in so many bytes: one at least, as a number of rows from the beginning.
    func rows(behind start: Int, fitting bytes: Int) -> Int {
        let first = offset(behind: start)
        if rowStart - first <= bytes { return rowCount }
        var end = start + Self.rowsAPart
        while end + Self.rowsAPart <= rowCount, offset(behind: end + Self.rowsAPart) - first <= bytes {
            end += Self.rowsAPart
        }
        return min(end, rowCount)
    }

    /// Forgets all rows, and keeps the memory.
    public mutating func removeAll() {
        ends.removeAll(keepingCapacity: true)
        used = 0
        rowStart = 0
        rowCount = 0
        row = .none
    }

    /// Begins a row.
    public mutating func begin(_ head: ILPHead) {
        precondition(row == .none, "the row before is not ended")
        put(head.bytes)
        row = head.hasFields ? .fields : head.hasSymbols ? .symbols : .empty
    }

    /// A symbol that was prepared. Symbols come before all fields.
    public mutating func symbol(_ symbol: ILPSymbol) {
        precondition(row == .empty || row == .symbols, "symbols come after the row's beginning and before its fields")
        put(symbol.bytes)
        row = .symbols
    }

    /// A symbol. Throws `badValue` when it has a NUL; then discard the row.
    public mutating func symbol(_ column: ILPSymbolColumn, _ value: String) throws(QuestDBError) {
        symbol(try column.value(value))
    }

    /// A whole number, for a column of type BYTE, SHORT, INT, LONG.
    public mutating func long(_ column: ILPColumn, _ value: Int64) {
        key(column.text, room: Self.roomOfNumber)
        digits(value)
        put(UInt8(ascii: "i"))
    }

    /// A double; NaN is NULL, and left out.
    public mutating func double(_ column: ILPColumn, _ value: Double) {
        if value.isNaN { return }
        switch version {
        case .binary:
            key(column.binary, room: 8)
            unsafe base.storeBytes(of: value.bitPattern.littleEndian, toByteOffset: used, as: UInt64.self)
            used &+= 8
        case .text:
            key(column.text, room: DoubleText.room)
            used += unsafe DoubleText.write(value, to: base + used)
        }
    }

    /// A BOOLEAN.
    public mutating func bool(_ column: ILPColumn, _ value: Bool) {
        key(column.text, room: 1)
        put(UInt8(ascii: value ? "t" : "f"))
    }

    /// A STRING or VARCHAR. Throws `badValue` when it has a NUL; then discard the row.
    public mutating func string(_ column: ILPColumn, _ value: String) throws(QuestDBError) {
        let text = ILPText.string(try ILPText.checked(value, column.name))
        key(column.text, room: 0)
        put(PreparedBytes([UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]))
    }

    /// A TIMESTAMP that is not the table's designated one, in microseconds UTC.
    public mutating func timestamp(_ column: ILPColumn, microseconds: Int64) {
        key(column.text, room: Self.roomOfNumber)
        digits(microseconds)
        put(UInt8(ascii: "t"))
    }

    /// Ends the row with its designated timestamp.
    ///
    /// - Parameter nanoseconds: since 1970, UTC; QuestDB keeps microseconds in a column of type TIMESTAMP.
    /// - Throws: `badValue` before 1970, which QuestDB does not keep, and for a row without any value; the row is then
    ///   gone.
    public mutating func end(nanoseconds: Int64) throws(QuestDBError) {
        guard nanoseconds >= 0, row == .fields || row == .symbols else { throw refused(nanoseconds) }
        reserve(Self.roomOfNumber + 3)
        put(UInt8(ascii: " "))
        digits(nanoseconds)
        // Version 1 has the unit in the request, version 2 in the row.
        if version == .binary { put(UInt8(ascii: "n")) }
        put(UInt8(ascii: "\n"))
        rowStart = used
        rowCount += 1
        if rowCount & (Self.rowsAPart - 1) == 0 { ends.append(used) }
        row = .none
    }

    /// Takes back the row that was begun and not ended.
    public mutating func discardRow() {
        used = rowStart
        row = .none
    }

    private mutating func refused(_ nanoseconds: Int64) -> QuestDBError {
        precondition(row != .none, "no row was begun")
        let isEmpty = row == .empty
        discardRow()
        return isEmpty
            ? QuestDBError(.badValue, "row \(rowCount + 1)", "all its values are NULL", advice: "leave the row out")
            : QuestDBError(
                .badValue, "row \(rowCount + 1)", "its time is \(nanoseconds) ns, before 1970",
                advice: "leave the row out: QuestDB keeps no such time")
    }

    /// A field's name, with the separator before it; makes room for so many bytes behind it.
    @inline(__always)
    private mutating func key(_ bytes: PreparedBytes, room: Int) {
        precondition(row != .none, "no row was begun")
        let separator = used
        put(bytes, room: room)
        if row != .fields {
            // Within what was just written.
            unsafe base.storeBytes(of: UInt8(ascii: " "), toByteOffset: separator, as: UInt8.self)
            row = .fields
        }
    }

    @inline(__always)
    private mutating func put(_ bytes: PreparedBytes, room: Int = 0) {
        reserve(bytes.padded.count &+ room)
        let target = unsafe base + used
        // Both sides have room for whole blocks, of which there is one at least.
        unsafe bytes.padded.withUnsafeBytes { source in
            var at = 0
            repeat {
                let block = unsafe source.loadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self)
                unsafe target.storeBytes(of: block, toByteOffset: at, as: SIMD16<UInt8>.self)
                at &+= PreparedBytes.block
            } while at < source.count
        }
        used &+= bytes.count
    }

    /// One byte, for which there is room.
    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        unsafe base.storeBytes(of: byte, toByteOffset: used, as: UInt8.self)
        used += 1
    }

    /// A sign, the digits, and a mark behind them.
    private static let roomOfNumber = DecimalDigits.room + 2

    /// A whole number in decimal, for which there is room.
    @inline(__always)
    private mutating func digits(_ value: Int64) {
        if value < 0 { put(UInt8(ascii: "-")) }
        used += unsafe DecimalDigits.write(value.magnitude, to: base + used)
    }

    @inline(__always)
    private mutating func reserve(_ count: Int) {
        if capacity &- used < count { grow(count) }
    }

    @inline(never)
    private mutating func grow(_ count: Int) {
        let larger = max(capacity * 2, used + count)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        // `used` bytes are initialised in the old memory, and there is room for them in the new.
        unsafe memory.copyMemory(from: base, byteCount: used)
        unsafe base.deallocate()
        unsafe base = memory
        capacity = larger
    }
}
