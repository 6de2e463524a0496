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
            + Self.hexadecimal(Self.check(series, descending), 8)
    }

    /// Reads the word.
    ///
    /// - Throws: a `Problem` where it is not one that this query has given.
    init(_ text: String, of series: Series, descending: Bool) throws {
        let digits = Array(text.utf8)
        guard digits.count == 32, let time = Self.number(digits[..<16]), let ordinal = Self.number(digits[16..<24]),
            let check = Self.number(digits[24...])
        else { throw Problem.parameter("cursor", "not a cursor; give the 'next' of the page before as it is") }
        guard check == Self.check(series, descending) else {
            throw Problem.parameter("cursor", "it belongs to another query; keep all parameters as they were")
        }
        self.time = Int64(bitPattern: time)
        self.ordinal = Int32(bitPattern: UInt32(truncatingIfNeeded: ordinal))
    }

    init(time: Int64, ordinal: Int32 = 0) { (self.time, self.ordinal) = (time, ordinal) }

    /// FNV-1a, 32 bits of it: it guards against mistakes, not against anybody.
    private static func check(_ series: Series, _ descending: Bool) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(series.line)|\(series.source)|\(descending)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return (hash >> 32) ^ (hash & 0xFFFF_FFFF)
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
