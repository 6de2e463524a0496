public import MarketData

/// Which coarse candles a resampler may give: what is known of the rows that it reads.
public struct ResamplingRange: Hashable, Sendable {
    /// What becomes of a candle that reaches beyond what is known.
    public enum Edge: Hashable, Sendable {
        /// It is left out: half of a candle is a wrong candle.
        case drop
        /// It is given without `CandleFlags.final`: for showing, not for storing as the whole.
        case keepUnfinished
    }

    /// Where all rows there are will be read; a moment outside may have rows that nobody shows.
    public let known: RangeSet
    /// What becomes of candles that are not inside it whole.
    public let edge: Edge

    /// Rows are known in these ranges. An interval is whole when one of the ranges holds all of it.
    public init(known: RangeSet, edge: Edge = .drop) {
        (self.known, self.edge) = (known, edge)
    }

    /// Rows are known in one range: `.all` when the series is complete, or the range that was asked for.
    public init(known: TimeRange, edge: Edge = .drop) {
        self.init(known: RangeSet([known]), edge: edge)
    }

    /// Whether the interval that opens there is known from its first moment to its last.
    func isWhole(_ opening: Int64, _ interval: Interval) -> Bool {
        // Where the end is out of reach it wraps to a time before the opening, which makes no range.
        let end = opening &+ interval.nanoseconds
        guard let candle = TimeRange(Timestamp(nanoseconds: opening), Timestamp(nanoseconds: end)) else {
            return false
        }
        return known.holds(candle)
    }
}
