import AdapterKit
import Glibc
import Testing

/// The C library's own conversion, in the C locale that a test process has: the oracle.
func strtodOf(_ text: String) -> Double {
    // The string is NUL-terminated for the call, and no end is asked for.
    unsafe strtod(text, nil)
}

func decimal(_ text: String) -> Double? { Double(decimal: Array(text.utf8).span) }

/// A generator that gives the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func digits(_ count: Int) -> String {
        String((0..<count).map { _ in Character(String(Int.random(in: 0...9, using: &self))) })
    }
}

@Suite struct DecimalTests {
    @Test(arguments: [
        "0", "-0", "+3", "-3", "29000.5", "1683418", "1.188e-05", "1E+2", "1.242E+9", "5E-8", "1e5", "00012.500",
        "0.0000000000000001", "3529536.4586280505", "9007199254740993", "9007199254740993.0", "1.7976931348623157e308",
        "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "1e-400",
        "2.2250738585072011e-308", "0e999999999999", "123456789012345678901234567890", "18446744073709551615",
        "0.1234567890123456789012345", "1234567890123456789012345e-25", "1e22", "1e23", "9.5e-23", "8.5e-24",
    ])
    func decimal_validText_isTheNearestDouble(text: String) throws {
        let value = try #require(decimal(text))
        #expect(value.bitPattern == strtodOf(text).bitPattern)
    }

    @Test(arguments: [
        "", " ", "-", "+", ".", "e5", "1.", ".5", "-.5", "1.e5", "1e", "1e+", "1e-", " 1", "1 ", "1,", "1.2.3", "--1",
        "nan", "NaN", "inf", "-inf", "infinity", "1e999", "-1e999", "1e99999999999999999999", "1.7976931348623159e308",
        "0x10", "0x1p3", "1_000", "١", "1e5.0", "1f", "12a", "1\0",
    ])
    func decimal_invalidText_isNil(text: String) {
        #expect(decimal(text) == nil)
    }

    @Test func decimal_randomShapes_agreeWithStrtod() {
        var random = SeededGenerator(state: 20_231_107)
        var seen = 0
        for _ in 0..<200_000 {
            let whole = random.digits(
                .random(in: 1...([3, 8, 12, 25].randomElement(using: &random) ?? 1), using: &random))
            var text = Bool.random(using: &random) ? whole : "-" + whole
            if Int.random(in: 0..<4, using: &random) > 0 {
                text +=
                    "."
                    + random.digits(
                        .random(in: 1...([2, 8, 16, 25].randomElement(using: &random) ?? 1), using: &random))
            }
            if Int.random(in: 0..<3, using: &random) == 0 {
                text += ["e", "E"].randomElement(using: &random) ?? "e"
                text += ["", "+", "-"].randomElement(using: &random) ?? ""
                text += String(Int.random(in: 0...([9, 30, 340].randomElement(using: &random) ?? 9), using: &random))
            }
            let expected = strtodOf(text)
            let value = decimal(text)
            if expected.isFinite {
                if value?.bitPattern != expected.bitPattern {
                    Issue.record("\(text): \(value as Any), not \(expected)")
                }
                seen += 1
            } else if value != nil {
                Issue.record("\(text) is beyond the largest double and gave \(value as Any)")
            }
        }
        #expect(seen > 150_000)
    }

    /// Between two neighbouring doubles the exact middle, one digit below and one above it.
    @Test func decimal_halfwayCases_roundToEven() {
        var random = SeededGenerator(state: 7)
        for _ in 0..<20_000 {
            // 2^53 ... 2^64: neighbours are 2 to 2048 apart, so the middle is a whole number.
            let low = Double(UInt64.random(in: (1 << 53)..<(1 << 63), using: &random))
            let middle = UInt64(low) + UInt64(low.ulp) / 2
            for tail in ["", ".0", ".0000000000000000000000001", "e0"] {
                let text = "\(middle)\(tail)"
                if decimal(text)?.bitPattern != strtodOf(text).bitPattern { Issue.record("\(text)") }
            }
            // The same with a point inside: division instead of multiplication.
            var digits = String(middle)
            digits.insert(
                ".", at: digits.index(digits.startIndex, offsetBy: Int.random(in: 1..<digits.count, using: &random)))
            if decimal(digits)?.bitPattern != strtodOf(digits).bitPattern { Issue.record("\(digits)") }
        }
    }

