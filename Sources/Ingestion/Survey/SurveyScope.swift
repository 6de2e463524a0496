public import MarketData

/// Which histories are wanted, and from when to when.
public struct SurveyScope: Hashable, Sendable {
    /// Only assets of these tiers; nil for all.
    public var tiers: Set<Tier>?
    /// Only these assets; nil for all.
    public var tickers: Set<String>?
    /// Only assets of this sort; nil for all.
    public var category: AssetCategory?
    /// Only candles of these; nil for those that the ledger knows of an asset, and `usual` where it knows none.
    public var intervals: [Interval]?
    /// From when on; nil for the first moment that is known of the instrument.
    public var start: Timestamp?
    /// Until when; nil for now.
    public var end: Timestamp?
    /// What is wanted of an asset of which nothing is known.
    public var usual: [Interval] = [60, 1440].compactMap { Interval(minutes: $0) }
    /// How far back an asset is wanted of which nothing is known and whose sources reach back without a limit, in days.
    public var usualDays = 365
    /// Whether histories are wanted that nobody ever asked for.
    public var includesUnknown = true

    /// Everything.
    public init() {}

    /// Whether an asset is one of those that are wanted.
    public func matches(_ asset: Asset) -> Bool {
        asset.isActive && (tiers?.contains(asset.tier) ?? true) && (tickers?.contains(asset.ticker) ?? true)
            && (category == nil || asset.category == category)
    }

    func matches(_ kind: SeriesKind) -> Bool {
        guard let intervals else { return true }
        return kind.interval.map(intervals.contains) ?? false
    }
}
