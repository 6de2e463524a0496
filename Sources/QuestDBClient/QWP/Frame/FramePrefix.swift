/// The flags byte of a message.
struct FrameFlags: OptionSet, Sendable, Hashable {
    let rawValue: UInt8
    /// Rows are kept and become visible with the next message that has not this flag.
    static let deferCommit = FrameFlags(rawValue: 0x01)
    /// Timestamp columns say how they are encoded.
    static let gorilla = FrameFlags(rawValue: 0x04)
    /// The payload begins with new symbols.
    static let deltaDictionary = FrameFlags(rawValue: 0x08)
}

/// What a message begins with: its header and the symbols that the connection does not know yet.
enum FramePrefix {
    /// Bytes of the header.
    static let headerLength = 12
    /// The version that is spoken.
    static let version: UInt8 = 1

    /// Header and new symbols of a message with a block of `blockLength` bytes (0: symbols alone).
    static func bytes(
        flags: FrameFlags, firstSymbol: Int, symbols: (count: Int, encoded: [UInt8]), blockLength: Int
    ) -> [UInt8] {
        var delta: [UInt8] = []
        if flags.contains(.deltaDictionary) {
            Varint.append(UInt64(firstSymbol), to: &delta)
            Varint.append(UInt64(symbols.count), to: &delta)
        }
        let payload = UInt32(delta.count + symbols.encoded.count + blockLength)
        let tables: UInt8 = blockLength == 0 ? 0 : 1
        var bytes: [UInt8] = [0x51, 0x57, 0x50, 0x31, version, flags.rawValue, tables, 0]
        bytes.reserveCapacity(headerLength + delta.count + symbols.encoded.count)
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: payload >> shift))
        }
        bytes += delta
        bytes += symbols.encoded
        return bytes
    }
}
