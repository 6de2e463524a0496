public import MarketData

/// Something that a source trades, in the source's own words.
public struct SourceInstrument: Hashable, Sendable {
    /// The source's own name.
    public var symbol: String
    /// What is traded; empty when the source does not say.
    public var base: String
    /// The currency of the price; empty when the source does not say.
    public var quote: String
    /// For people; empty when the source does not say.
    public var name: String
    /// Nil when the source does not say.
    public var category: AssetCategory?
    /// Whether it is traded now, nil when the source does not say.
    public var isActive: Bool?
    /// The record of the input, counted from 1; -1 unknown.
    public var row: Int64
    /// That record's first byte; -1 unknown.
    public var position: Int64

    /// An instrument.
    public init(
        symbol: String, base: String, quote: String, name: String = "", category: AssetCategory? = nil,
        isActive: Bool? = nil, row: Int64 = -1, position: Int64 = -1
    ) {
        self.symbol = symbol
        self.base = base
        self.quote = quote
        self.name = name
        self.category = category
        self.isActive = isActive
        self.row = row
        self.position = position
    }
}
