import Foundation
import Live
import MarketData

/// What a client of the WebSocket asks: `{"op":"subscribe","id":1,"kinds":["candles"],"series":[{"asset":"BTC"}]}`.
struct StreamRequest: Decodable {
    /// Which series; what is not named is any.
    struct Wanted: Decodable {
        var asset: String?
        var quote: String?
        var interval_minutes: Int?
        var source: String?
    }

    var op: String
    /// The client's number for it.
    var id: Int64?
    var kinds: [String]?
    var series: [Wanted]?

    /// - Throws: a sentence on what is wrong.
    init(_ message: Data) throws(StreamComplaint) {
        do {
            self = try JSONDecoder().decode(StreamRequest.self, from: message)
        } catch let error as DecodingError {
            throw StreamComplaint(Self.sentence(error))
        } catch {
            throw StreamComplaint("send a JSON object with op: subscribe, unsubscribe or ping")
        }
    }

    private static func sentence(_ error: DecodingError) -> String {
        func place(_ context: DecodingError.Context) -> String {
            let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
            return path.isEmpty ? "the message" : path
        }
        return switch error {
        case .keyNotFound(let key, _): "\(key.stringValue): is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context): "\(place(context)): is of another type"
        default: "send a JSON object with op: subscribe, unsubscribe or ping"
        }
    }

    /// What it wishes for.
    func wish() throws(StreamComplaint) -> LiveFilter.Wish {
        var wish = LiveFilter.Wish()
        if let kinds {
            wish.kinds = []
            for name in kinds.prefix(LiveKind.allCases.count + 1) {
                guard let kind = LiveKind(rawValue: name) else {
                    let all = LiveKind.allCases.map(\.rawValue).joined(separator: ", ")
                    throw StreamComplaint("kinds: '\(name.prefix(32))' is none; there are \(all)")
                }
                wish.kinds.insert(kind)
            }
            if wish.kinds.isEmpty { throw StreamComplaint("kinds: name at least one, or leave it out for all") }
        }
        for wanted in series ?? [] { wish.patterns.append(try wanted.pattern()) }
        return wish
    }
}

extension StreamRequest.Wanted {
    fileprivate func pattern() throws(StreamComplaint) -> LivePattern {
        for (name, value) in [("asset", asset), ("quote", quote), ("source", source)] {
            if let value, !LiveQuery.isName(value) { throw StreamComplaint("series.\(name): \(LiveQuery.nameRule)") }
        }
        let interval = interval_minutes.flatMap { Interval(minutes: $0) }
        if interval_minutes != nil, interval == nil {
            throw StreamComplaint("series.interval_minutes: give whole minutes, 1 to 5256000")
        }
        return LivePattern(asset: asset, quote: quote, interval: interval, source: source)
    }
}

/// What is wrong with what a client asked; the connection goes on.
struct StreamComplaint: Error {
    var message: String
    init(_ message: String) { self.message = message }
}
