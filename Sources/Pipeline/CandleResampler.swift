public import MarketData

/// Makes coarser candles from the finer ones of one series, which come in ascending batches.
///
/// Open of the first, close of the last, highest high, lowest low, sums of volume and trades, the
/// parts' vwap weighted by volume. What one part lacks the whole lacks. Only intervals with rows give
/// a candle; they are counted from the epoch (`Interval.floor`). Finer candles are taken as
/// final: a forming one is never stored. The results belong into a series of the source
/// `derived`.
public struct CandleResampler: Sendable {
    /// The length of the candles that go in.
    public let finer: Interval
    /// The length of the candles that come out.
    public let coarser: Interval
    private var current: CandleStream
    private var last: Int64?

    /// A resampler before its first row.
    ///
    /// - Throws: `badInterval` unless `coarser` is a whole multiple of `finer`, and longer.
    public init(from finer: Interval, to coarser: Interval, in range: ResamplingRange) throws(PipelineError) {
        guard coarser > finer, coarser.nanoseconds % finer.nanoseconds == 0 else {
            throw PipelineError(
                .badInterval, "\(finer) to \(coarser)",
                coarser > finer
                    ? "\(coarser) is no whole number of \(finer) candles" : "\(coarser) is not coarser than \(finer)",
                advice: "expected a multiple of \(finer), such as \(Self.example(finer))")
        }
        (self.finer, self.coarser) = (finer, coarser)
        current = CandleStream(interval: coarser, range: range)
    }

    /// Reads rows of `input` from row `start` on, until all are read or `output` is full; what it gives
    /// is put behind the rows that `output` has. Returns the first row not read: when it is not the
    /// input's count, empty the output and call again from there.
    ///
    /// - Throws: `badInput` at a row that does not come later than the one before, or is no open time
    ///   of a finer candle.
    public mutating func read(_ input: CandleBatch, from start: Int = 0, into output: CandleBatch)
        throws(PipelineError) -> Int
    {
        var row = start
        while row < input.count {
            let time = input.openTime[row]
            guard finer.isAligned(time) else {
                throw PipelineError(
                    .badInput, "\(Timestamp(nanoseconds: time))", "no \(finer) candle opens then",
                    advice: "expected the \(finer) candles of one series")
            }
            if let last, time <= last {
                throw PipelineError(
                    .badInput, "\(Timestamp(nanoseconds: time))", "comes behind \(Timestamp(nanoseconds: last))",
                    advice: "expected candles in ascending order, each open time once")
            }
            guard current.add(CandleValues(input, row), at: time, into: output) else { return row }
            last = time
            row += 1
        }
        return row
    }

    /// Gives the last candle, after the last row. False, and nothing done, when `output` is full:
    /// empty it and call again.
    public mutating func finish(into output: CandleBatch) -> Bool { current.finish(into: output) }

    private static func example(_ interval: Interval) -> String {
        Interval(nanoseconds: interval.nanoseconds.multipliedReportingOverflow(by: 3).partialValue)?.description
            ?? "three times that"
    }
}
