/// Whole numbers as decimal digits, eight at a time.
enum DigitText {
    private static let eightDigits: UInt64 = 100_000_000
    private static let zeros: UInt64 = 0x3030_3030_3030_3030

    /// A whole number.
    @inline(__always)
    static func put(_ value: UInt64, _ bytes: inout MutableRawSpan, _ at: inout Int) {
        if value < eightDigits { return leading(value, &bytes, &at) }
        let (front, rest) = value.quotientAndRemainder(dividingBy: eightDigits)
        if front < eightDigits {
            leading(front, &bytes, &at)
        } else {
            leading(front / eightDigits, &bytes, &at)
            eight(front % eightDigits, &bytes, &at)
        }
        eight(rest, &bytes, &at)
    }

    /// A whole number of units of 1 / 10^`places`: 4201 and 2 are `42.01`; zeros at the end are left away.
    ///
    /// - Parameter places: at most 8.
    /// - Returns: how many decimals were written.
    @inline(__always)
    static func put(_ number: UInt64, _ places: Int, _ bytes: inout MutableRawSpan, _ at: inout Int) -> Int {
        let (whole, fraction) = number.quotientAndRemainder(dividingBy: power(places))
        put(whole, &bytes, &at)
        if fraction == 0 { return 0 }
        // The last digit lies in the highest byte: zeros there end the number.
        let digits = spread(fraction)
        let kept = places - digits.leadingZeroBitCount / 8
        bytes.storeBytes(of: 0x2E, toByteOffset: at, as: UInt8.self)
        let text = (digits | zeros) >> UInt64(8 * (8 - places))
        bytes.storeBytes(of: text.littleEndian, toByteOffset: at + 1, as: UInt64.self)
        at += kept + 1
        return kept
    }

    /// 10^`places`; at most 8.
    @inline(__always)
    static func power(_ places: Int) -> UInt64 {
        switch places {
        case 0: 1
        case 1: 10
        case 2: 100
        case 3: 1000
        case 4: 10_000
        case 5: 100_000
        case 6: 1_000_000
        case 7: 10_000_000
        default: eightDigits
        }
    }

    /// At most eight digits, without zeros before them.
    @inline(__always)
    private static func leading(_ value: UInt64, _ bytes: inout MutableRawSpan, _ at: inout Int) {
        let digits = spread(value)
        let empty = min(digits.trailingZeroBitCount / 8, 7)
        let text = (digits | zeros) >> UInt64(8 * empty)
        bytes.storeBytes(of: text.littleEndian, toByteOffset: at, as: UInt64.self)
        at += 8 - empty
    }

    /// Exactly eight digits.
    @inline(__always)
    private static func eight(_ value: UInt64, _ bytes: inout MutableRawSpan, _ at: inout Int) {
        bytes.storeBytes(of: (spread(value) | zeros).littleEndian, toByteOffset: at, as: UInt64.self)
        at += 8
    }

    /// The eight digits of a number below 10^8, a byte each, the first in the lowest byte.
    ///
    /// Halves, quarters and eighths of the word are split at once: a division by a constant is a multiplication by its
    /// inverse, exact for numbers this small.
    @inline(__always)
    private static func spread(_ value: UInt64) -> UInt64 {
        let front = value / 10_000
        let fours = front | (value &- front &* 10_000) << 32
        let hundreds = ((fours &* 10_486) >> 20) & 0x0000_007F_0000_007F
        let twos = hundreds | (fours &- hundreds &* 100) << 16
        let tens = ((twos &* 103) >> 10) & 0x000F_000F_000F_000F
        return tens | (twos &- tens &* 10) << 8
    }
}
