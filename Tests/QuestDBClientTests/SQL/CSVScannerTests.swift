@testable import QuestDBClient
import Testing

@Suite struct CSVScannerTests {
    private static let text = "\"a\",\"b\"\r\n1,\"x\"\r\n,\"say \"\"hi\"\", \r\nbye\"\r\n-5,\"\"\r\n7,\r\n8,\"last\""
    private static let rows: [[String]] = [
        ["\"a\"", "\"b\""], ["1", "x"], ["nil", "say \"hi\", \r\nbye"], ["-5", ""], ["7", "nil"], ["8", "last"],
    ]

    /// Two fields a record: a number and a text, but for the first.
    private static func scan(_ pieces: [ArraySlice<UInt8>]) throws -> [[String]] {
        var scanner = CSVScanner()
        var rows: [[String]] = []
        func record(_ bytes: RawSpan) throws(QuestDBError) {
            if rows.isEmpty {
                rows.append(bytes.text(0..<bytes.byteCount).split(separator: ",").map(String.init))
                return
            }
            var row = SQLRow(bytes, number: Int64(rows.count))
            let number = try row.int64().map(String.init) ?? "nil"
            let text = try row.text() ?? "nil"
            try row.end()
            rows.append([number, text])
        }
        // UInt8 has no padding to leak.
        for piece in pieces { try unsafe scanner.take(piece.span.bytes, record) }
        try scanner.finish(record)
        return rows
    }

    @Test func records_splitAtEveryByte_areThoseOfTheWhole() throws {
        let bytes = Array(Self.text.utf8)
        for cut in 0...bytes.count {
            #expect(try Self.scan([bytes[..<cut], bytes[cut...]]) == Self.rows, "cut at \(cut)")
        }
        #expect(try Self.scan(bytes.indices.map { bytes[$0...$0] }) == Self.rows)
    }

    @Test func text_withoutItsQuote_isRefused() {
        #expect(throws: QuestDBError.self) { try Self.scan([Array("\"a\",\"b\"\n1,\"x\n".utf8)[...]]) }
    }

    @Test(arguments: ["1", "1,\"a\",2", "x,\"a\"", "1.5,\"a\"", "99999999999999999999,\"a\"", "-,\"a\"", "+1,\"a\""])
    func row_thatIsNotWhatWasAsked_isRefused(line: String) {
        let error = #expect(throws: QuestDBError.self) { try Self.scan([Array("\"a\",\"b\"\n\(line)\n".utf8)[...]]) }
        #expect(error?.code == .badReply)
    }

    @Test func symbol_thatComesAgain_isTheSameIndex() throws {
        var known = SymbolTexts()
        var seen: [Int?] = []
        for line in ["\"USD\"", "\"E\"\"UR\"", "\"USD\"", "", "\"\"", "\"E\"\"UR\""] {
            let bytes = Array(line.utf8)
            // UInt8 has no padding to leak.
            var row = unsafe SQLRow(bytes.span.bytes, number: 1)
            seen.append(try row.symbol(&known))
        }
        #expect(seen == [0, 1, 0, nil, 2, 1])
        #expect(known.texts == ["USD", "E\"UR", ""])
    }

    @Test(arguments: [
        ("", ""), (#"a""b"#, "a\"b"), (#"a\\b"#, #"a\b"#), (#"\\n"#, #"\n"#), (#"\n\r\t\b\f"#, "\n\r\t\u{8}\u{c}"),
        (#"\u0001\u001f"#, "\u{1}\u{1f}"),
        (#"\"#, #"\"#), (#"\x\u12\u1234"#, #"\x\u12\u1234"#), ("\"\"\\\\\"\"", "\"\\\""), ("π😀", "π😀"),
    ])
    func text_thatIsEscaped_isTheText(escaped: String, text: String) {
        #expect(CSVText.unescaped(escaped) == text)
    }
}
