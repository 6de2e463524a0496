import Checksum

#if !_endian(little)
    #error("columns are copied as they lie in memory, and a spool is little-endian: swap them here first")
#endif

extension [UInt8] {
    /// Adds a number, lowest byte first.
    mutating func append(littleEndian number: some FixedWidthInteger) {
        var rest = number
        for _ in 0..<(number.bitWidth / 8) {
            append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// Their CRC-32C.
    var checksum: UInt32 {
        var crc = CRC32C()
        // Bytes of UInt8 have no padding that could be undefined.
        crc.update(unsafe span.bytes)
        return crc.value
    }
}

extension RawSpan {
    /// The number whose lowest byte is at an offset. Traps where it does not lie in the span.
    func number<Number: FixedWidthInteger>(at offset: Int, _: Number.Type) -> Number {
        var value: Number = 0
        for index in (0..<(Number.bitWidth / 8)).reversed() {
            value = value << 8 | Number(truncatingIfNeeded: byte(at: offset + index))
        }
        return value
    }

    private func byte(at offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < byteCount, "outside the span")
        // In bounds by the line above; a byte may have any value.
        return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }
}
