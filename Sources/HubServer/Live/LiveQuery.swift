import HTTPTypes
import Hummingbird
import Live
import MarketData

/// What a request for events wants, from its parameters.
enum LiveQuery {
    private static let known: Set<String> = ["kinds", "asset", "quote", "interval", "source", "last_event_id"]

    static func filter(_ parameters: Parameters) throws(Problem) -> LiveFilter {
        var seen: Set<Substring> = []
        for (name, _) in parameters where !seen.insert(name).inserted {
            throw .parameter(String(name.prefix(64)), "is given twice")
        }
        for (name, _) in parameters where !known.contains(String(name)) {
            throw .parameter(
                String(name.prefix(64)), "is not known here; there are \(known.sorted().joined(separator: ", "))")
        }
        var kinds = Set(LiveKind.allCases)
        if let text = parameters["kinds"] {
            kinds = []
            for name in text.split(separator: ",", maxSplits: LiveKind.allCases.count, omittingEmptySubsequences: false)
            {
                kinds.insert(try kind(String(name)))
            }
        }
        let pattern = LivePattern(
            asset: try name("asset", parameters), quote: try name("quote", parameters),
            interval: try interval(parameters), source: try name("source", parameters))
        return LiveFilter([LiveFilter.Wish(kinds, pattern.isAny ? [] : [pattern])])
    }

    /// The number of the event that was read last: what browsers send when they come back, or a parameter for the rest.
    static func lastEvent(_ request: Request) throws(Problem) -> Int64? {
        let header = request.headers[HTTPField.Name("Last-Event-ID")!]
        guard let text = header ?? request.uri.queryParameters["last_event_id"].map(String.init), !text.isEmpty else {
            return nil
        }
        guard let number = Int64(text), number >= 0 else {
            throw .parameter(
                header == nil ? "last_event_id" : "Last-Event-ID",
                "give the id of the event that was read last, a number")
        }
        return number
    }

    static func kind(_ name: String) throws(Problem) -> LiveKind {
        guard let kind = LiveKind(rawValue: name) else {
            let all = LiveKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw .parameter("kinds", "'\(name.prefix(32))' is none; there are \(all), separated by commas")
        }
        return kind
    }

    private static func name(_ parameter: String, _ parameters: Parameters) throws(Problem) -> String? {
        guard let text = parameters[parameter[...]].map(String.init) else { return nil }
        guard isName(text) else { throw .parameter(parameter, nameRule) }
        return text
    }

    private static func interval(_ parameters: Parameters) throws(Problem) -> Interval? {
        guard let text = parameters["interval"] else { return nil }
        guard let minutes = Int(text), let interval = Interval(minutes: minutes) else {
            throw .parameter("interval", "give whole minutes, 1 to 5256000")
        }
        return interval
    }

    /// Whether a text can be the name of an asset, a currency or a source.
    static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    static let nameRule = "give 1 to 64 visible ASCII characters, as in /v1/series"
}
