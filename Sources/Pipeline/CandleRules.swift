public import MarketData

/// What a candle of one series must satisfy.
public struct CandleRules: Hashable, Sendable {
    /// The candles' length.
    public let interval: Interval
    /// Candles open a whole number of intervals from here, ns UTC; 0 is the epoch.
    public let anchor: Int64
    /// Candles open a whole number of these from the anchor: the interval, or a part of it for a source whose days are
    /// those of a place (New York's begin at 04:00Z and at 05:00Z).
    public let alignment: Interval
    /// The first open time allowed.
    public let earliest: Timestamp
    /// The last open time allowed: the hub's clock when the input was opened.
    public let now: Timestamp

    /// Rules for an interval. Nothing later than `now`, nothing earlier than 2009-01-03 unless said otherwise.
    public init(
        interval: Interval, anchor: Int64 = 0, alignment: Interval? = nil, earliest: Timestamp = .firstPlausible,
        now: Timestamp
    ) {
        self.interval = interval
        self.anchor = anchor
        self.alignment = alignment ?? interval
        self.earliest = earliest
        self.now = now
    }

    /// By which factor a vwap may lie below the low or above the high.
    ///
    /// Sources round it: Massive gives four decimals whatever the price, so that 0.0003 stands beside
    /// low = high = 0.00028531. Rounding to the nearest, not to zero, at most doubles a value. The
    /// rule is there for columns that were mixed up, not for the last digits.
    public static let vwapFactor = 2.0
}
