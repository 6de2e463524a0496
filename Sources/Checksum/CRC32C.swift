/// A CRC-32C (Castagnoli, as in iSCSI and ext4) being computed: finds every change of up to 32 bits in a row, and any
/// other but for one in four thousand million.
///
/// Reference: RFC 3720, appendix B.4.
public struct CRC32C: Hashable, Sendable {
    private var state: UInt32 = .max

    /// The checksum of no bytes yet.
    public init() {}

    /// Goes on with these bytes.
    public mutating func update(_ bytes: RawSpan) {
        var crc = state
        // Eight bytes a turn, one table for the place of each ("slicing by 8").
        unsafe Self.tables.withUnsafeBufferPointer { tables in
            unsafe bytes.withUnsafeBytes { buffer in
                var rest = unsafe buffer
                while rest.count >= 8 {
                    let eight = unsafe UInt64(littleEndian: rest.loadUnaligned(as: UInt64.self)) ^ UInt64(crc)
                    // Each index is below 8 * 256, the number of entries.
                    crc = unsafe tables[1792 &+ Int(eight & 255)]
                    crc ^= unsafe tables[1536 &+ Int(eight >> 8 & 255)]
                    crc ^= unsafe tables[1280 &+ Int(eight >> 16 & 255)]
                    crc ^= unsafe tables[1024 &+ Int(eight >> 24 & 255)]
                    crc ^= unsafe tables[768 &+ Int(eight >> 32 & 255)]
                    crc ^= unsafe tables[512 &+ Int(eight >> 40 & 255)]
                    crc ^= unsafe tables[256 &+ Int(eight >> 48 & 255)]
                    crc ^= unsafe tables[Int(eight >> 56)]
                    unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(8))
                }
                // What is left lies in the span.
                for index in 0..<rest.count {
                    crc = unsafe tables[Int(UInt8(truncatingIfNeeded: crc) ^ rest[index])] ^ crc >> 8
                }
            }
        }
        state = crc
    }

    /// The checksum of all bytes so far.
    public var value: UInt32 { ~state }

    /// For each of eight places the remainders of a byte there.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var crc = UInt32(byte)
            // The polynomial 0x1EDC6F41, lowest power first.
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
            tables[byte] = crc
        }
        for index in 256..<tables.count {
            let before = tables[index - 256]
            tables[index] = before >> 8 ^ tables[Int(before & 255)]
        }
        return tables
    }()
}