    @Test func decimal_subnormalsAndTheLargest_agreeWithStrtod() {
        var random = SeededGenerator(state: 99)
        for _ in 0..<20_000 {
            let bits = UInt64.random(in: 1..<(1 << 52), using: &random)
            let subnormal = "\(Double(bitPattern: bits))"
            if decimal(subnormal)?.bitPattern != bits { Issue.record("\(subnormal)") }
            let large = "\(Double(bitPattern: 0x7FE0_0000_0000_0000 | bits))"
            if decimal(large)?.bitPattern != strtodOf(large).bitPattern { Issue.record("\(large)") }
        }
    }

    @Test func decimal_shortestFormOfAnyDouble_comesBack() {
        var random = SeededGenerator(state: 1)
        for _ in 0..<50_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            if decimal("\(value)")?.bitPattern != value.bitPattern { Issue.record("\(value)") }
        }
    }
}

@Suite struct WholeNumberTests {
    @Test(arguments: [
        ("0", 0), ("-0", 0), ("40", 40), ("-12", -12), ("+7", 7), ("40.0", 40), ("642646396.0", 642_646_396),
        ("6.3896155e+07", 63_896_155), ("1.5e3", 1500), ("1500e-2", 15), ("9223372036854775807", Int64.max),
        ("-9223372036854775808", Int64.min), ("000000000000000000000005", 5),
    ])
    func wholeNumber_validText_isExact(text: String, expected: Int64) {
        #expect(Int64(wholeNumber: Array(text.utf8).span) == expected)
    }

    @Test(arguments: [
        "", "-", "40.5", "1e-1", "9223372036854775808", "-9223372036854775809", "99999999999999999999", "1e19", "1e999",
        "nan", "0x1", "4 ", "1.", "15e-1",
    ])
    func wholeNumber_invalidText_isNil(text: String) {
        #expect(Int64(wholeNumber: Array(text.utf8).span) == nil)
    }
}

@Suite struct SecondsTests {
    @Test(arguments: [
        ("1672531436", 1_672_531_436_000_000_000), ("1672531436.1234", 1_672_531_436_123_400_000),
        ("1672531436.123456789", 1_672_531_436_123_456_789), ("0", 0), ("0.000000001", 1),
        // Beyond nine decimals: cut off towards the past, on both sides of 1970.
        ("59.9999999999", 59_999_999_999), ("0.0000000009", 0), ("-0.0000000001", -1), ("-1.5", -1_500_000_000),
        ("-1.50000000000", -1_500_000_000), ("9223372036.854775807", Int64.max),
        ("9223372036.8547758079", Int64.max), ("-9223372036.854775808", Int64.min), ("00001.5", 1_500_000_000),
    ])
    func seconds_validText_areExactNanoseconds(text: String, expected: Int64) {
        #expect(Int64(nanosecondsOfSeconds: Array(text.utf8).span) == expected)
    }

    @Test(arguments: [
        "", "-", "+1", ".5", "1.", "1e9", "1672531436,5", "9223372036.854775808", "-9223372036.854775809",
        "-9223372036.8547758081", "9223372037", "99999999999999999999", "1688169600000", "2023-01-01", "nan", " 1",
        "1 ",
        "-18446744073.7095516159", "18446744073.709551616",
    ])
    func seconds_invalidText_areNil(text: String) {
        #expect(Int64(nanosecondsOfSeconds: Array(text.utf8).span) == nil)
    }
}
