/// A market made up by a seeded random walk: the same seed gives the same candles for ever.
public struct SampleWalk: Sequence, IteratorProtocol, Sendable {
    /// Decimal places of a price.
    public let decimals: Int
    private var random: SplitMix64
    private var price: Int64
    private var time: Int64
    private let step: Int64
    private var left: Int
    /// Of 100 intervals, how many have trades.
    private let activity: Int

    /// - Parameters:
    ///   - seed: which market.
    ///   - start: open time of the first candle, seconds since 1970 UTC.
    ///   - interval: length of a candle in seconds.
    ///   - count: intervals to walk; those without trades give no candle, as in Kraken's files.
    ///   - price: the first price in ticks.
    ///   - decimals: decimal places of a tick.
    ///   - activity: of 100 intervals, how many have trades; below 100 those that have some have few.
    public init(
        seed: UInt64, start: Int64, interval: Int64, count: Int, price: Int64, decimals: Int, activity: Int = 100
    ) {
        random = SplitMix64(seed: seed)
        time = start
        step = interval
        left = count
        self.price = price
        self.decimals = decimals
        self.activity = activity
    }

    /// The next candle, nil at the end.
    public mutating func next() -> SampleCandle? {
        while left > 0 {
            left -= 1
            defer { time += step }
            if Int(random.next() % 100) < activity { return candle() }
        }
        return nil
    }

    private mutating func candle() -> SampleCandle {
        let open = price
        var (high, low) = (open, open)
        let swing = Swift.max(2, open / 2000)
        for _ in 0..<3 {
            price = Swift.max(10, price + Int64(random.next() % UInt64(2 * swing + 1)) - swing)
            high = Swift.max(high, price)
            low = Swift.min(low, price)
        }
        let trades = trades(random.next())
        let volume = Int64(1 + random.next() % 50_000_000) * trades
        return SampleCandle(
            time: time, open: open, high: high, low: low, close: price, volume: volume, trades: trades)
    }

    /// How many, by a number that was drawn: hundreds where every interval has some; where many have none the others have
    /// few, as each trade brings another along as rarely as an interval has any.
    private func trades(_ drawn: UInt64) -> Int64 {
        if activity >= 100 { return Int64(1 + drawn % 200) }
        var (dice, count) = (SplitMix64(seed: drawn), Int64(1))
        while Int(dice.next() % 100) < activity { count += 1 }
        return count
    }

    /// Candles of a multiple of their interval, aggregated.
    public static func aggregate(_ candles: [SampleCandle], to interval: Int64) -> [SampleCandle] {
        var result: [SampleCandle] = []
        for candle in candles {
            let open = candle.time - candle.time % interval
            if let last = result.last, last.time == open {
                result[result.count - 1].merge(candle)
            } else {
                var first = candle
                first.time = open
                result.append(first)
            }
        }
        return result
    }
}

/// Sebastiano Vigna's SplitMix64: small, fast, the same everywhere.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The sequence of a seed.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }
}
