@testable import AdapterHost
import Testing

/// The numbers of strings.
@Suite struct InternTableTests {
    private func id(_ text: String, in table: InternTable) -> UInt32 {
        let bytes = Array(text.utf8)
        // The bytes live during the call.
        return unsafe bytes.withUnsafeBytes { unsafe table.id(of: $0) }
    }

    @Test func id_sameString_isTheSameNumber() {
        let table = InternTable()
        #expect(id("", in: table) == 0)
        #expect(id("A", in: table) == 1 && id("AB", in: table) == 2 && id("A", in: table) == 1)
        #expect(table.count == 2)
        #expect(table.text(of: 0) == "" && table.text(of: 2) == "AB" && table.text(of: 3) == nil)
    }

    @Test func id_manyStrings_staysTheSameThroughGrowth() {
        let table = InternTable()
        for number in 1...20_000 { #expect(id("S\(number)", in: table) == UInt32(number)) }
        for number in 1...20_000 { #expect(id("S\(number)", in: table) == UInt32(number)) }
        #expect(table.text(of: 12_345) == "S12345")
    }

    @Test func id_fullTable_isZeroForNewStringsOnly() {
        let table = InternTable(limit: 2)
        #expect(id("A", in: table) == 1 && id("B", in: table) == 2)
        #expect(id("C", in: table) == 0 && id("B", in: table) == 2)
        #expect(table.count == 2)
    }

    @Test func text_ofBytesThatAreNotUTF8_isMended() {
        let table = InternTable()
        let bytes: [UInt8] = [0x41, 0xFF]
        // The bytes live during the call.
        let id = unsafe bytes.withUnsafeBytes { unsafe table.id(of: $0) }
        #expect(table.text(of: id) == "A\u{FFFD}")
    }
}
