// The general scanners: every shape, checked byte by byte, and where the fast ones of FieldReader turn to.
// They read from `start` and never at or beyond `end`, and say where the number's text ended.

/// A number that begins a text, and where its text ends.
@usableFromInline @safe struct Scanned<Value: BitwiseCopyable> {
    /// Nil: no number of this kind begins here, or it is out of range.
    @usableFromInline let value: Value?
    // Points into the caller's bytes and is used only while they are there.
    @usableFromInline let end: UnsafePointer<UInt8>

    init(_ value: Value?, _ end: UnsafePointer<UInt8>) {
        self.value = value
        unsafe self.end = unsafe end
    }
}

/// The parts of a decimal number's text.
@safe private struct DecimalParts {
    var isNegative = false
    /// The first 19 significant digits.
    var mantissa: UInt64 = 0
    /// Significant digits, also those beyond 19.
    var significant = 0
    /// Of ten, for the mantissa as it stands.
    var exponent = 0
    /// All fraction digits were zeros.
    var hasZeroFraction = true
    var hasExponent = false
    // The first byte behind the number.
    var end: UnsafePointer<UInt8>

    mutating func take(_ digit: UInt8) {
        if significant == 0 && digit == 0 { return }
        significant += 1
        if significant <= 19 { mantissa = mantissa * 10 + UInt64(digit) }
    }

    /// Nil when no number begins at `start`.
    init?(from start: UnsafePointer<UInt8>, to limit: UnsafePointer<UInt8>) {
        // Every read below is preceded by a comparison with the limit.
        unsafe end = unsafe start
        if unsafe end < limit, unsafe end.pointee == UInt8(ascii: "-") || end.pointee == UInt8(ascii: "+") {
            isNegative = unsafe end.pointee == UInt8(ascii: "-")
            unsafe end += 1
        }
        let whole = unsafe end
        while unsafe end < limit, let digit = unsafe digitValue(end.pointee) {
            take(digit)
            if significant > 19 { exponent += 1 }
            unsafe end += 1
        }
        if unsafe end == whole { return nil }
        if unsafe end < limit, unsafe end.pointee == UInt8(ascii: ".") {
            unsafe end += 1
            let fraction = unsafe end
            while unsafe end < limit, let digit = unsafe digitValue(end.pointee) {
                take(digit)
                if significant <= 19 { exponent -= 1 }
                if digit != 0 { hasZeroFraction = false }
                unsafe end += 1
            }
            if unsafe end == fraction { return nil }
        }
        if unsafe end < limit, unsafe end.pointee | 0x20 == UInt8(ascii: "e") {
            hasExponent = true
            unsafe end += 1
            var down = false
            if unsafe end < limit, unsafe end.pointee == UInt8(ascii: "-") || end.pointee == UInt8(ascii: "+") {
                down = unsafe end.pointee == UInt8(ascii: "-")
                unsafe end += 1
            }
            let first = unsafe end
            var power = 0
            while unsafe end < limit, let digit = unsafe digitValue(end.pointee) {
                // A power beyond this is an overflow or a zero whatever the digits are that a text can hold.
                if power < 1_000_000_000 { power = power * 10 + Int(digit) }
                unsafe end += 1
            }
            if unsafe end == first { return nil }
            exponent += down ? -power : power
        }
    }
}

@inline(__always) private func digitValue(_ byte: UInt8) -> UInt8? {
    let value = byte &- UInt8(ascii: "0")
    return value < 10 ? value : nil
}

/// A decimal number, correctly rounded.
@usableFromInline @inline(never)
func scanDecimal(_ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>) -> Scanned<Double> {
    // The bounds are the caller's.
    guard let parts = unsafe DecimalParts(from: start, to: limit) else { return unsafe Scanned(nil, start) }
    var value: Double?
    if parts.significant <= 19, let near = nearestDouble(mantissa: parts.mantissa, exponent: parts.exponent) {
        value = parts.isNegative ? -near : near
    } else {
        // The standard library's own parser rounds correctly whatever the length, in no locale.
        let text = unsafe UnsafeBufferPointer(start: start, count: parts.end - start)
        value = unsafe Double(String(decoding: text, as: UTF8.self))
    }
    if let finite = value, !finite.isFinite { value = nil }
    return unsafe Scanned(value, parts.end)
}

/// A whole number in Int64; `642646396.0` and `1.5e3` are such too.
@usableFromInline @inline(never)
func scanInteger(_ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>) -> Scanned<Int64> {
    guard let parts = unsafe DecimalParts(from: start, to: limit) else { return unsafe Scanned(nil, start) }
    var magnitude: UInt64? = nil
    if parts.mantissa == 0 {
        magnitude = 0
    } else if parts.exponent >= 0, parts.exponent <= 19, parts.significant <= 19 {
        let product = parts.mantissa.multipliedReportingOverflow(by: integerPowerOfTen(UInt64(parts.exponent)))
        magnitude = product.overflow ? nil : product.partialValue
    } else if parts.exponent < 0, parts.exponent >= -19, parts.significant <= 19 {
        let whole = parts.mantissa.quotientAndRemainder(dividingBy: integerPowerOfTen(UInt64(-parts.exponent)))
        magnitude = whole.remainder == 0 ? whole.quotient : nil
    }
    return unsafe Scanned(magnitude.flatMap { signed($0, isNegative: parts.isNegative) }, parts.end)
}

/// Decimal seconds as whole nanoseconds; digits beyond nine decimals are cut off towards the past.
@usableFromInline @inline(never)
func scanSeconds(_ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>) -> Scanned<Int64> {
    var cursor = unsafe start
    // Every read below is preceded by a comparison with the limit.
    let isNegative = unsafe cursor < limit && cursor.pointee == UInt8(ascii: "-")
    if isNegative { unsafe cursor += 1 }
    let whole = unsafe cursor
    var total: UInt64 = 0
    var overflow = false
    func take(_ digit: UInt8) {
        let tens = total.multipliedReportingOverflow(by: 10)
        let sum = tens.partialValue.addingReportingOverflow(UInt64(digit))
        overflow = overflow || tens.overflow || sum.overflow
        total = sum.partialValue
    }
    while unsafe cursor < limit, let digit = unsafe digitValue(cursor.pointee) {
        take(digit)
        unsafe cursor += 1
    }
    if unsafe cursor == whole { return unsafe Scanned(nil, start) }
    var decimals = 0
    var isCut = false
    if unsafe cursor < limit, unsafe cursor.pointee == UInt8(ascii: ".") {
        unsafe cursor += 1
        let fraction = unsafe cursor
        while unsafe cursor < limit, let digit = unsafe digitValue(cursor.pointee) {
            if decimals < 9 {
                take(digit)
                decimals += 1
            } else if digit != 0 {
                isCut = true
            }
            unsafe cursor += 1
        }
        if unsafe cursor == fraction { return unsafe Scanned(nil, start) }
    }
    while decimals < 9 {
        take(0)
        decimals += 1
    }
    // Towards the past also before 1970.
    if isNegative && isCut {
        overflow = overflow || total == .max
        total &+= 1
    }
    return unsafe Scanned(overflow ? nil : signed(total, isNegative: isNegative), cursor)
}

private func signed(_ magnitude: UInt64, isNegative: Bool) -> Int64? {
    if isNegative {
        return magnitude <= UInt64(Int64.max) + 1 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }
    return Int64(exactly: magnitude)
}
