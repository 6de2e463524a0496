public import CAdapterEntry

// Eight ASCII digits at a time in one 64-bit word ("SIMD within a register"): the first digit lies in the
// lowest byte, as on every platform the ABI is for.

/// The word at `pointer`, of which eight bytes must be readable.
@inlinable @inline(__always)
func word(at pointer: UnsafePointer<UInt8>) -> UInt64 {
    // The caller has checked that eight bytes are there.
    unsafe UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
}

/// Non-zero in the high half of each byte that is not a digit; right up to the lowest such byte.
@inlinable @inline(__always)
func nonDigits(_ word: UInt64) -> UInt64 {
    let values = word ^ 0x3030_3030_3030_3030
    // 0...9 stays below 16 when 6 is added, 10...15 does not. A carry can only spoil higher bytes.
    return (values | (values &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0
}

/// How many bits the leading digits take: 8 for each, at most 56. `marks` must not be 0.
@inlinable @inline(__always)
func leadingBits(_ marks: UInt64) -> UInt64 {
    UInt64(truncatingIfNeeded: marks.trailingZeroBitCount) & 56
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

/// The value of the first `bits / 8` digits of a word, from none to seven.
@inlinable @inline(__always)
func leadingDigits(_ word: UInt64, bits: UInt64) -> UInt64 {
    // Shifted up, so that zeros come in before the first digit; in two steps, because 64 is no shift.
    eightDigits((word &<< (56 &- bits)) &<< 8)
}

/// The byte behind the digits that take `bits`.
@inlinable @inline(__always)
func byte(of word: UInt64, after bits: UInt64) -> UInt8 {
    UInt8(truncatingIfNeeded: word &>> bits)
}

/// 10 to the `k`, exactly, for `k` from 0 to 22.
@inlinable @inline(__always)
func powerOfTen(_ k: UInt64) -> Double { candlewick_power_of_ten(k) }

/// 10 to the `k` for `k` from 0 to 19.
@inlinable @inline(__always)
func integerPowerOfTen(_ k: UInt64) -> UInt64 { candlewick_integer_power_of_ten(k) }
