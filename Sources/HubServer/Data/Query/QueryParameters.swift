import Hummingbird
import MarketData

/// The words behind the `?` of a request, each checked: one that is not known, or that stands there twice, is refused, so
/// that a misspelt filter is never passed over.
struct QueryParameters {
    private var values: [String: String] = [:]

    /// More words than that no endpoint has.
    private static let most = 32
    /// Longer than any value that makes sense.
    private static let longestValue = 512

    /// - Parameter known: what the endpoint takes.
    /// - Throws: a `Problem` that names the parameter.
    init(_ request: Request, known: [String]) throws {
        guard let query = request.uri.query, !query.isEmpty else { return }
        for pair in query.split(separator: "&", maxSplits: Self.most) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = String(parts[0]).removingURLPercentEncoding(), known.contains(name) else {
                let name = Self.printable(String(parts[0]))
                throw Problem.parameter(
                    name, "there is no such parameter; there are: \(known.sorted().joined(separator: ", "))")
            }
            guard parts.count == 2, let value = String(parts[1]).removingURLPercentEncoding() else {
                throw Problem.parameter(name, "give it a value, percent-encoded UTF-8: \(name)=VALUE")
            }
            let longest = name == "cursor" ? PageCursor.longest : Self.longestValue
            guard value.utf8.count <= longest else { throw Problem.parameter(name, "longer than \(longest) bytes") }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Problem.parameter(name, "given twice; give it once")
            }
        }
    }

    /// A name: an asset, a source. Nil where it is not given.
    func name(_ parameter: String) throws -> String? {
        guard let value = values[parameter] else { return nil }
        guard (1...64).contains(value.utf8.count), value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem.parameter(parameter, "expected a name of 1 to 64 letters, digits and signs of ASCII")
        }
        return value
    }

    /// A whole number in a range.
    func integer(_ parameter: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = values[parameter] else { return nil }
        guard let number = Self.digits(value).flatMap({ Int($0) }), range.contains(number) else {
            throw Problem.parameter(
                parameter, "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// One of some words, in the case they are written in.
    func word<Word: CaseIterable & RawRepresentable<String>>(_ parameter: String, as type: Word.Type) throws -> Word? {
        guard let value = values[parameter] else { return nil }
        guard let word = Word(rawValue: value) else {
            throw Problem.parameter(
                parameter, "expected one of: \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    /// Several words by commas, each of which means something.
    ///
    /// - Parameter expected: what each can be, for people.
    func list<Element>(
        _ parameter: String, _ expected: String, _ element: (String) -> Element?
    ) throws -> [Element]? {
        guard let value = values[parameter] else { return nil }
        let words = value.split(separator: ",", maxSplits: Self.most, omittingEmptySubsequences: false)
        let elements = words.compactMap { word in word.isEmpty ? nil : element(String(word)) }
        guard elements.count == words.count, words.count <= Self.most else {
            throw Problem.parameter(parameter, "expected 1 to \(Self.most) of these, by commas: \(expected)")
        }
        return elements
    }

    /// Minutes that an interval has.
    static let minutes = 1...5_256_000

    /// An interval in minutes.
    func interval(_ parameter: String = "interval") throws -> Interval? {
        try integer(parameter, in: Self.minutes).flatMap { Interval(minutes: $0) }
    }

    /// A moment: RFC 3339, or nanoseconds since 1970.
    func time(_ parameter: String) throws -> Timestamp? {
        guard let value = values[parameter] else { return nil }
        if let number = Self.digits(value).flatMap({ Int64($0) }) {
            // Seconds, or thousandths of them, would be a moment of the first days of 1970.
            guard number == 0 || number.magnitude >= 1_000_000_000_000_000 else {
                throw Problem.parameter(
                    parameter,
                    "\(number) nanoseconds since 1970 were in its first days; give nanoseconds, or a time such as "
                        + "2024-01-31T14:00:00Z")
            }
            return Timestamp(nanoseconds: number)
        }
        if let time = Timestamp(rfc3339: value) { return time }
        throw Problem.parameter(
            parameter,
            "expected a time from 1677-09-22 to 2262-04-11 such as 2024-01-31, 2024-01-31T14:00:00Z or nanoseconds since "
                + "1970 such as 1706709600000000000")
    }

    /// From `start` to `end`; all of time where neither is given.
    func range() throws -> TimeRange {
        let (start, end) = (try time("start"), try time("end"))
        guard let range = TimeRange(start ?? .earliest, end ?? .latest) else {
            throw Problem.parameter(
                end == nil ? "start" : "end",
                "the end (\(end ?? .latest)) must lie behind the start (\(start ?? .earliest))")
        }
        return range
    }

    /// Any text, for those that are read elsewhere.
    func text(_ parameter: String) -> String? { values[parameter] }

    /// Decimal digits and at most a minus before them: no blanks, no `+`, no `_`.
    static func digits(_ text: String) -> String? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let isNumber = (1...19).contains(digits.utf8.count) && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return isNumber ? text : nil
    }

    /// Part of a request in a message: short, and nothing that is not a plain sign.
    private static func printable(_ text: String) -> String {
        String(text.unicodeScalars.prefix(40).map { (0x20..<0x7F).contains($0.value) ? Character($0) : "?" })
    }
}

extension String {
    /// The text that this percent-encoded text stands for; nil where it is none in UTF-8.
    func removingURLPercentEncoding() -> String? {
        if !utf8.contains(0x25) { return self }
        var bytes: [UInt8] = []
        var rest = Substring(self).utf8
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(Self.nibble), let low = rest.popFirst().flatMap(Self.nibble) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
