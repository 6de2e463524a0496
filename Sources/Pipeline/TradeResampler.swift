public import MarketData

/// Makes candles from the trades of one series, which come in ascending batches.
///
/// As `CandleResampler`; every trade counts, also one of volume 0, and the vwap is
/// sum(price * volume) / sum(volume), absent where no volume was traded.
public struct TradeResampler: Sendable {
    /// The length of the candles that come out.
    public let interval: Interval
    private var current: CandleStream
    private var last: Int64?

    /// A resampler before its first row.
    public init(to interval: Interval, in range: ResamplingRange) {
        self.interval = interval
        current = CandleStream(interval: interval, range: range)
    }

    /// Reads rows of `input` from row `start` on, as `CandleResampler.read` does.
    ///
    /// - Throws: `badInput` at a trade that is earlier than the one before.
    public mutating func read(_ input: TradeBatch, from start: Int = 0, into output: CandleBatch)
        throws(PipelineError) -> Int
    {
        var row = start
        while row < input.count {
            let time = input.time[row]
            if let last, time < last {
                throw PipelineError(
                    .badInput, "\(Timestamp(nanoseconds: time))", "comes behind \(Timestamp(nanoseconds: last))",
                    advice: "expected trades in ascending order")
            }
            let trade = CandleValues(price: input.price[row], volume: input.volume[row])
            guard current.add(trade, at: time, into: output) else { return row }
            last = time
            row += 1
        }
        return row
    }

    /// Gives the last candle, after the last row. False, and nothing done, when `output` is full:
    /// empty it and call again.
    public mutating func finish(into output: CandleBatch) -> Bool { current.finish(into: output) }
}
