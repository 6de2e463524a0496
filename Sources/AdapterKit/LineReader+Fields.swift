// The fields of a line. Each tries the shapes that sources really write, eight digits at a time and without a
// call; what is not of such a shape, or lies so near to the end that a word could reach beyond it, goes to the
// general scanner, which gives the same values.

extension LineReader {
    /// A decimal number, correctly rounded, and the end of its field; nil when that is not what comes next
    /// (see `Double.init(decimal:)`). After nil the line can only be skipped.
    @inlinable @inline(__always)
    public mutating func decimal(_ fieldEnd: FieldEnd) -> Double? {
        // Sixteen bytes for the mask; the words lie inside of them, because the point is among the first eight.
        if unsafe end - cursor >= 16 {
            let marks = unsafe nonDigits(at: cursor)
            let point = UInt64(truncatingIfNeeded: marks.trailingZeroBitCount)
            if point &- 1 < 7 {
                let whole = unsafe leadingDigits(word(at: cursor), count: point)
                let pointAddress = unsafe cursor + Int(truncatingIfNeeded: point)
                if unsafe pointAddress.pointee == UInt8(ascii: ".") {
                    let stop = UInt64(truncatingIfNeeded: (marks & (marks &- 1)).trailingZeroBitCount)
                    let digits = stop &- point &- 1
                    if digits &- 1 < 8, stop < 16 {
                        let fraction = unsafe leadingDigits(word(at: pointAddress + 1), count: digits)
                        if unsafe close(cursor + Int(truncatingIfNeeded: stop), fieldEnd) {
                            // At most 15 digits: below 2^53, so one exact division rounds once.
                            let mantissa = whole &* integerPowerOfTen(digits) &+ fraction
                            return Double(Int64(truncatingIfNeeded: mantissa)) / powerOfTen(digits)
                        }
                    }
                } else if unsafe close(pointAddress, fieldEnd) {
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
        if unsafe end - cursor >= 16 {
            let digits = unsafe UInt64(truncatingIfNeeded: nonDigits(at: cursor).trailingZeroBitCount)
            if digits &- 1 < 8 {
                let value = unsafe leadingDigits(word(at: cursor), count: digits)
                if unsafe close(cursor + Int(truncatingIfNeeded: digits), fieldEnd) {
                    return Int64(truncatingIfNeeded: value)
                }
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
            if unsafe nonDigits(at: cursor).trailingZeroBitCount == 10 {
                let total =
                    unsafe eightDigits(word(at: cursor)) &* 100
                    &+ leadingDigits(word(at: cursor + 8), count: 2)
                // 9,223,372,035 seconds are the last whose nanoseconds all fit.
                if total <= 9_223_372_035, unsafe close(cursor + 10, fieldEnd) {
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

    /// Steps behind the field's end when it is at `stop`, which must be readable: for the common ends.
    @inlinable @inline(__always)
    mutating func close(_ stop: UnsafePointer<UInt8>, _ fieldEnd: FieldEnd) -> Bool {
        // Readable, says the caller; so the next address is at most the end.
        guard unsafe stop.pointee == (fieldEnd == .comma ? UInt8(ascii: ",") : UInt8(ascii: "\n")) else { return false }
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
    if let number = unsafe scientific(start, limit) { return unsafe closed(number, limit, fieldEnd, isLast) }
    return unsafe closed(scanDecimal(start, limit), limit, fieldEnd, isLast)
}

/// A number like `1.1881e-05`, which some files write all their prices in; nil for every other shape.
private func scientific(_ start: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>) -> Scanned<Double>? {
    // Sixteen bytes for the mask; the words lie inside of them, because the point is among the first eight.
    guard unsafe limit - start >= 16 else { return nil }
    var marks = unsafe nonDigits(at: start)
    let point = marks.trailingZeroBitCount
    marks &= marks &- 1
    let letter = marks.trailingZeroBitCount
    marks &= marks &- 1
    let sign = marks.trailingZeroBitCount
    marks &= marks &- 1
    let stop = marks.trailingZeroBitCount
    // The last comparison keeps all of them inside the sixteen bytes.
    guard point >= 1, point <= 7, letter - point >= 2, letter - point <= 9, sign == letter + 1, stop - sign >= 2,
        stop - sign <= 3, stop < 16, unsafe start[point] == UInt8(ascii: "."),
        unsafe start[letter] | 0x20 == UInt8(ascii: "e"),
        unsafe start[sign] == UInt8(ascii: "-") || start[sign] == UInt8(ascii: "+")
    else { return nil }
    let digits = letter - point - 1
    let whole = unsafe leadingDigits(word(at: start), count: UInt64(point))
    let fraction = unsafe leadingDigits(word(at: start + point + 1), count: UInt64(digits))
    let mantissa = whole &* integerPowerOfTen(UInt64(digits)) &+ fraction
    var power = unsafe Int(start[sign + 1] & 15)
    if stop - sign == 3 { power = unsafe power * 10 + Int(start[sign + 2] & 15) }
    let exponent = unsafe (start[sign] == UInt8(ascii: "-") ? -power : power) - digits
    guard let value = nearestDouble(mantissa: mantissa, exponent: exponent) else { return nil }
    return unsafe Scanned(value, start + stop)
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
