/// A column of any type but SYMBOL, its name checked and escaped once.
public struct ILPColumn: Sendable {
    /// Its name.
    public let name: String
    /// `,name=`
    let text: PreparedBytes
    /// `,name==` and the mark of a binary double.
    let binary: PreparedBytes

    /// Throws `badValue` for a name that QuestDB does not take.
    public init(_ name: String) throws(QuestDBError) {
        let escaped = try ILPName.column(name)
        self.name = name
        let key = [UInt8(ascii: ",")] + escaped + [UInt8(ascii: "=")]
        text = PreparedBytes(key)
        binary = PreparedBytes(key + [UInt8(ascii: "="), 16])
    }
}

/// A SYMBOL column, its name checked and escaped once.
public struct ILPSymbolColumn: Sendable {
    /// Its name.
    public let name: String
    /// `,name=`
    let key: [UInt8]

    /// Throws `badValue` for a name that QuestDB does not take.
    public init(_ name: String) throws(QuestDBError) {
        self.name = name
        key = [UInt8(ascii: ",")] + (try ILPName.column(name)) + [UInt8(ascii: "=")]
    }

    /// A value of it, escaped once for all rows that have it. Throws `badValue` when it has a NUL.
    public func value(_ text: String) throws(QuestDBError) -> ILPSymbol {
        ILPSymbol(bytes: PreparedBytes(key + ILPText.symbol(try ILPText.checked(text, name))))
    }
}

/// A symbol's column and value as they stand in a row.
public struct ILPSymbol: Sendable {
    let bytes: PreparedBytes
}

/// The beginning that many rows share: table, symbols, and fields that do not change.
public struct ILPHead: Sendable {
    let bytes: PreparedBytes
    let hasSymbols: Bool
    let hasFields: Bool

    /// - Parameters:
    ///   - table: name of the table.
    ///   - symbols: of every row, by column.
    ///   - longs: whole numbers of every row, by column.
    /// - Throws: `badValue` for a name or a value that QuestDB does not take.
    public init(
        table: String, symbols: [(column: String, value: String)] = [], longs: [(column: String, value: Int64)] = []
    ) throws(QuestDBError) {
        var bytes = try ILPName.table(table)
        for symbol in symbols {
            let column = try ILPSymbolColumn(symbol.column)
            bytes += column.key + ILPText.symbol(try ILPText.checked(symbol.value, symbol.column))
        }
        for (index, long) in longs.enumerated() {
            bytes.append(UInt8(ascii: index == 0 ? " " : ","))
            bytes += try ILPName.column(long.column)
            bytes += "=\(long.value)i".utf8
        }
        self.bytes = PreparedBytes(bytes)
        hasSymbols = !symbols.isEmpty
        hasFields = !longs.isEmpty
    }
}

/// Bytes that are written again and again: padded, so that they are copied 16 at a time.
struct PreparedBytes: Sendable {
    static let block = 16
    let padded: [UInt8]
    let count: Int

    init(_ bytes: [UInt8]) {
        count = bytes.count
        let blocks = max(1, (bytes.count + Self.block - 1) / Self.block)
        padded = bytes + [UInt8](repeating: 0, count: blocks * Self.block - bytes.count)
    }
}
