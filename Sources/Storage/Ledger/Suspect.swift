public import MarketData

/// A stretch of a series inside what its source has asserted that has no rows, against the evidence.
public struct Suspect: Hashable, Sendable {
    /// Why it cannot be believed.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Finer candles, or trades, of the same series have rows there.
        case finer = "FINER"
        /// A coarser candle of the same series holds more trades than its parts.
        case coarser = "COARSER"
        /// Its neighbours trade so much that an empty interval is all but impossible.
        case improbable = "IMPROBABLE"
    }

    /// Which series.
    public var series: Series
    /// From the first to the end of the last empty interval.
    public var range: TimeRange
    /// Why.
    public var reason: Reason
    /// The numbers that speak against it, for people.
    public var evidence: String
    /// Trades that an interval there would have had, by its neighbours; nil where that was not the reason.
    public var expectedTrades: Double?

    /// A suspect with all its parts.
    public init(
        _ series: Series, _ range: TimeRange, _ reason: Reason, evidence: String, expectedTrades: Double? = nil
    ) {
        self.series = series
        self.range = range
        self.reason = reason
        self.evidence = evidence
        self.expectedTrades = expectedTrades
    }
}

/// What became of looking at the rows of a series.
public struct Examination: Hashable, Sendable {
    /// The store whose rows were looked at.
    public var store: StoreIdentity
    /// Which series.
    public var series: Series
    /// What was looked at, all of it asserted.
    public var ranges: RangeSet
    /// What was found; each lies in the ranges.
    public var suspects: [Suspect]

    /// An examination with all its parts.
    public init(of series: Series, _ ranges: RangeSet, in store: StoreIdentity, suspects: [Suspect]) {
        (self.series, self.ranges, self.store, self.suspects) = (series, ranges, store, suspects)
    }
}
