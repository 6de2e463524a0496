/// A made-up candle in whole numbers, so that its text is exact.
public struct SampleCandle: Hashable, Sendable {
    /// Open time, seconds since 1970 UTC.
    public var time: Int64
    /// Prices in ticks of `SampleWalk.tick`.
    public var open: Int64
    public var high: Int64
    public var low: Int64
    public var close: Int64
    /// In 1e-8 of the base asset.
    public var volume: Int64
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
