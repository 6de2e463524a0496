@testable import QuestDBClient
import Testing

@Suite struct NumberTextTests {
    private static func double(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        // UInt8 has no padding to leak.
        return unsafe NumberText.double(bytes.span.bytes, 0..<bytes.count)
    }

    private static func int64(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        // UInt8 has no padding to leak.
        return unsafe NumberText.int64(bytes.span.bytes, 0..<bytes.count)
    }

    @Test(arguments: [
        0.0, -0.0, 1, -1.5, 0.1, 0.30000000000000004, .leastNonzeroMagnitude, 2.2250738585072014e-308,
        1.7976931348623157e308, 1e22, 1e23,
        9007199254740992, 1.188e-05, 4.35, 123456.789, 0.000001, 1e-22, 1e-23,
    ])
    func double_asPrinted_isReadBackExactly(value: Double) {
        #expect(Self.double("\(value)")?.bitPattern == value.bitPattern)
        // As Java prints it.
        #expect(
            Self.double("\(value)".replacing("e+", with: "E").replacing("e", with: "E"))?.bitPattern == value.bitPattern
        )
    }

    @Test func double_ofAnyBits_isReadBackExactly() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let value = Double(bitPattern: generator.next())
            if value.isFinite { #expect(Self.double("\(value)")?.bitPattern == value.bitPattern) }
        }
    }

    @Test(arguments: ["-", ".", "e5", "1e", "1e+", "1.2.3", "nan", "inf", "0x1p3", "1 ", "--1", "1-"])
    func double_ofAnythingElse_isNone(text: String) { #expect(Self.double(text) == nil) }

    @Test(
        arguments: [
            ("0", 0), ("-1", -1), ("999999999999999999", 999_999_999_999_999_999), ("9223372036854775807", Int64.max),
            ("-9223372036854775808", Int64.min), ("9223372036854775808", nil), ("", nil), ("-", nil), ("1x", nil),
            ("1.0", nil),
        ] as [(String, Int64?)])
    func wholeNumber_atItsLimits_isRightOrNone(text: String, value: Int64?) {
        if !text.isEmpty { #expect(Self.int64(text) == value) }
    }
}
