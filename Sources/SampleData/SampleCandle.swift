/// A made-up candle in whole numbers, so that its text is exact.
public struct SampleCandle: Hashable, Sendable {
    /// Open time, seconds since 1970 UTC.
    public var time: Int64
    /// The first price, in ticks; `SampleWalk.decimals` says how many decimal places a tick has.
    public var open: Int64
    /// The highest.
    public var high: Int64
    /// The lowest.
    public var low: Int64
    /// The last.
    public var close: Int64
    /// In 1e-8 of the base asset.
    public var volume: Int64
    /// How many.
    public var trades: Int64

    /// Takes a later candle of the same interval in.
    mutating func merge(_ later: SampleCandle) {
        high = max(high, later.high)
        low = min(low, later.low)
        close = later.close
        volume += later.volume
        trades += later.trades
    }
}
