public import MarketData

/// What a trade of one series must satisfy.
public struct TradeRules: Hashable, Sendable {
    /// The first time allowed.
    public let earliest: Timestamp
    /// The last time allowed: the hub's clock when the input was opened.
    public let now: Timestamp

    /// Nothing later than `now`, nothing earlier than 2009-01-03 unless said otherwise.
    public init(earliest: Timestamp = .firstPlausible, now: Timestamp) {
        (self.earliest, self.now) = (earliest, now)
    }
}
