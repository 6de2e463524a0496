import MarketData

/// Parts in, coarse candles out; what the two resamplers share.
struct CandleStream {
    let interval: Interval
    let range: ResamplingRange
    private var candle: CandleAccumulator?

    init(interval: Interval, range: ResamplingRange) {
        (self.interval, self.range) = (interval, range)
    }

    /// Adds a part. False, and nothing done, when a candle has to be given first and the output is full.
    mutating func add(_ part: CandleValues, at time: Int64, into output: CandleBatch) -> Bool {
        let opening = interval.floor(time)
        if candle?.openTime == opening {
            candle?.add(part)
            return true
        }
        guard finish(into: output) else { return false }
        candle = CandleAccumulator(openTime: opening, part)
        return true
    }

    /// Gives the candle in the making. False, and nothing done, when the output is full.
    mutating func finish(into output: CandleBatch) -> Bool {
        guard let done = candle else { return true }
        let whole = range.isWhole(done.openTime, interval)
        if whole || range.edge == .keepUnfinished {
            guard output.count < output.capacity else { return false }
            done.append(to: output, flags: whole ? CandleFlags.final : 0)
        }
        candle = nil
        return true
    }
}
