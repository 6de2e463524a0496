public import MarketData

/// What a session is to deliver.
public struct SessionQuery: Hashable, Sendable {
    /// The kind of rows.
    public enum Kind: Hashable, Sendable {
        /// Candles of one length.
        case candles(Interval)
        /// Single trades.
        case trades
        /// What the source trades.
        case instruments
    }

    /// The kind of rows.
    public var kind: Kind
    /// The time that is wanted; `TimeRange.all` is from the beginning to the newest.
    public var range: TimeRange
    /// The source's own name of the instrument; empty: the adapter makes it from base and quote.
    public var symbol: String
    /// The hub's name of what is traded: BTC.
    public var base: String
    /// The hub's name of the currency of the price: USD.
    public var quote: String
    /// What sort of thing the base is, nil when nobody said.
    public var category: AssetCategory?
    /// For a file session: the name as given to `identify`.
    public var fileName: String
    /// As the last `Decoded` of an earlier session gave it; empty: from the start of the range.
    public var resumeToken: [UInt8]
    /// Laid over the settings of `adapters.conf`.
    public var settings: [String: String]
    /// All symbols in one reply; `symbol` is empty, and every row names its own.
    public var allSymbols: Bool
    /// Prices adjusted for splits, where the source offers both.
    public var adjusted: Bool

    /// A query for rows of that kind.
    public init(
        _ kind: Kind, range: TimeRange = .all, symbol: String = "", base: String = "", quote: String = "",
        category: AssetCategory? = nil, fileName: String = "", resumeToken: [UInt8] = [],
        settings: [String: String] = [:], allSymbols: Bool = false, adjusted: Bool = false
    ) {
        self.kind = kind
        self.range = range
        self.symbol = symbol
        self.base = base
        self.quote = quote
        self.category = category
        self.fileName = fileName
        self.resumeToken = resumeToken
        self.settings = settings
        self.allSymbols = allSymbols
        self.adjusted = adjusted
    }

    /// A query for everything in one file.
    public init(file identity: FileIdentity, named fileName: String) {
        let kind: Kind =
            switch identity.kind {
            case .candles(let interval): .candles(interval)
            case .trades: .trades
            }
        self.init(kind, symbol: identity.symbol, base: identity.base, quote: identity.quote, fileName: fileName)
    }
}

/// What a file's name says about it. Names are the source's own (XBT).
public struct FileIdentity: Hashable, Sendable {
    /// Candles of an interval, or trades.
    public var kind: SeriesKind
    /// The source's name of the instrument: XBTUSD.
    public var symbol: String
    /// The source's code of what is traded: XBT.
    public var base: String
    /// The source's code of the currency of the price: USD.
    public var quote: String

    /// What a name says.
    public init(kind: SeriesKind, symbol: String, base: String, quote: String) {
        self.kind = kind
        self.symbol = symbol
        self.base = base
        self.quote = quote
    }
}
