/// A ZIP archive written byte by byte, so that tests can make what no packing program makes.
public struct ArchiveBytes {
    /// One member.
    public struct Member: Sendable {
        /// How its bytes are packed.
        public enum Packing: Sendable {
            /// As they are (method 0).
            case stored
            /// As deflate blocks that hold the bytes as they are (method 8): what an unpacker has to run for.
            case deflated
            /// By a method that nobody knows.
            case unknown
        }

        /// Path in the archive.
        public var name: String
        /// What it unpacks to.
        public var bytes: [UInt8]
        /// How it is packed.
        public var packing: Packing
        /// Whether its flags say that it is encrypted.
        public var isEncrypted = false
        /// Whether one bit of the CRC-32 is wrong.
        public var hasWrongChecksum = false

        /// A sound member.
        public init(_ name: String, _ bytes: [UInt8], _ packing: Packing = .stored) {
            (self.name, self.bytes, self.packing) = (name, bytes, packing)
        }

        /// A sound member of text.
        public init(_ name: String, _ text: String, _ packing: Packing = .stored) {
            self.init(name, Array(text.utf8), packing)
        }
    }

    /// The archive.
    public private(set) var bytes: [UInt8] = []

    /// Packs the members.
    public init(_ members: [Member]) {
        var directory: [UInt8] = []
        for member in members {
            let offset = bytes.count
            let packed = Self.packed(member)
            let head = Self.head(member, packed: packed.count)
            append(UInt32(0x0403_4b50), to: &bytes)
            bytes += head + Array(member.name.utf8) + packed

            append(UInt32(0x0201_4b50), to: &directory)
            directory += [20, 3]
            directory += head
            directory += [UInt8](repeating: 0, count: 10)
            append(UInt32(offset), to: &directory)
            directory += Array(member.name.utf8)
        }
        let start = bytes.count
        bytes += directory
        append(UInt32(0x0605_4b50), to: &bytes)
        append(UInt32(0), to: &bytes)
        for _ in 0..<2 { append(UInt16(members.count), to: &bytes) }
        append(UInt32(directory.count), to: &bytes)
        append(UInt32(start), to: &bytes)
        append(UInt16(0), to: &bytes)
    }

    /// What the local and the central header share: from the version needed to the extra field's length.
    private static func head(_ member: Member, packed: Int) -> [UInt8] {
        var head: [UInt8] = []
        let method: UInt16 =
            switch member.packing {
            case .stored: 0
            case .deflated: 8
            case .unknown: 77
            }
        append(UInt16(20), to: &head)
        // Bit 11: the name is UTF-8. Bit 0: encrypted.
        append(UInt16(0x800) | (member.isEncrypted ? 1 : 0), to: &head)
        append(method, to: &head)
        append(UInt16(0), to: &head)
        // 2024-01-29.
        append(UInt16(44 << 9 | 1 << 5 | 29), to: &head)
        append(crc32(member.bytes) ^ (member.hasWrongChecksum ? 1 : 0), to: &head)
        append(UInt32(packed), to: &head)
        append(UInt32(member.bytes.count), to: &head)
        append(UInt16(member.name.utf8.count), to: &head)
        append(UInt16(0), to: &head)
        return head
    }

    private static func packed(_ member: Member) -> [UInt8] {
        guard member.packing == .deflated else { return member.bytes }
        var packed: [UInt8] = []
        var rest = member.bytes[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            packed.append(rest.isEmpty ? 1 : 0)
            append(UInt16(block.count), to: &packed)
            append(~UInt16(block.count), to: &packed)
            packed += block
        } while !rest.isEmpty
        return packed
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~crc
    }
}

private func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
}
