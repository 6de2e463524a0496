public import CAdapterEntry

// Eight ASCII digits at a time in one 64-bit word ("SIMD within a register"): the first digit lies in the
// lowest byte, as on every platform the ABI is for.

/// The word at `pointer`, of which eight bytes must be readable.
@inlinable @inline(__always)
func word(at pointer: UnsafePointer<UInt8>) -> UInt64 {
    // The caller has checked that eight bytes are there.
    unsafe UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
}

/// Bit i is set when the byte at `pointer + i` is no digit; sixteen bytes must be readable.
@inlinable @inline(__always)
func nonDigits(at pointer: UnsafePointer<UInt8>) -> UInt32 {
    // The caller has checked that sixteen bytes are there.
    unsafe candlewick_non_digits_16(pointer)
}

/// The value of eight digits.
@inlinable @inline(__always)
func eightDigits(_ word: UInt64) -> UInt64 {
    let values = word & 0x0F0F_0F0F_0F0F_0F0F
    let pairs = values &* 10 &+ (values &>> 8)
    let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let high = ((pairs &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (low &+ high) &>> 32
}

/// The value of the first `count` digits of a word, from none to eight.
@inlinable @inline(__always)
func leadingDigits(_ word: UInt64, count: UInt64) -> UInt64 {
    // Shifted up, so that zeros come in before the first digit; in two steps, because 64 is no shift.
    let half = 32 &- 4 &* count
    return eightDigits((word &<< half) &<< half)
}

/// 10 to the `k`, exactly, for `k` from 0 to 22.
@inlinable @inline(__always)
func powerOfTen(_ k: UInt64) -> Double { candlewick_power_of_ten(k) }

/// 10 to the `k` for `k` from 0 to 19.
@inlinable @inline(__always)
func integerPowerOfTen(_ k: UInt64) -> UInt64 { candlewick_integer_power_of_ten(k) }
