// The fields of a line. Each tries the shapes that sources really write, eight digits at a time and without a
// call; what is not of such a shape, or lies so near to the end that a word could reach beyond it, goes to the
// general scanner, which gives the same values.

extension LineReader {
    /// A decimal number, correctly rounded, and the end of its field; nil when that is not what comes next
    /// (see `Double.init(decimal:)`). After nil the line can only be skipped.
    @inlinable @inline(__always)
    public mutating func decimal(_ fieldEnd: FieldEnd) -> Double? {
        // The longest of the fast shapes, with the words that are read of it, is 24 bytes.
        if unsafe end - cursor >= 24 {
            let text = unsafe word(at: cursor)
            let marks = nonDigits(text)
            let bits = leadingBits(marks)
            if marks != 0 && bits != 0 {
                let whole = leadingDigits(text, bits: bits)
                let next = byte(of: text, after: bits)
                var stop = unsafe cursor + Int(truncatingIfNeeded: bits &>> 3)
                if next == UInt8(ascii: ".") {
                    let fraction = unsafe word(at: stop + 1)
                    let fractionMarks = nonDigits(fraction)
                    if fractionMarks != 0 {
                        let fractionBits = leadingBits(fractionMarks)
                        let digits = fractionBits &>> 3
                        let mantissa = whole &* integerPowerOfTen(digits) &+ leadingDigits(fraction, bits: fractionBits)
                        unsafe stop += 1 + Int(truncatingIfNeeded: digits)
                        if fractionBits != 0,
                            unsafe close(byte(of: fraction, after: fractionBits), at: stop, fieldEnd)
                        {
                            // At most 14 digits: below 2^53, so one exact division rounds once.
                            return Double(Int64(truncatingIfNeeded: mantissa)) / powerOfTen(digits)
                        }
                    } else {
                        let rest = unsafe word(at: stop + 9)
                        let restBits = leadingBits(nonDigits(rest))
                        let digits = restBits &>> 3
                        // At most 19 digits, so it fits in 64 bits; below 2^53 it is exact.
                        let mantissa =
                            (whole &* 100_000_000 &+ eightDigits(fraction)) &* integerPowerOfTen(digits)
                            &+ leadingDigits(rest, bits: restBits)
                        unsafe stop += 9 + Int(truncatingIfNeeded: digits)
                        if nonDigits(rest) != 0, digits <= 4, mantissa < 1 &<< 53,
                            unsafe close(byte(of: rest, after: restBits), at: stop, fieldEnd)
                        {
                            return Double(Int64(truncatingIfNeeded: mantissa)) / powerOfTen(digits &+ 8)
                        }
                    }
                } else if unsafe close(next, at: stop, fieldEnd) {
                    return Double(Int64(truncatingIfNeeded: whole))
                }
            }
        }
        // Both bounds are the reader's own.
        let field = unsafe decimalField(cursor, limit, fieldEnd, isLast)
        unsafe cursor = unsafe field.end
        return field.value
    }

    /// A whole number and the end of its field (see `Int64.init(wholeNumber:)`).
    @inlinable @inline(__always)
    public mutating func integer(_ fieldEnd: FieldEnd) -> Int64? {
        if unsafe end - cursor >= 8 {
            let text = unsafe word(at: cursor)
            let marks = nonDigits(text)
            let bits = leadingBits(marks)
            if marks != 0, bits != 0,
                unsafe close(
                    byte(of: text, after: bits), at: cursor + Int(truncatingIfNeeded: bits &>> 3), fieldEnd)
            {
                return Int64(truncatingIfNeeded: leadingDigits(text, bits: bits))
            }
        }
        // Both bounds are the reader's own.
        let field = unsafe integerField(cursor, limit, fieldEnd, isLast)
        unsafe cursor = unsafe field.end
        return field.value
    }

