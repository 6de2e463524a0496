/// Whole numbers in decimal, eight digits at a time without a loop.
enum DecimalDigits {
    /// Bytes that `write` may touch: the longest number, and what a store of eight goes beyond its end.
    static let room = 28

    /// Writes a number and returns how many digits it has.
    @inline(__always)
    static func write(_ value: UInt64, to start: UnsafeMutableRawPointer) -> Int {
        if value < 100_000_000 { return unsafe writeFirst(value, to: start) }
        let (high, low) = value.quotientAndRemainder(dividingBy: 100_000_000)
        var count: Int
        if high < 100_000_000 {
            count = unsafe writeFirst(high, to: start)
        } else {
            let (top, middle) = high.quotientAndRemainder(dividingBy: 100_000_000)
            count = unsafe writeFirst(top, to: start)
            unsafe start.storeBytes(of: ascii(eight(middle)), toByteOffset: count, as: UInt64.self)
            count += 8
        }
        unsafe start.storeBytes(of: ascii(eight(low)), toByteOffset: count, as: UInt64.self)
        return count + 8
    }

    /// Writes exactly `count` digits, at most 8, of a number that has no more; zeros before it.
    @inline(__always)
    static func write(_ value: UInt64, padded count: Int, to start: UnsafeMutableRawPointer) {
        unsafe start.storeBytes(of: ascii(eight(value) &>> UInt64(8 * (8 - count))), as: UInt64.self)
    }

    @inline(__always)
    private static func writeFirst(_ value: UInt64, to start: UnsafeMutableRawPointer) -> Int {
        let digits = eight(value)
        // The first digit lies in the lowest byte; the last stays when all are zero.
        let zeros = (digits | 1 &<< 56).trailingZeroBitCount & ~7
        unsafe start.storeBytes(of: ascii(digits &>> UInt64(zeros)), as: UInt64.self)
        return 8 - zeros / 8
    }

    /// The eight digits of a number below 10^8, one a byte, the first in the lowest: halves, quarters, digits are
    /// split in lanes of one register, division by multiplication.
    @inline(__always)
    private static func eight(_ value: UInt64) -> UInt64 {
        let (high, low) = value.quotientAndRemainder(dividingBy: 10_000)
        let fours = high | low &<< 32
        let hundreds = ((fours &* 10486) &>> 20) & 0x7f_0000_007f
        let twos = hundreds | (fours &- hundreds &* 100) &<< 16
        let tens = ((twos &* 103) &>> 10) & 0x000f_000f_000f_000f
        return tens | (twos &- tens &* 10) &<< 8
    }

    @inline(__always)
    private static func ascii(_ digits: UInt64) -> UInt64 { (digits | 0x3030_3030_3030_3030).littleEndian }
}
