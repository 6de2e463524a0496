public import MarketData

/// Kinds of data, the bits of the ABI.
public struct DataKinds: OptionSet, Hashable, Sendable {
    /// Bits `CW_KIND_...`.
    public let rawValue: UInt32
    /// Those bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Candles.
    public static let candles = DataKinds(rawValue: 1)
    /// Single trades.
    public static let trades = DataKinds(rawValue: 2)
    /// Lists of what the source trades.
    public static let instruments = DataKinds(rawValue: 4)

    static let names: [(String, DataKinds)] = [
        ("candles", .candles), ("trades", .trades), ("instruments", .instruments),
    ]
}

/// Ways by which the bytes come, the bits of the ABI.
public struct Transports: OptionSet, Hashable, Sendable {
    /// Bits `CW_REQUEST_...`.
    public let rawValue: UInt32
    /// Those bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Files that the user has.
    public static let file = Transports(rawValue: 1)
    /// HTTP requests.
    public static let http = Transports(rawValue: 2)
    /// Streams over WebSocket.
    public static let stream = Transports(rawValue: 4)

    static let names: [(String, Transports)] = [("file", .file), ("http", .http), ("stream", .stream)]
}

extension DataKinds: CustomStringConvertible {
    /// `candles, trades`.
    public var description: String {
        Self.names.filter { contains($0.1) }.map(\.0).joined(separator: ", ")
    }
}

extension Transports: CustomStringConvertible {
    /// `file, http`.
    public var description: String {
        Self.names.filter { contains($0.1) }.map(\.0).joined(separator: ", ")
    }
}

/// How the source stamps a candle; the columns carry the open time either way.
public enum CandleStamp: Int32, Hashable, Sendable {
    /// With its open time.
    case open = 0
    /// With its close time.
    case close = 1
}

/// What a source does not go beyond; 0 means no limit.
public struct SourceLimits: Hashable, Sendable {
    /// Rows in one reply.
    public var rowsPerReply: Int64 = 0
    /// Only the newest so many candles can be had.
    public var reachRows: Int64 = 0
    /// Only this far back, in nanoseconds.
    public var reachTime: Int64 = 0
    /// Requests a minute.
    public var requestsPerMinute: Int64 = 0

    /// No limits.
    public init() {}
}

/// What an adapter is: the manifest says it, and the library must say the same.
public struct AdapterDescriptor: Hashable, Sendable {
    /// The source's name in the store: lower-case letters, digits, `-`.
    public var id: String
    /// For people.
    public var name: String
    /// Of the adapter, semantic.
    public var version: String
    /// SPDX.
    public var licence: String
    /// How its bytes come.
    public var transports: Transports
    /// What it delivers.
    public var kinds: DataKinds
    /// Candle lengths, ascending.
    public var intervals: [Interval]
    /// How the source stamps a candle.
    public var stamp: CandleStamp
    /// Nanoseconds after midnight of `dayZone` at which a day candle opens.
    public var dayAnchor: Int64
    /// IANA name.
    public var dayZone: String
    /// Host names that requests may go to.
    public var hosts: [String]
    /// Names of credentials, never values.
    public var credentials: [String]
    /// What the source does not go beyond.
    public var limits: SourceLimits
}
