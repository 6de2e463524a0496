import Access
import Hummingbird
import MarketData

/// What is asked of a page: the words of its address, bounded, and who asks.
struct PageRequest: Sendable {
    let path: String
    let who: Principal?
    private let words: [String: String]

    /// A parameter may be this long.
    static let longest = 200

    init(_ request: Request, _ context: HubRequestContext) {
        path = request.uri.path
        who = context.who
        var words: [String: String] = [:]
        for (name, value) in request.uri.queryParameters where !value.isEmpty && value.utf8.count <= Self.longest {
            // A form writes a space as a plus.
            words[String(name)] = String(value).split(separator: "+", omittingEmptySubsequences: false).joined(
                separator: " ")
        }
        self.words = words
    }

    var mayOperate: Bool { (who?.role ?? .read) >= .operate }
    var mayAdminister: Bool { who?.role == .admin }

    /// A word of the address, nil where it is not there or empty.
    subscript(_ name: String) -> String? { words[name] }

    /// One of a few words.
    func choice<Choice: RawRepresentable>(_ name: String, _: Choice.Type) throws(Problem) -> Choice?
    where Choice.RawValue == String, Choice: CaseIterable {
        guard let text = words[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .parameter(name, "'\(text)' is none of \(all)")
        }
        return choice
    }

    /// A whole number between bounds.
    func number(_ name: String, in bounds: ClosedRange<Int>, otherwise: Int) throws(Problem) -> Int {
        guard let text = words[name] else { return otherwise }
        guard let number = Int(text), bounds.contains(number) else {
            throw .parameter(name, "must be a whole number of \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        return number
    }

    /// A moment: a day, or a time in RFC 3339.
    func moment(_ name: String) throws(Problem) -> Timestamp? {
        guard let text = words[name] else { return nil }
        guard let moment = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "T00:00:00Z") else {
            throw .parameter(name, "'\(text)' is no time; write 2024-01-31 or 2024-01-31T12:00:00Z")
        }
        return moment
    }

    /// Candles of an interval, by its minutes, or trades.
    func kind(_ name: String) throws(Problem) -> SeriesKind? {
        guard let text = words[name] else { return nil }
        guard let kind = SeriesKind(parameter: text) else {
            throw .parameter(name, "'\(text)' is no interval; write its minutes, or trades")
        }
        return kind
    }
}

extension SeriesKind {
    /// For an address: `60`, `30s`, `trades`.
    var parameter: String {
        guard let interval else { return "trades" }
        return interval.minutes.map { "\($0)" } ?? "\(interval.nanoseconds / 1_000_000_000)s"
    }

    /// From an address.
    init?(parameter: String) {
        if parameter == "trades" {
            self = .trades
        } else if parameter.hasSuffix("s"), let seconds = Int64(parameter.dropLast()),
            // Before it is multiplied: a number from outside can have any size.
            (1..<10_000_000).contains(seconds), let interval = Interval(nanoseconds: seconds * 1_000_000_000)
        {
            self = .candles(interval)
        } else if let minutes = Int(parameter), let interval = Interval(minutes: minutes) {
            self = .candles(interval)
        } else {
            return nil
        }
    }
}
