public import MarketData

/// A candle that two sources give differently.
public struct CandleDifference: Hashable, Sendable {
    /// What is compared.
    public enum Field: String, Hashable, Sendable, CaseIterable {
        case open, high, low, close, volume
    }

    /// A field in which they differ, with both values: quote per base, of the volume units of base.
    public struct Value: Hashable, Sendable {
        /// Which.
        public let field: Field
        /// The first source's.
        public let a: Double
        /// The second source's.
        public let b: Double
    }

    /// When the candle opens.
    public let openTime: Timestamp
    /// The fields in which they differ, in the order of `Field`; at least one.
    public let values: [Value]
}

/// How many candles of a history two sources have.
public struct ComparisonCounts: Hashable, Sendable {
    /// Both have.
    public var both = 0
    /// Only the first has.
    public var onlyA = 0
    /// Only the second has.
    public var onlyB = 0
    /// Of those that both have, those that differ beyond the tolerance.
    public var differing = 0

    /// Nothing counted yet.
    public init() {}
}
