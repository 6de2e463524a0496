import NIOCore

/// The rows of one table in one message, filled column by column in the order of the table's columns.
///
/// A call writes a whole column at once, straight from the caller's memory to the bytes that are sent. A column
/// of another type than the table says, a column of another number of rows and one column too many or too
/// few are mistakes of the program and trap.
public struct QWPBlock: ~Copyable {
    /// The table.
    public let table: QWPTable
    /// Rows in every column.
    public let rows: Int

    let dictionary: SymbolDictionary
    let compressesTimestamps: Bool
    var bytes: ByteBuffer
    /// Symbols that a connection must know before it reads this.
    private(set) var symbols = 0
    private var next = 0

    init(
        _ table: QWPTable, rows: Int, dictionary: SymbolDictionary, compressesTimestamps: Bool,
        into memory: inout ByteBuffer
    ) {
        precondition((1...1_000_000).contains(rows), "a block has 1 to 1,000,000 rows")
        (self.table, self.rows, self.dictionary) = (table, rows, dictionary)
        // A buffer that two variables hold is copied, or allocated anew, when it is written to.
        bytes = ByteBuffer()
        swap(&bytes, &memory)
        self.compressesTimestamps = compressesTimestamps
        var head = table.encodedName
        Varint.append(UInt64(rows), to: &head)
        head += table.encodedSchema
        // The columns with a null flag and an encoding flag each, so that no column moves what is there.
        let size = head.count + rows * table.rowWidth + 2 * table.columns.count
        bytes.clear(minimumCapacity: size)
        bytes.writeBytes(head)
    }

    /// The block with all its columns.
    consuming func finished() -> QWPMessage {
        precondition(next == table.columns.count, "\(table.name) has \(table.columns.count) columns, not \(next)")
        return QWPMessage(
            table: table.name, rows: rows, block: bytes, symbols: symbols, dictionary: dictionary,
            compressesTimestamps: compressesTimestamps)
    }

    /// Checks the next column and goes on to it.
    @inline(__always)
    mutating func begin(_ types: QWPType..., count: Int) -> QWPColumn {
        precondition(next < table.columns.count, "\(table.name) has no more than \(next) columns")
        let column = table.columns[next]
        precondition(types.contains(column.type), "\(table.name).\(column.name) is \(column.type), not \(types)")
        precondition(count == rows, "\(table.name).\(column.name): \(count) values for \(rows) rows")
        next += 1
        return column
    }

    /// Notes that the block uses the first `count` symbols of the dictionary, or some of them.
    mutating func needs(symbols count: Int) { symbols = max(symbols, count) }
}
