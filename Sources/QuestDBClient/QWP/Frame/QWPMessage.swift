import NIOCore

/// Rows of one table, encoded: all of a message but what depends on the connection that carries it.
///
/// Symbols are numbers of the sender's dictionary, which stay the same from connection to connection, so a
/// message can be sent again without being made again.
public struct QWPMessage: Sendable {
    /// The table.
    public let table: String
    /// Rows in it.
    public let rows: Int
    /// The table block.
    var block: ByteBuffer
    /// Symbols that the connection must know.
    let symbols: Int
    /// Whose numbers its symbols have.
    let dictionary: SymbolDictionary
    let compressesTimestamps: Bool

    /// Bytes of the table block.
    public var byteCount: Int { block.readableBytes }

    /// The flags of the frame that carries it.
    var flags: FrameFlags { compressesTimestamps ? [.deltaDictionary, .gorilla] : .deltaDictionary }
}
