public import MarketData

/// What was asked of an adapter when a session was recorded (`query.toml`).
public struct RecordedQuery: Hashable, Sendable {
    /// The kind of rows.
    public enum Kind: Hashable, Sendable {
        /// Candles of so many minutes.
        case candles(minutes: Int)
        /// Single trades.
        case trades
        /// What the source trades.
        case instruments

        /// `candles`.
        public var name: String {
            switch self {
            case .candles: "candles"
            case .trades: "trades"
            case .instruments: "instruments"
            }
        }
    }

    /// The adapter's id.
    public var adapter: String
    /// The kind of rows.
    public var kind: Kind
    /// The first moment wanted; nil: from the beginning.
    public var start: Timestamp?
    /// The first moment no longer wanted; nil: to the newest.
    public var end: Timestamp?
    /// When it was asked, nil when nobody noted it.
    public var now: Timestamp?
    /// The source's own name of the instrument; empty: the adapter makes it.
    public var symbol: String
    /// The hub's name of what is traded.
    public var base: String
    /// The hub's name of the currency of the price.
    public var quote: String
    /// What sort of thing the base is, nil when nobody said.
    public var category: AssetCategory?
    /// All symbols in one reply.
    public var allSymbols: Bool
    /// Prices adjusted for splits.
    public var adjusted: Bool
    /// Where an earlier session had come to; empty: from the start.
    public var resumeToken: String
    /// The adapter's own.
    public var settings: [String: String]

    /// A query for rows of that kind.
    public init(
        adapter: String, _ kind: Kind, start: Timestamp? = nil, end: Timestamp? = nil, now: Timestamp? = nil,
        symbol: String = "", base: String = "", quote: String = "", category: AssetCategory? = nil,
        allSymbols: Bool = false, adjusted: Bool = false, resumeToken: String = "", settings: [String: String] = [:]
    ) {
        self.adapter = adapter
        self.kind = kind
        self.start = start
        self.end = end
        self.now = now
        self.symbol = symbol
        self.base = base
        self.quote = quote
        self.category = category
        self.allSymbols = allSymbols
        self.adjusted = adjusted
        self.resumeToken = resumeToken
        self.settings = settings
    }

    /// Says what it is in a folder's name: `kraken-rest-candles-BTC-USD-60`.
    var folderName: String {
        var parts = [adapter, kind.name]
        if allSymbols {
            parts.append("all")
        } else if base.isEmpty {
            parts.append(symbol)
        } else {
            parts += [base, quote]
        }
        if case .candles(let minutes) = kind { parts.append(String(minutes)) }
        let safe = parts.filter { !$0.isEmpty }.joined(separator: "-").utf8.prefix(100).map { byte -> Character in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                Character(UnicodeScalar(byte))
            default: "-"
            }
        }
        return String(safe)
    }
}
