/// The double nearest to `mantissa` times ten to the `exponent`, ties to even.
///
/// Exact in integers; nil when it would take more than 128 bits (`exponent` beyond -19...19), which is then
/// left to the standard library. Kraken writes volumes with 16 decimals and 17 digits: those come here.
func nearestDouble(mantissa: UInt64, exponent: Int) -> Double? {
    if mantissa < 1 &<< 53 {
        // Clinger's fast path: both operands are exact, so the one operation rounds once.
        let exact = Double(Int64(mantissa))
        if exponent >= -22, exponent < 0 { return exact / powerOfTen(UInt64(-exponent)) }
        if exponent >= 0, exponent <= 22 { return exact * powerOfTen(UInt64(exponent)) }
        if mantissa == 0 { return 0 }
    }
    if exponent >= 0, exponent <= 19 {
        let product = mantissa.multipliedFullWidth(by: integerPowerOfTen(UInt64(exponent)))
        if product.high == 0 { return Double(product.low) }
        let shift = product.high.leadingZeroBitCount
        let top = shift == 0 ? product.high : (product.high &<< shift) | (product.low &>> (64 - shift))
        return rounded(top: top, sticky: (product.low &<< shift) != 0, exponent: 64 - shift)
    }
    if exponent < 0, exponent >= -19 {
        let divisor = integerPowerOfTen(UInt64(-exponent))
        let lift = mantissa.leadingZeroBitCount
        let divisorLift = divisor.leadingZeroBitCount
        // Both now begin with a one bit, so the quotient of 63 more bits has 63 or 64 and no overflow.
        let numerator = mantissa &<< lift
        let quotient = (divisor &<< divisorLift)
            .dividingFullWidth((high: numerator &>> 1, low: numerator &<< 63))
        return rounded(
            top: quotient.quotient, sticky: quotient.remainder != 0, exponent: divisorLift - lift - 63)
    }
    return nil
}

/// `top` times two to the `exponent`, rounded to 53 bits; `sticky`: there are more bits below it.
private func rounded(top: UInt64, sticky: Bool, exponent: Int) -> Double {
    let drop = 64 - top.leadingZeroBitCount - 53
    guard drop > 0 else {
        // 53 bits or fewer come only from an exact product, which has nothing below.
        return Double(sign: .plus, exponent: exponent, significand: Double(top))
    }
    let rest = top & ((1 &<< drop) - 1)
    let half: UInt64 = 1 &<< (drop - 1)
    var significand = top &>> drop
    if rest > half || (rest == half && (sticky || significand & 1 == 1)) { significand += 1 }
    return Double(sign: .plus, exponent: exponent + drop, significand: Double(significand))
}
