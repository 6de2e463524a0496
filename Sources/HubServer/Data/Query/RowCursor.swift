import MarketData

/// Where a page of rows ended: the next begins behind it. For clients an opaque word.
///
/// It says of which series and in which order it is; with another query it is refused.
struct RowCursor: Equatable {
    /// Of the page's last row, ns UTC.
    var time: Int64
    /// Among the trades of that time; 0 for candles.
    var ordinal: Int32 = 0

    /// The word: hexadecimal digits for time, ordinal and query.
    func text(_ series: Series, descending: Bool) -> String {
        Self.hexadecimal(UInt64(bitPattern: time), 16) + Self.hexadecimal(UInt64(UInt32(bitPattern: ordinal)), 8)
            + Self.digits(series, descending)
    }

    /// Reads the word.
    ///
    /// - Throws: a `Problem` where it is not one that this query has given.
    init(_ text: String, of series: Series, descending: Bool) throws {
        let digits = Array(text.utf8)
        guard digits.count == 32, let time = Self.number(digits[..<16]), let ordinal = Self.number(digits[16..<24]),
            Self.number(digits[24...]) != nil
        else { throw PageCursor.problem }
        guard text.hasSuffix(Self.digits(series, descending)) else { throw QueryDigits.otherQuery }
        self.time = Int64(bitPattern: time)
        self.ordinal = Int32(bitPattern: UInt32(truncatingIfNeeded: ordinal))
    }

    init(time: Int64, ordinal: Int32 = 0) { (self.time, self.ordinal) = (time, ordinal) }

    private static func digits(_ series: Series, _ descending: Bool) -> String {
        QueryDigits.of("\(series.line)|\(series.source)|\(descending)")
    }

    private static func hexadecimal(_ number: UInt64, _ width: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: width - digits.count) + digits
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        // Digits alone: the standard library would take a sign, too.
        guard digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else { return nil }
        return UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
