import QuestDBClient
import Testing

@Suite struct ILPBufferTests {
    /// The bytes of one row, without its end when they are no text.
    private static func row(
        _ version: ILPVersion = .text, _ head: ILPHead, at nanoseconds: Int64 = 1,
        _ body: (inout ILPBuffer) throws -> Void = { _ in }
    ) throws -> [UInt8] {
        var rows = ILPBuffer(version: version)
        rows.begin(head)
        try body(&rows)
        try rows.end(nanoseconds: nanoseconds)
        #expect(rows.rowCount == 1)
        // Copied during the call.
        return unsafe rows.bytes.withUnsafeBytes { unsafe Array($0) }
    }

    private static func text(
        _ head: ILPHead, at nanoseconds: Int64 = 1, _ body: (inout ILPBuffer) throws -> Void = { _ in }
    ) throws -> String {
        String(decoding: try row(.text, head, at: nanoseconds, body), as: UTF8.self)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a b", #"a\ b"#), ("a,b=c", #"a\,b\=c"#), (#"a\b\"#, #"a\\b\\"#),
        ("a\nb\rc", "a\\\nb\\\rc"),
        (#""q""#, #""q""#), ("", ""), ("π😀", "π😀"), ("a/b", "a/b"), ("'", "'"), ("\t", "\t"),
    ])
    func symbol_ofAnyText_isEscaped(value: String, escaped: String) throws {
        let head = try ILPHead(table: "t", symbols: [("s", value)])
        #expect(try Self.text(head) == "t,s=\(escaped) 1\n")
        let column = try ILPSymbolColumn("s")
        let bare = try ILPHead(table: "t")
        #expect(try Self.text(bare) { try $0.symbol(column, value) } == "t,s=\(escaped) 1\n")
        let prepared = try column.value(value)
        #expect(try Self.text(bare) { $0.symbol(prepared) } == "t,s=\(escaped) 1\n")
    }

