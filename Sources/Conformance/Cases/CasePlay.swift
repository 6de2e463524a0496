public import AdapterHost
public import MarketData

/// What came of a session.
public struct CasePlay: Sendable {
    /// What it asked for, in order.
    public var requests: [HTTPRequest] = []
    /// Its rows, in order.
    public var rows: [CaseRow] = []
    /// Where each row came from; empty where that was not recorded.
    public var places: [CasePlace] = []
    /// What the replies prove, in the order given.
    public var assertions: [CaseAssertion] = []
    /// How many rows had come with each assertion, its own batch's included; empty where that was not recorded.
    public var assertionRows: [Int] = []
    /// Of which exchange each of them is, from 1; empty where that was not recorded.
    public var assertionExchanges: [Int] = []
    /// Records that it read past.
    public var rejects: [CaseReject] = []
    /// The first byte of each of them; empty where that was not recorded.
    public var rejectPositions: [Int64] = []
    /// How it ended, nil: well.
    public var failure: CaseFailure?
    /// Rows of which the adapter said that they can still change.
    public var forming: Set<Int> = []
    /// What it wrote to the host's log.
    public var log: [String] = []
    /// Values that the ABI does not know, a sentence each.
    public var strangeValues: [String] = []
    /// Where it could have been broken off.
    public var stops: [CaseStop] = []

    /// Nothing yet.
    public init() {}
}

/// Where a row came from.
public struct CasePlace: Hashable, Sendable, CustomStringConvertible {
    /// Of which exchange, from 1.
    public var exchange: Int
    /// The record of the reply, from 1; -1 unknown.
    public var row: Int64
    /// Its first byte, from 0; -1 unknown.
    public var position: Int64

    /// A place.
    public init(exchange: Int, row: Int64, position: Int64) {
        (self.exchange, self.row, self.position) = (exchange, row, position)
    }

    /// For people.
    public var description: String { "reply \(exchange), record \(row), byte \(position)" }
}

/// Something that a reply proves, its symbol as text; empty: the query's, or all.
public struct CaseAssertion: Hashable, Sendable, CustomStringConvertible {
    /// What is proved.
    public var assertionClass: RangeAssertion.Class
    /// The source's name.
    public var symbol: String
    /// About which time.
    public var range: TimeRange

    /// An assertion.
    public init(_ assertionClass: RangeAssertion.Class, symbol: String = "", range: TimeRange) {
        (self.assertionClass, self.symbol, self.range) = (assertionClass, symbol, range)
    }

    /// As in assertions.csv, but with readable times.
    public var description: String {
        "\(assertionClass == .covered ? "covered" : "source_limit") \(symbol)[\(range)]"
    }
}

/// A record that was read past.
public struct CaseReject: Hashable, Sendable, CustomStringConvertible {
    /// Of which exchange, from 1.
    public var exchange: Int
    /// The record of the reply, from 1; -1 unknown.
    public var row: Int64
    /// `columns`, `number`, `time`, `text` or `other`.
    public var code: String
    /// What is wrong and what was expected.
    public var reason: String

    /// A reject.
    public init(exchange: Int, row: Int64, code: String, reason: String) {
        (self.exchange, self.row, self.code, self.reason) = (exchange, row, code, reason)
    }

    /// As in rejects.csv.
    public var description: String { "\(exchange),\(row),\(code),\(reason)" }
}

/// The error that ended a session.
public struct CaseFailure: Sendable, CustomStringConvertible {
    /// The exchange that it came from or after, from 1; 0: `begin`, or before the first request.
    public var exchange: Int
    /// What the adapter says.
    public var error: AdapterError

    /// As in error.csv.
    public var description: String { "\(exchange),\(CaseWords.word(for: error.errorClass)),\(error.message)" }
}

/// A place at which a session gave a resume token.
public struct CaseStop: Sendable {
    /// What goes on from here.
    public var token: [UInt8]
    /// The exchange that was being decoded, from 0.
    public var exchange: Int
    /// How much had come before it.
    public var rows: Int
    /// How much had come before it.
    public var rejects: Int
    /// How much had come before it.
    public var assertions: Int
}

/// The words of the case files for the ABI's codes.
enum CaseWords {
    static let classes: [(String, AdapterErrorClass)] = [
        ("malformed", .malformed), ("no_data", .noData), ("not_entitled", .notEntitled),
        ("bad_credential", .badCredential), ("rate_limited", .rateLimited), ("source_limit", .sourceLimit),
        ("transient", .transient), ("internal", .internal), ("invalid_query", .invalidQuery),
    ]

    static func word(for errorClass: AdapterErrorClass) -> String {
        classes.first { $0.1 == errorClass }?.0 ?? "unknown"
    }

    static func word(for code: Reject.Code) -> String {
        switch code {
        case .columns: "columns"
        case .number: "number"
        case .time: "time"
        case .text: "text"
        default: "other"
        }
    }
}
