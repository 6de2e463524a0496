/// Numbers as the server prints them.
enum NumberText {
    /// A whole number with an optional minus; nil for anything else.
    static func int64(_ bytes: RawSpan, _ field: Range<Int>) -> Int64? {
        var at = field.lowerBound
        let isNegative = bytes[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        // 18 digits cannot overflow; longer ones go the slow way.
        guard at < field.upperBound, field.upperBound - at <= 18 else { return Int64(bytes.text(field)) }
        var value: Int64 = 0
        while at < field.upperBound {
            let digit = bytes[at] &- 0x30
            if digit > 9 { return nil }
            value = value &* 10 &+ Int64(digit)
            at += 1
        }
        return isNegative ? -value : value
    }

    /// The nearest double; nil for what is not a decimal number.
    static func double(_ bytes: RawSpan, _ field: Range<Int>) -> Double? {
        var at = field.lowerBound
        let isNegative = bytes[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        var mantissa: UInt64 = 0
        var digits = 0
        var scale = 0
        var afterPoint = false
        var isNumber = false
        while at < field.upperBound {
            let digit = bytes[at] &- 0x30
            if digit <= 9 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                if mantissa != 0 { digits += 1 }
                isNumber = true
                if afterPoint { scale -= 1 }
            } else if bytes[at] == UInt8(ascii: "."), !afterPoint {
                afterPoint = true
            } else {
                break
            }
            at += 1
        }
        guard isNumber else { return nil }
        if at < field.upperBound {
            guard bytes[at] | 0x20 == UInt8(ascii: "e"), at + 1 < field.upperBound,
                let exponent = int64(bytes, at + 1..<field.upperBound)
            else { return strict(bytes.text(field)) }
            scale += Int(clamping: max(-9999, min(9999, exponent)))
        }
        // Clinger's fast path: both operands are exact, so the one operation rounds once.
        guard digits <= 19, mantissa <= 1 << 53, (-22...22).contains(scale) else { return strict(bytes.text(field)) }
        let whole = Double(mantissa)
        let value = scale < 0 ? whole / powersOfTen[-scale] : whole * powersOfTen[scale]
        return isNegative ? -value : value
    }

    /// Without the names and the hexadecimal forms that `Double` reads.
    private static func strict(_ text: String) -> Double? {
        text.utf8.allSatisfy { (0x2b...0x39).contains($0) || $0 | 0x20 == UInt8(ascii: "e") } ? Double(text) : nil
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20,
        1e21, 1e22,
    ]
}
