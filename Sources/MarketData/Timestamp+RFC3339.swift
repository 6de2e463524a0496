extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC, with as many fractional digits as the moment needs:
    /// `2024-04-14T04:00:00Z`, `2024-04-14T04:00:00.25Z`.
    public var description: String {
        // The buffer has the length that `write` asks for and is filled as far as it says.
        unsafe String(unsafeUninitializedCapacity: Self.longestText) { buffer in
            unsafe write(into: buffer)
        }
    }

    /// The length of the longest text that `write(into:)` makes.
    public static let longestText = 30

    /// Writes the RFC 3339 text in ASCII and returns its length, for output that prints millions.
    ///
    /// - Parameter buffer: at least `longestText` bytes.
    @unsafe public func write(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        precondition(buffer.count >= Self.longestText, "a time needs \(Self.longestText) bytes")
        // Rounded down without leaving Int64, also at its very beginning.
        let day = nanoseconds / dayLength - (nanoseconds % dayLength < 0 ? 1 : 0)
        // Wraps only where the first representable day begins before Int64.min, and wraps back.
        let inDay = nanoseconds &- (day &* dayLength)
        let date = CivilDate(daysSinceEpoch: day)
        let second = Int(inDay / 1_000_000_000)
        var length = 0
        func digits(_ value: Int, _ width: Int) {
            var rest = value
            for index in stride(from: width - 1, through: 0, by: -1) {
                // Bounds: at most 29 of the `longestText` bytes checked above are written.
                unsafe buffer[length + index] = UInt8(0x30 + rest % 10)
                rest /= 10
            }
            length += width
        }
        func mark(_ scalar: Unicode.Scalar) {
            unsafe buffer[length] = UInt8(ascii: scalar)
            length += 1
        }
        digits(date.year, 4)
        mark("-")
        digits(date.month, 2)
        mark("-")
        digits(date.day, 2)
        mark("T")
        digits(second / 3600, 2)
        mark(":")
        digits(second / 60 % 60, 2)
        mark(":")
        digits(second % 60, 2)
        var fraction = Int(inDay % 1_000_000_000)
        if fraction != 0 {
            var width = 9
            while fraction % 10 == 0 {
                fraction /= 10
                width -= 1
            }
            mark(".")
            digits(fraction, width)
        }
        mark("Z")
        return length
    }

    /// Reads `2024-04-14`, `2024-04-14T04:00`, `2024-04-14T04:00:00.25Z` or the same with an offset
    /// (`+02:00`); a blank may stand for the `T`, no zone means UTC. Nil for anything else.
    public init?(rfc3339 text: some StringProtocol) {
        var scanner = DigitScanner(bytes: Array(text.utf8))
        guard let year = scanner.number(width: 4), scanner.skip("-"),
            let month = scanner.number(width: 2), scanner.skip("-"),
            let day = scanner.number(width: 2),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        if scanner.atEnd {
            self.init(year: year, month: month, day: day)
            return
        }
        guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let hour = scanner.number(width: 2), hour < 24, scanner.skip(":"),
            let minute = scanner.number(width: 2), minute < 60
        else { return nil }
        var second = 0
        var fraction: Int64 = 0
        if scanner.skip(":") {
            guard let value = scanner.number(width: 2), value < 60 else { return nil }
            second = value
            if scanner.skip(".") {
                guard let value = scanner.fraction() else { return nil }
                fraction = value
            }
        }
        guard let offset = scanner.offsetInSeconds(), scanner.atEnd else { return nil }
        // Wider than Int64: the midnight before the first moment, or the second that holds it, is out
        // of reach while the moment itself is not.
        let seconds = date.daysSinceEpoch * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        guard let moment = Int64(exactly: Int128(seconds) * 1_000_000_000 + Int128(fraction)) else { return nil }
        self.init(nanoseconds: moment)
    }
}

private let dayLength: Int64 = 86_400_000_000_000

/// Reads fixed-width digits and single marks from ASCII.
private struct DigitScanner {
    let bytes: [UInt8]
    var index = 0

    var atEnd: Bool { index == bytes.count }

    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: scalar) else { return false }
        index += 1
        return true
    }

    mutating func number(width: Int) -> Int? {
        guard index + width <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[index..<index + width] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte) - 0x30
        }
        index += width
        return value
    }

    /// One to nine digits as nanoseconds.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var width = 0
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
            guard width < 9 else { return nil }
            value = value * 10 + Int64(bytes[index]) - 0x30
            width += 1
            index += 1
        }
        guard width > 0 else { return nil }
        for _ in width..<9 { value *= 10 }
        return value
    }

    /// `Z`, nothing, or `+hh:mm`.
    mutating func offsetInSeconds() -> Int? {
        if atEnd || skip("Z") || skip("z") { return 0 }
        let sign: Int
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hour = number(width: 2), hour < 24, skip(":"), let minute = number(width: 2), minute < 60 else {
            return nil
        }
        return sign * (hour * 3600 + minute * 60)
    }
}
