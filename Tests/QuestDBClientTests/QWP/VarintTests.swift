import Testing

@testable import QuestDBClient

/// The table of the protocol's page, and the ends of every length.
@Suite struct VarintTests {
    @Test(
        arguments: [
            (0, [0x00]), (1, [0x01]), (127, [0x7F]), (128, [0x80, 0x01]), (255, [0xFF, 0x01]), (300, [0xAC, 0x02]),
            (16_384, [0x80, 0x80, 0x01]),
            (.max, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
        ] as [(UInt64, [UInt8])])
    func varint_ofThePage_hasItsBytes(value: UInt64, expected: [UInt8]) {
        var bytes: [UInt8] = []
        Varint.append(value, to: &bytes)
        #expect(bytes == expected)
    }

    @Test(arguments: 1...9)
    func varint_aroundEveryLength_growsByAByte(length: Int) {
        var below: [UInt8] = []
        var above: [UInt8] = []
        Varint.append(1 << UInt64(7 * length) - 1, to: &below)
        Varint.append(1 << UInt64(7 * length), to: &above)
        #expect(below.count == length)
        #expect(above.count == length + 1)
    }
}
