import MarketData

/// The rules as a tight loop: finds how far a batch is beyond doubt.
///
/// It may doubt a good row, never pass a bad one; `CandleJudge` decides about the row it stops at.
struct CandleScan {
    let interval: Int64
    private let alignment: Int64
    let phase: Int64
    let latest: Int64

    init(_ rules: CandleRules) {
        interval = rules.interval.nanoseconds
        alignment = rules.alignment.nanoseconds
        let remainder = rules.anchor % alignment
        phase = remainder < 0 ? remainder + alignment : remainder
        latest = rules.now.nanoseconds
    }

    /// Whether a candle may open at a moment, for any Int64.
    func isAligned(_ time: Int64) -> Bool {
        let remainder = time % alignment
        return (remainder < 0 ? remainder + alignment : remainder) == phase
    }

    /// The first row of a run that is not, beyond doubt, a good candle later than the one before it;
    /// the run's end when all are. `last` must be the time of a row that the rules allow.
    func firstDoubt(in batch: CandleBatch, rows: Range<Int>, after last: Int64) -> Int {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= batch.capacity, "more rows than the batch holds")
        // Pointers instead of the columns' checked subscripts: nine columns are read for every row of
        // the hub's whole traffic. The bounds are checked once, by the line above, and the batch keeps
        // its columns alive until the end of the call.
        let time = unsafe batch.openTime.pointer
        let open = unsafe batch.open.pointer
        let high = unsafe batch.high.pointer
        let low = unsafe batch.low.pointer
        let close = unsafe batch.close.pointer
        let volume = unsafe batch.volume.pointer
        let vwap = unsafe batch.vwap.pointer
        let trades = unsafe batch.trades.pointer
        let flags = unsafe batch.flags.pointer
        return withExtendedLifetime(batch) {
            var last = last
            for row in rows {
                // In bounds: `rows` was checked above.
                let t = unsafe time[row]
                let (o, h) = unsafe (open[row], high[row])
                let (l, c) = unsafe (low[row], close[row])
                let (v, w) = unsafe (volume[row], vwap[row])
                let (n, f) = unsafe (trades[row], flags[row])
                // A dense series steps by one interval; only after a hole is a division needed.
                // The difference cannot wrap to the interval: the sum that could is below 0.
                guard t > last, t <= latest, t &- last == interval || isAligned(t),
                    // Written so that a NaN fails; finite and above 0 follows for all four.
                    l > 0, l <= o, l <= c, o <= h, c <= h, h < .infinity,
                    // Written so that a NaN, which is absent, passes.
                    !(v < 0), v != .infinity,
                    w.isNaN
                        || (w > 0 && w >= l / CandleRules.vwapFactor && w <= h * CandleRules.vwapFactor
                            && w < .infinity),
                    n >= -1, f & CandleFlags.noTrades == 0
                else { return row }
                last = t
            }
            return rows.upperBound
        }
    }
}
