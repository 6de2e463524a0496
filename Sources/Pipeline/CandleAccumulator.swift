import MarketData

/// One coarse candle in the making.
struct CandleAccumulator {
    /// Open time of the coarse candle.
    let openTime: Int64
    private let open: Double
    private var high: Double
    private var low: Double
    private var close: Double
    private var volume = CompensatedSum()
    private var turnover = CompensatedSum()
    private var trades: Int64? = 0
    private var lowestAverage = Double.infinity
    private var highestAverage = -Double.infinity

    init(openTime: Int64, _ first: CandleValues) {
        self.openTime = openTime
        (open, high, low, close) = (first.open, first.high, first.low, first.close)
        add(first)
    }

    /// Adds the next part in time. An absent value makes the whole's absent: a NaN adds up to NaN.
    mutating func add(_ part: CandleValues) {
        high = max(high, part.high)
        low = min(low, part.low)
        close = part.close
        volume.add(part.volume)
        turnover.add(part.vwap * part.volume)
        lowestAverage = min(lowestAverage, part.vwap)
        highestAverage = max(highestAverage, part.vwap)
        if let sum = trades {
            let (next, overflow) = sum.addingReportingOverflow(part.trades)
            trades = part.trades < 0 || overflow ? nil : next
        }
    }

    /// Writes the candle behind the last row of a batch that has room for it.
    func append(to batch: CandleBatch, flags: UInt32) {
        let row = batch.count
        batch.count = row + 1
        batch.openTime[row] = openTime
        batch.open[row] = open
        batch.high[row] = high
        batch.low[row] = low
        batch.close[row] = close
        batch.volume[row] = volume.value
        batch.vwap[row] = vwap
        batch.trades[row] = trades ?? -1
        batch.symbol[row] = 0
        batch.flags[row] = flags
        batch.row[row] = -1
        batch.position[row] = -1
    }

    /// Absent unless every part has one, and for a volume of 0.
    private var vwap: Double {
        let average = turnover.value / volume.value
        guard average.isFinite else { return .nan }
        // A weighted mean lies between its parts; rounding may put it a digit beside them.
        return min(max(average, lowestAverage), highestAverage)
    }
}
