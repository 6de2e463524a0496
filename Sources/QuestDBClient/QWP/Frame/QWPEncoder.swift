import NIOCore

/// Makes messages of rows. One for all messages of a sender, because the numbers of its symbols are its own.
///
/// Safe to use from several threads at once.
public final class QWPEncoder: Sendable {
    /// How timestamps are written.
    public enum Timestamps: Sendable, Hashable {
        /// Eight bytes each, which the server reads without unpacking.
        case plain
        /// By the difference of their differences (Gorilla) where that takes at most half the bytes: for
        /// networks slower than the server.
        case compressed
    }

    let dictionary = SymbolDictionary()
    let timestamps: Timestamps

    /// An encoder whose dictionary is empty.
    public init(timestamps: Timestamps = .plain) { self.timestamps = timestamps }

    /// Encodes rows: `fill` writes every column of the table, in order.
    ///
    /// - Parameters:
    ///   - rows: 1 to 1,000,000.
    /// - Throws: what `fill` throws.
    public func encode(
        _ table: QWPTable, rows: Int, _ fill: (inout QWPBlock) throws(QWPError) -> Void
    ) throws(QWPError) -> QWPMessage {
        var memory = ByteBuffer()
        return try encode(table, rows: rows, into: &memory, fill)
    }

    /// Likewise, in the memory of a message that is no longer needed; it is empty when this throws.
    public func encode(
        _ table: QWPTable, rows: Int, over message: inout QWPMessage,
        _ fill: (inout QWPBlock) throws(QWPError) -> Void
    ) throws(QWPError) {
        var memory = ByteBuffer()
        swap(&memory, &message.block)
        message = try encode(table, rows: rows, into: &memory, fill)
    }

    /// Likewise, in memory that is taken away and whose content is lost: fresh memory costs a fault a page.
    func encode(
        _ table: QWPTable, rows: Int, into memory: inout ByteBuffer, _ fill: (inout QWPBlock) throws(QWPError) -> Void
    ) throws(QWPError) -> QWPMessage {
        var block = QWPBlock(
            table, rows: rows, dictionary: dictionary, compressesTimestamps: timestamps == .compressed, into: &memory)
        try fill(&block)
        return block.finished()
    }

    /// A message as a connection takes it that knows the first `known` symbols: header, new symbols, rows.
    public func frame(_ message: QWPMessage, known: Int = 0) -> [UInt8] {
        let first = min(known, message.symbols)
        var bytes = FramePrefix.bytes(
            flags: message.flags, firstSymbol: first,
            symbols: dictionary.entries(first..<message.symbols, fitting: .max), blockLength: message.byteCount)
        bytes.append(contentsOf: message.block.readableBytesView)
        return bytes
    }
}
