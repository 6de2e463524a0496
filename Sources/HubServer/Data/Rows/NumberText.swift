/// Numbers as the shortest text that gives them back.
enum NumberText {
    /// Below this a whole number has at most 15 digits.
    private static let fifteenDigits = 1e15
    /// Decimals that are looked for at most.
    private static let mostPlaces = 8

    /// The shortest text that gives the number back; not NaN.
    ///
    /// A decimal of at most 15 digits belongs to one double alone, and its quotient of a whole number and a power of ten is
    /// rounded once: where that quotient is the number, its digits are the shortest text. Prices and volumes are such
    /// decimals, and this takes a small part of the time that finding the shortest text takes in general. What is very small
    /// is written with an exponent, as everywhere in the hub.
    ///
    /// - Parameter decimals: how many values of this kind had lately; tried first.
    @inline(__always)
    static func put(_ value: Double, _ decimals: inout Int, _ bytes: inout MutableRawSpan, _ at: inout Int) {
        let size = abs(value)
        if size >= 1e-4 || size == 0 {
            if let number = units(size, decimals) {
                sign(value, &bytes, &at)
                _ = DigitText.put(number, decimals, &bytes, &at)
                return
            }
            var places = mostPlaces
            while places > 0, size * Double(DigitText.power(places)) >= fifteenDigits { places -= 1 }
            if let number = units(size, places) {
                sign(value, &bytes, &at)
                decimals = max(DigitText.put(number, places, &bytes, &at), 1)
                return
            }
        }
        general(value, &bytes, &at)
    }

    /// The number in units of 1 / 10^`places`, where it is a whole number of them that has at most 15 digits.
    @inline(__always)
    private static func units(_ size: Double, _ places: Int) -> UInt64? {
        let power = Double(DigitText.power(places))
        let scaled = size * power
        guard scaled < fifteenDigits else { return nil }
        // Any way of rounding will do: the quotient says whether it was right.
        let whole = Int64(scaled + 0.5)
        return Double(whole) / power == size ? UInt64(truncatingIfNeeded: whole) : nil
    }

    @inline(__always)
    private static func sign(_ value: Double, _ bytes: inout MutableRawSpan, _ at: inout Int) {
        guard value.sign == .minus else { return }
        bytes.storeBytes(of: 0x2D, toByteOffset: at, as: UInt8.self)
        at += 1
    }

    /// As the standard library finds it. What ends with `.0` is a whole number.
    @inline(never)
    private static func general(_ value: Double, _ bytes: inout MutableRawSpan, _ at: inout Int) {
        let text = value.description
        for byte in (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8 {
            bytes.storeBytes(of: byte, toByteOffset: at, as: UInt8.self)
            at += 1
        }
    }
}
