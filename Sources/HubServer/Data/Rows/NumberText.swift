/// Numbers and words as ASCII, at a place in bytes that has room for them.
///
/// Spans check every write; what they save is an array's question, at each byte, whether it is its owner's alone.
enum NumberText {
    /// Powers of ten that a double has exactly, as far as decimals are looked for.
    private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]
    /// Below this a whole number has at most 15 digits.
    private static let fifteenDigits = 1e15

    /// A word of the program.
    @inline(__always)
    static func put(_ text: StaticString, _ span: inout MutableSpan<UInt8>, _ at: inout Int) {
        let length = text.utf8CodeUnitCount
        // A literal of ASCII has its bytes in the program, as many as it says.
        let bytes = unsafe UnsafeBufferPointer(start: text.utf8Start, count: length)
        for index in 0..<length {
            span[at] = unsafe bytes[index]
            at += 1
        }
    }

    /// A value's name in an object, or the comma before its column.
    @inline(__always)
    static func name(
        _ text: StaticString, _ format: RowFormat, _ span: inout MutableSpan<UInt8>, _ at: inout Int
    ) {
        if format != .csv { return put(text, &span, &at) }
        span[at] = 0x2C
        at += 1
    }

    /// A whole number.
    @inline(__always)
    static func digits(_ value: UInt64, _ span: inout MutableSpan<UInt8>, _ at: inout Int) {
        let end = at + length(value)
        var (rest, place) = (value, end)
        repeat {
            place -= 1
            span[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        at = end
    }

    /// The shortest text that gives the number back; not NaN.
    ///
    /// A decimal of at most 15 digits belongs to one double alone, and its quotient of a whole number and a power of ten is
    /// rounded once: where that quotient is the number, its digits are the shortest text. Prices and volumes are such
    /// decimals, and this takes a third of the time that finding the shortest text takes in general. What is very small is
    /// written with an exponent, as everywhere in the hub.
    ///
    /// - Parameter decimals: how many the last value of this kind had; tried first.
    @inline(__always)
    static func put(
        _ value: Double, _ decimals: inout Int, _ span: inout MutableSpan<UInt8>, _ at: inout Int
    ) {
        let size = abs(value)
        var places = decimals
        for turn in 0..<2 where size >= 1e-4 || size == 0 {
            if turn == 1 { places = powers.count - 1 }
            guard size * powers[places] < fifteenDigits else { continue }
            let whole = (size * powers[places]).rounded()
            guard whole / powers[places] == size else { continue }
            var (number, kept) = (UInt64(whole), places)
            while kept > 0, number % 10 == 0 {
                number /= 10
                kept -= 1
            }
            decimals = max(kept, 1)
            if value.sign == .minus { put("-", &span, &at) }
            return put(number, kept, &span, &at)
        }
        var text = value.description
        text.withUTF8 { utf8 in
            // The text's own bytes, for the duration of the call. What ends with `.0` is a whole number.
            let isWhole = unsafe utf8.count > 2 && utf8[utf8.count - 1] == 0x30 && utf8[utf8.count - 2] == 0x2E
            for index in 0..<(utf8.count - (isWhole ? 2 : 0)) {
                span[at] = unsafe utf8[index]
                at += 1
            }
        }
    }

    /// A whole number of units of a power of ten: 4201 and 2 are `42.01`.
    @inline(__always)
    private static func put(_ number: UInt64, _ decimals: Int, _ span: inout MutableSpan<UInt8>, _ at: inout Int) {
        if decimals == 0 { return digits(number, &span, &at) }
        let end = at + max(length(number), decimals + 1) + 1
        var (rest, place) = (number, end)
        for _ in 0..<decimals {
            place -= 1
            span[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        place -= 1
        span[place] = 0x2E
        repeat {
            place -= 1
            span[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        at = end
    }

    /// Decimal digits.
    @inline(__always)
    private static func length(_ value: UInt64) -> Int {
        var (digits, limit) = (1, UInt64(10))
        while value >= limit, digits < 20 {
            digits += 1
            let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
            if overflow { break }
            limit = next
        }
        return digits
    }
}
