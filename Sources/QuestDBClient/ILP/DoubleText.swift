/// Doubles as text, in the shortest digits that give the value back: `1.0`, `0.00012`, `1.188e-5`, `1e16`, `Infinity`.
///
/// Laid out as QuestDB's own clients do, so that bodies can be compared with theirs.
enum DoubleText {
    /// Bytes that `write` may touch.
    static let room = 40

    /// Writes a value that is not NaN and returns how many bytes it took.
    @inline(__always)
    static func write(_ value: Double, to start: UnsafeMutableRawPointer) -> Int {
        var at = 0
        if value.sign == .minus {
            unsafe start.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self)
            at = 1
        }
        let magnitude = value.magnitude
        if magnitude >= 1e-4, magnitude < 1e15,
            let count = unsafe writeDecimal(magnitude, to: start + at)
        {
            return at + count
        }
        return unsafe at + writeAny(magnitude, to: start + at)
    }

    /// Values of at most 8 decimals and 15 digits, as prices are: two decimals of 15 digits are never the same
    /// double, so the first number of decimals that gives the value back gives its shortest digits.
    @inline(__always)
    private static func writeDecimal(_ value: Double, to start: UnsafeMutableRawPointer) -> Int? {
        var power = 1.0
        for decimals in 0...8 {
            let scaled = (value * power).rounded()
            if scaled >= 1e15 { return nil }
            if scaled / power == value {
                let whole = UInt64(scaled)
                let (integer, fraction) = whole.quotientAndRemainder(dividingBy: UInt64(power))
                let count = unsafe DecimalDigits.write(integer, to: start)
                unsafe start.storeBytes(of: UInt8(ascii: "."), toByteOffset: count, as: UInt8.self)
                unsafe DecimalDigits.write(fraction, padded: max(1, decimals), to: start + count + 1)
                return count + 1 + max(1, decimals)
            }
            power *= 10
        }
        return nil
    }

    /// Any other: the standard library finds the digits.
    private static func writeAny(_ value: Double, to start: UnsafeMutableRawPointer) -> Int {
        var text = value.isInfinite ? "Infinity" : value.description
        // Between these it lays them out as we do.
        if value.isFinite, value != 0, value < 1e-4 || value >= 1e15 { text = layout(text) }
        return text.withUTF8 { bytes in
            // At most 25 bytes, and there is room for more.
            unsafe start.copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
            return bytes.count
        }
    }

    /// `1.188e-05` as `0.00001188`, `1.1e-07` as `1.1e-7`, `1.5e+15` as `1500000000000000.0`.
    private static func layout(_ text: String) -> String {
        let parts = text.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        var digits = mantissa.count > 1 && mantissa[1] == "0" ? String(mantissa[0]) : mantissa.joined()
        // How many places the point lies behind the digits' beginning.
        let point = mantissa[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        if point > 0, point <= 16 {
            let zeros = String(repeating: "0", count: max(0, point - digits.count))
            let fraction = digits.dropFirst(point)
            return "\(digits.prefix(point))\(zeros).\(fraction.isEmpty ? "0" : fraction)"
        }
        if point > -5, point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
        return "\(digits.prefix(1))\(digits.count > 1 ? "." : "")\(digits.dropFirst())e\(point - 1)"
    }
}