    /// Decimal seconds as nanoseconds, and the end of the field (see `Int64.init(nanosecondsOfSeconds:)`).
    @inlinable @inline(__always)
    public mutating func seconds(_ fieldEnd: FieldEnd) -> Int64? {
        // Ten digits is every time from 2001 to 2286.
        if unsafe end - cursor >= 16 {
            let text = unsafe word(at: cursor)
            let rest = unsafe word(at: cursor + 8)
            if nonDigits(text) == 0, leadingBits(nonDigits(rest)) == 16, nonDigits(rest) != 0 {
                let total = eightDigits(text) &* 100 &+ leadingDigits(rest, bits: 16)
                // 9,223,372,036 seconds are the last that fit.
                if total <= 9_223_372_036, unsafe close(byte(of: rest, after: 16), at: cursor + 10, fieldEnd) {
                    return Int64(truncatingIfNeeded: total &* 1_000_000_000)
                }
            }
        }
        // Both bounds are the reader's own.
        let field = unsafe secondsField(cursor, limit, fieldEnd, isLast)
        unsafe cursor = unsafe field.end
        return field.value
    }

    /// Any text and the end of its field: its place in the bytes, nil when the line has no such end.
    public mutating func field(_ fieldEnd: FieldEnd) -> Range<Int>? {
        let first = unsafe cursor
        var stop = unsafe cursor
        // Every read is below the limit.
        while unsafe stop < limit, unsafe stop.pointee != UInt8(ascii: ","), unsafe stop.pointee != UInt8(ascii: "\n") {
            unsafe stop += 1
        }
        var last = unsafe stop
        if fieldEnd == .line, unsafe last > first, unsafe (last - 1).pointee == UInt8(ascii: "\r") {
            unsafe last -= 1
        }
        guard let next = unsafe afterField(last, limit, fieldEnd, isLast) else { return nil }
        unsafe cursor = unsafe next
        return unsafe (first - base)..<(last - base)
    }

    /// Steps behind the field's end when `byte`, which lies at `stop`, is that end: for the common ones.
    @inlinable @inline(__always)
    mutating func close(_ byte: UInt8, at stop: UnsafePointer<UInt8>, _ fieldEnd: FieldEnd) -> Bool {
        guard byte == (fieldEnd == .comma ? UInt8(ascii: ",") : UInt8(ascii: "\n")) else { return false }
        // The byte was read from there, so the next address is at most the end.
        unsafe cursor = unsafe stop + 1
        return true
    }
}

/// The address behind the field's end at `stop`, nil when something else is there.
func afterField(
    _ stop: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>, _ fieldEnd: FieldEnd, _ isLast: Bool
) -> UnsafePointer<UInt8>? {
    // Every read is preceded by a comparison with the limit.
    guard unsafe stop < limit else { return unsafe fieldEnd == .line && isLast ? limit : nil }
    switch (unsafe stop.pointee, fieldEnd) {
    case (UInt8(ascii: ","), .comma), (UInt8(ascii: "\n"), .line): return unsafe stop + 1
    case (UInt8(ascii: "\r"), .line):
        let next = unsafe stop + 1
        guard unsafe next < limit else { return unsafe isLast ? limit : nil }
        return unsafe next.pointee == UInt8(ascii: "\n") ? next + 1 : nil
    default: return nil
    }
}

private func closed<Value>(
    _ scanned: Scanned<Value>, _ limit: UnsafePointer<UInt8>, _ fieldEnd: FieldEnd, _ isLast: Bool
) -> Scanned<Value> {
    guard let value = scanned.value, let next = unsafe afterField(scanned.end, limit, fieldEnd, isLast) else {
        return unsafe Scanned(nil, scanned.end)
    }
    return unsafe Scanned(value, next)
}

@usableFromInline @inline(never)
func decimalField(
    _ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>, _ fieldEnd: FieldEnd, _ isLast: Bool
) -> Scanned<Double> {
    unsafe closed(scanDecimal(start, limit), limit, fieldEnd, isLast)
}

@usableFromInline @inline(never)
func integerField(
    _ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>, _ fieldEnd: FieldEnd, _ isLast: Bool
) -> Scanned<Int64> {
    unsafe closed(scanInteger(start, limit), limit, fieldEnd, isLast)
}

@usableFromInline @inline(never)
func secondsField(
    _ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>, _ fieldEnd: FieldEnd, _ isLast: Bool
) -> Scanned<Int64> {
    unsafe closed(scanSeconds(start, limit), limit, fieldEnd, isLast)
}