    @Test(arguments: [
        ("plain", "plain"), ("a b,c=d", "a b,c=d"), (#"a\b"#, #"a\\b"#), ("\"q\"", #"\"q\""#),
        ("a\nb\rc", "a\\\nb\\\rc"),
        ("", ""), ("π😀", "π😀"),
    ])
    func string_ofAnyText_isQuotedAndEscaped(value: String, escaped: String) throws {
        let column = try ILPColumn("v")
        #expect(try Self.text(ILPHead(table: "t")) { try $0.string(column, value) } == "t v=\"\(escaped)\" 1\n")
    }

    @Test(arguments: [("a b", #"a\ b"#), ("π", "π"), ("a=b", #"a\=b"#), ("a\u{a0}b", "a\u{a0}b")])
    func name_thatHasToBe_isEscaped(name: String, escaped: String) throws {
        let column = try ILPColumn(name)
        let head = try ILPHead(table: name, symbols: [(name, "x")])
        #expect(try Self.text(head) { $0.bool(column, true) } == "\(escaped),\(escaped)=x \(escaped)=t 1\n")
    }

    @Test(arguments: [
        "", "a,b", "a?b", "a\"b", "a'b", "a\\b", "a/b", "a:b", "a(b", "a)b", "a+b", "a*b", "a%b", "a~b", "a\0b", "a\nb",
        "a\rb",
        "\u{FEFF}a", "a\u{7f}", String(repeating: "x", count: 128),
    ])
    func name_thatQuestDBDoesNotTake_isRefused(name: String) {
        #expect(throws: QuestDBError.self) { try ILPHead(table: name) }
        #expect(throws: QuestDBError.self) { try ILPColumn(name) }
        #expect(throws: QuestDBError.self) { try ILPSymbolColumn(name) }
    }

    @Test(arguments: ["a.b", "a-b"])
    func name_ofATable_mayHaveMoreThanAColumns(name: String) throws {
        _ = try ILPHead(table: name)
        #expect(throws: QuestDBError.self) { try ILPColumn(name) }
    }

    @Test(arguments: [".a", "a.", "a..b"])
    func name_ofATableWithOddPoints_isRefused(name: String) {
        #expect(throws: QuestDBError.self) { try ILPHead(table: name) }
    }

    @Test func text_withNUL_isRefused() throws {
        let symbol = try ILPSymbolColumn("s")
        let column = try ILPColumn("v")
        #expect(throws: QuestDBError.self) { try symbol.value("a\0") }
        #expect(throws: QuestDBError.self) { try ILPHead(table: "t", symbols: [("s", "\0")]) }
        var rows = ILPBuffer(version: .text)
        rows.begin(try ILPHead(table: "t"))
        do {
            try rows.string(column, "a\0")
            Issue.record("a NUL was taken")
        } catch {
            rows.discardRow()
        }
        #expect(rows.byteCount == 0 && rows.rowCount == 0)
    }

    @Test(arguments: [
        (0.0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (-123.45, "-123.45"), (0.1, "0.1"),
        (0.30000000000000004, "0.30000000000000004"),
        (1.188e-05, "0.00001188"), (1.1e-7, "1.1e-7"), (0.0001, "0.0001"), (1e15, "1000000000000000.0"), (1e16, "1e16"),
        (17_000_000_000_000_000, "1.7e16"), (1e22, "1e22"), (1e300, "1e300"), (.leastNonzeroMagnitude, "5e-324"),
        (.greatestFiniteMagnitude, "1.7976931348623157e308"), (.infinity, "Infinity"), (-.infinity, "-Infinity"),
        (999999999999999, "999999999999999.0"), (99_999_999.999_999_99, "99999999.99999999"), (0.00012, "0.00012"),
    ])
    func double_asText_isTheShortest(value: Double, text: String) throws {
        let column = try ILPColumn("d")
        #expect(try Self.text(ILPHead(table: "t")) { $0.double(column, value) } == "t d=\(text) 1\n")
    }

    /// Prices with few decimals take another way than others.
    @Test func double_asText_isReadBackExactly() throws {
        let column = try ILPColumn("d")
        let head = try ILPHead(table: "t")
        var generator = SystemRandomNumberGenerator()
        for index in 0..<20_000 {
            let bits: UInt64 = generator.next()
            let value =
                index % 2 == 0
                ? Double(bitPattern: bits)
                : Double(bits >> UInt64.random(in: 10...60, using: &generator))
                    / [1, 10, 1e3, 1e5, 1e8, 1e9][index % 6]
            guard value.isFinite else { continue }
            let text = try Self.text(head) { $0.double(column, value) }
            let number = text.dropFirst(4).dropLast(3)
            #expect(Double(number)?.bitPattern == value.bitPattern, "\(value) as \(text)")
            let digits = { (text: String) in text.prefix { $0 != "e" }.filter(\.isNumber).trimmed("0").count }
            #expect(digits(String(number)) == digits(value.description), "\(value) as \(text)")
        }
    }

    @Test func double_inBinary_isItsBits() throws {
        let column = try ILPColumn("d")
        let bytes = try Self.row(.binary, ILPHead(table: "t")) { $0.double(column, 1.5) }
        #expect(bytes == Array("t d==".utf8) + [16, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f] + Array(" 1n\n".utf8))
    }

    @Test(arguments: ILPVersion.allCases)
    func double_thatIsNaN_isLeftOut(version: ILPVersion) throws {
        let (a, b) = try (ILPColumn("a"), ILPColumn("b"))
        let bytes = try Self.row(version, ILPHead(table: "t")) { row in
            row.double(a, .nan)
            row.bool(b, false)
        }
        #expect(String(decoding: bytes, as: UTF8.self) == (version == .text ? "t b=f 1\n" : "t b=f 1n\n"))
    }

    @Test(
        arguments: [
            0, 1, 9, 10, 99, 100, 999, 12_345_678, 99_999_999, 100_000_000, 123_456_789_012, 9_999_999_999_999_999,
            10_000_000_000_000_000, .max, .min, -1, -10,
        ] as [Int64])
    func wholeNumber_ofAnySize_isInDecimal(value: Int64) throws {
        let column = try ILPColumn("l")
        #expect(
            try Self.text(ILPHead(table: "t", longs: [("k", value)])) { row in
                row.long(column, value)
                row.timestamp(column, microseconds: value)
            } == "t k=\(value)i,l=\(value)i,l=\(value)t 1\n")
        if value >= 0 {
            #expect(try Self.text(ILPHead(table: "t", longs: [("k", 1)]), at: value) == "t k=1i \(value)\n")
        }
    }

    @Test func wholeNumber_ofAnyBits_isInDecimal() throws {
        let column = try ILPColumn("l")
        let head = try ILPHead(table: "t")
        var generator = SystemRandomNumberGenerator()
        for index in 0..<20_000 {
            let value = Int64(bitPattern: generator.next()) >> (index % 64)
            #expect(try Self.text(head) { $0.long(column, value) } == "t l=\(value)i 1\n")
        }
    }

    @Test func row_before1970_isRefusedAndGone() throws {
        var rows = ILPBuffer(version: .binary)
        rows.begin(try ILPHead(table: "t", longs: [("k", 1)]))
        do {
            try rows.end(nanoseconds: -1)
            Issue.record("a time before 1970 was taken")
        } catch { #expect(error.code == .badValue) }
        #expect(rows.byteCount == 0 && rows.rowCount == 0)
    }

    @Test func row_withoutValues_isRefusedAndGone() throws {
        let column = try ILPColumn("d")
        var rows = ILPBuffer(version: .binary)
        rows.begin(try ILPHead(table: "t"))
        rows.double(column, .nan)
        do {
            try rows.end(nanoseconds: 1)
            Issue.record("an empty row was taken")
        } catch { #expect(error.code == .badValue) }
        #expect(rows.byteCount == 0)
    }

    @Test func buffer_thatGrows_keepsItsRows() throws {
        var rows = ILPBuffer(version: .text, capacity: 1)
        let head = try ILPHead(table: "t", symbols: [("s", String(repeating: "x", count: 1000))])
        for row in 0..<1000 {
            rows.begin(head)
            try rows.end(nanoseconds: Int64(row))
        }
        let expected = (0..<1000).map { "t,s=\(String(repeating: "x", count: 1000)) \($0)\n" }.joined()
        // Copied during the call.
        #expect(unsafe rows.bytes.withUnsafeBytes { unsafe Array($0) } == Array(expected.utf8))
        rows.removeAll()
        #expect(rows.byteCount == 0 && rows.rowCount == 0)
    }
}

extension String {
    fileprivate func trimmed(_ character: Character) -> Substring {
        var rest = self[...]
        while rest.first == character { rest.removeFirst() }
        while rest.last == character { rest.removeLast() }
        return rest
    }
}
