/// The gzip format with stored blocks (RFC 1952, RFC 1951 section 3.2.4): every client must take them.
enum Gzip {
    /// The bytes in a gzip file.
    static func wrapped(_ bytes: [UInt8]) -> [UInt8] {
        // Magic, deflate, no flags, no time, no extra flags, unknown system.
        var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        file.reserveCapacity(bytes.count + bytes.count / 1000 + 32)
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let length = UInt16(block.count)
            file.append(rest.isEmpty ? 1 : 0)
            for value in [length, ~length] { file += [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] }
            file += block
        } while !rest.isEmpty
        for value in [checksum(bytes), UInt32(truncatingIfNeeded: bytes.count)] {
            for shift in stride(from: 0, to: 32, by: 8) { file.append(UInt8(truncatingIfNeeded: value >> shift)) }
        }
        return file
    }

    /// CRC-32 as in ISO 3309, not the Castagnoli one.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes { crc = table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ crc >> 8 }
        return ~crc
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        // The polynomial 0x04C11DB7, lowest power first.
        (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
}
