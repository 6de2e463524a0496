public import MarketData

/// The header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date in one of HTTP's three spellings.
public enum RetryAfter {
    /// What a reply says, nil when it does not. A date is seen from the server's own clock where the reply has it: ours
    /// may be wrong.
    static func duration(_ answer: HTTPAnswer, now: Timestamp) -> Duration? {
        guard let text = answer.header("Retry-After") else { return nil }
        return duration(text, now: answer.header("Date").flatMap { date($0.trimmed) } ?? now)
    }

    /// The time to wait, never negative; nil when the text is neither.
    public static func duration(_ text: String, now: Timestamp) -> Duration? {
        let text = text.trimmed
        if let seconds = seconds(text) { return seconds }
        guard let moment = date(text) else { return nil }
        return .nanoseconds(max(0, moment.nanoseconds - now.nanoseconds))
    }

    /// Whole seconds; some servers send a fraction.
    private static func seconds(_ text: Substring) -> Duration? {
        guard let first = text.utf8.first, (0x30...0x39).contains(first),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }), let value = Double(text)
        else { return nil }
        // A year is as long as any longer time.
        return .seconds(min(value, 31_536_000))
    }

    /// The moment of a date as HTTP writes it, nil for a text that is none.
    public static func moment(_ text: String) -> Timestamp? { date(text.trimmed) }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
    static func date(_ text: Substring) -> Timestamp? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "-" }
        // The name of the day says nothing that the date does not.
        let (day, month, year, time): (Substring, Substring, Substring, Substring)
        switch words.count {
        case 6 where words[5] == "GMT": (day, month, year, time) = (words[1], words[2], words[3], words[4])
        case 5: (day, month, year, time) = (words[2], words[1], words[4], words[3])
        default: return nil
        }
        guard let month = months.firstIndex(of: String(month)), let day = Int(day), var year = Int(year) else {
            return nil
        }
        // Two digits: RFC 9110 reads them as the nearest such year; these headers speak of the near future.
        if year < 100 { year += year < 70 ? 2000 : 1900 }
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) ?? -1 }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2]),
            let midnight = Timestamp(year: year, month: month + 1, day: day)
        else { return nil }
        let inDay = (clock[0] * 3600 + clock[1] * 60 + clock[2]) * 1_000_000_000
        let (moment, overflow) = midnight.nanoseconds.addingReportingOverflow(inDay)
        return overflow ? nil : Timestamp(nanoseconds: moment)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}

extension StringProtocol {
    /// Without blanks and line ends on both sides.
    var trimmed: SubSequence {
        let isBlank = { (character: Character) in character == " " || character == "\t" || character.isNewline }
        let front = drop(while: isBlank)
        return front[..<(front.lastIndex { !isBlank($0) }.map(front.index(after:)) ?? front.startIndex)]
    }
}
