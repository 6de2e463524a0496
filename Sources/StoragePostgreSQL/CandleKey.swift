import MarketData

/// How a candle's identity is packed into one bigint, the key of the table: `series << 34 | seconds`.
///
/// Candles of one series lie together in the order of time, and a row carries no other key.
enum CandleKey {
    /// Bits for whole seconds since 1970: until 2514.
    static let timeBits: Int64 = 34
    /// Seconds that fit.
    static let seconds: Range<Int64> = 0..<(1 << timeBits)
    /// Series numbers that fit beside them in a positive integer.
    static let largestSeries: Int64 = (1 << (63 - timeBits)) - 1
    static let second: Int64 = 1_000_000_000

    /// The key of a candle of a whole second that fits.
    @inline(__always)
    static func key(series: Int64, nanoseconds: Int64) -> Int64 { series << timeBits | nanoseconds / second }

    /// The open time in a key, ns UTC.
    @inline(__always)
    static func nanoseconds(_ key: Int64) -> Int64 { (key & (seconds.upperBound - 1)) * second }

    /// The series' number in a key.
    static func series(_ key: Int64) -> Int64 { key >> timeBits }

    /// The keys of a series that a range of time covers, nil when it covers none.
    static func keys(series: Int64, in range: TimeRange) -> ClosedRange<Int64>? {
        let first = max(ceiling(range.start.nanoseconds), seconds.lowerBound)
        let last = min(ceiling(range.end.nanoseconds), seconds.upperBound) - 1
        guard first <= last else { return nil }
        return (series << timeBits | first)...(series << timeBits | last)
    }

    /// The first whole second at or behind a moment.
    private static func ceiling(_ nanoseconds: Int64) -> Int64 {
        // Division rounds towards zero, which is up for what is negative.
        nanoseconds / second + (nanoseconds % second > 0 ? 1 : 0)
    }
}
