@testable import QuestDBClient
import Testing

@Suite struct JSONReaderTests {
    @Test(arguments: [
        ("null", JSONValue.null), (" [ ] ", .array([])), ("{}", .object([])), ("-0.5e+10", .number("-0.5e+10")),
        ("[true,false,1]", .array([.bool(true), .bool(false), .number("1")])),
        (
            "{\"a\" : {\"b\":[]}, \"a\":2}",
            .object([
                .init(name: "a", value: .object([.init(name: "b", value: .array([]))])),
                .init(name: "a", value: .number("2")),
            ])
        ),
        ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"", .string("\"\\/\u{8}\u{c}\n\r\té😀")),
        ("\"\\ud83d\\u0041\"", .string("\u{FFFD}A")),
        ("9223372036854775807", .number("9223372036854775807")),
    ])
    func document_thatIsRight_isRead(text: String, value: JSONValue) throws {
        #expect(try JSONValue(Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "", "[1,]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "01", "1.", ".5", "+1", "\"\\x\"", "\"a", "\"\n\"", "[1 2]",
        "nul", "1 2",
        "\"\\u12g4\"", "\"\\u+123\"", "-", "1e", String(repeating: "[", count: 100_000),
    ])
    func document_thatIsNot_isRefused(text: String) {
        #expect(throws: JSONValue.Malformed.self) { try JSONValue(Array(text.utf8)) }
    }

    @Test func bytes_thatAreNoUTF8_areRefused() {
        #expect(throws: JSONValue.Malformed.self) { try JSONValue([0x22, 0xff, 0x22]) }
    }
}
