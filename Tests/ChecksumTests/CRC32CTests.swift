import Checksum
import Testing

@Suite struct CRC32CTests {
    /// RFC 3720, B.4, and the usual check value.
    static let known: [(bytes: [UInt8], value: UInt32)] = [
        ([], 0),
        (Array("123456789".utf8), 0xE306_9283),
        ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
        ([UInt8](repeating: 255, count: 32), 0x62A8_AB43),
        (Array(0..<32), 0x46DD_794E),
        ((0..<32).reversed(), 0x113F_DB5C),
    ]

    @Test(arguments: known) func value_knownBytes_isThePublishedOne(_ bytes: [UInt8], _ value: UInt32) {
        var crc = CRC32C()
        // UInt8 has no padding that could be undefined; so below.
        unsafe crc.update(bytes.span.bytes)
        #expect(crc.value == value)
    }

    @Test func update_inTwoPieces_isTheSameAsInOne() {
        let bytes = (0..<100).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        var whole = CRC32C()
        unsafe whole.update(bytes.span.bytes)
        for cut in 0...bytes.count {
            var parts = CRC32C()
            unsafe parts.update(bytes.span.bytes.extracting(first: cut))
            unsafe parts.update(bytes.span.bytes.extracting(droppingFirst: cut))
            #expect(parts.value == whole.value)
        }
    }
}
