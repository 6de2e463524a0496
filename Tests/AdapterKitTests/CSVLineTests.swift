import AdapterKit
import Testing

@Suite struct CSVLineTests {
    @Test func lines_withAndWithoutEnds_areSplitIntoFields() {
        let bytes = Array("a,b\r\n\n,x".utf8)
        let all = CSVLine.lines(bytes.span, from: 0, isLast: true, limit: 9)
        #expect(all.map(\.fields) == [[0..<1, 2..<3], [5..<5], [6..<6, 7..<8]])
        #expect(all.map { $0.isBlank(bytes.span) } == [false, true, false])
        #expect(CSVLine.lines(bytes.span, from: 0, isLast: false, limit: 9).count == 2)
        #expect(CSVLine.lines(bytes.span, from: 0, isLast: true, limit: 1).count == 1)
    }

    @Test(arguments: [
        ("time,open", true), ("Price,Volume,TradeID", true), ("1,2", false), ("time,1", false), ("time", false),
        ("time,,x", false), ("-,-", false),
    ])
    func header_isToldFromData(text: String, expected: Bool) {
        let bytes = Array(text.utf8)
        #expect(CSVLine(bytes.span, 0..<bytes.count).looksLikeHeader(bytes.span) == expected)
    }

    @Test func names_areLowerCaseAndPlain() {
        let bytes = Array("\"Open Time\",Trade_ID".utf8)
        #expect(CSVLine(bytes.span, 0..<bytes.count).names(bytes.span) == ["opentime", "tradeid"])
    }

    @Test func quoting_cutsAndReplaces() {
        let bytes: [UInt8] = Array("abc\tdef".utf8) + [0xFF]
        #expect(String(quoting: bytes.span, 0..<8) == "abc?def\u{FFFD}")
        #expect(String(quoting: bytes.span, 0..<8, limit: 2) == "ab…")
    }
}

@Suite struct TextStartTests {
    @Test func skip_byteOrderMarkOfUTF8_isThreeBytes() throws {
        #expect(try TextStart.skip(([0xEF, 0xBB, 0xBF] + Array("1,2\n".utf8)).span) == 3)
        #expect(try TextStart.skip(Array("1,2\n".utf8).span) == 0)
        #expect(try TextStart.skip([UInt8]().span) == 0)
    }

    @Test(arguments: [
        [0xFF, 0xFE, 0x31, 0], [0xFE, 0xFF, 0, 0x31], [0x31, 0, 0x32, 0, 0x2C, 0], [0, 0x31, 0, 0x32],
    ])
    func skip_utf16_saysHowToConvertIt(bytes: [UInt8]) {
        let failure = #expect(throws: AdapterFailure.self) { try TextStart.skip(bytes.span) }
        #expect(failure?.errorClass == .malformed)
        #expect(failure?.message.contains("iconv -f UTF-16") == true)
    }
}
