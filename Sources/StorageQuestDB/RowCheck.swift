import MarketData

/// What a row must be to lie in the tables.
enum RowCheck {
    private static let nanosecondsPerMicrosecond: Int64 = 1_000

    /// Why candles cannot be stored, nil when they can. - Parameter places: nil when all rows are of one series.
    static func firstProblem(in batch: CandleBatch, places: Int?) -> String? {
        var before = [Int64](repeating: .min, count: places ?? 1)
        for row in 0..<batch.count {
            let place = places == nil ? 0 : Int(batch.symbol[row])
            guard place < before.count else { return "\(name(row, batch)) is of no series given" }
            let time = batch.openTime[row]
            if time < 0 { return "\(name(row, batch)) opens before 1970" }
            if time % nanosecondsPerMicrosecond != 0 {
                return "\(name(row, batch)) does not open on a whole microsecond"
            }
            if time <= before[place] { return "\(name(row, batch)) is not behind the one before it" }
            before[place] = time
            // One of them is NaN or infinite exactly when this sum times zero is not zero.
            let prices = batch.open[row] * 0 + batch.high[row] * 0 + batch.low[row] * 0 + batch.close[row] * 0
            if prices != 0 { return "\(name(row, batch)) has a price that is no finite number" }
            if batch.volume[row].isInfinite { return "\(name(row, batch)) has an infinite volume" }
            let trades = batch.trades[row]
            if trades != Int64(Int32(truncatingIfNeeded: trades)) || trades == Int64(Int32.min) {
                return "\(name(row, batch)) has \(trades) trades, more than column trade_count holds"
            }
        }
        return nil
    }

    /// Why trades cannot be stored, likewise.
    static func firstProblem(in batch: TradeBatch, places: Int?) -> String? {
        var before = [(Int64, Int32)](repeating: (.min, .min), count: places ?? 1)
        for row in 0..<batch.count {
            let place = places == nil ? 0 : Int(batch.symbol[row])
            guard place < before.count else { return "\(name(row, batch)) is of no series given" }
            let key = (batch.time[row], batch.ordinal[row])
            if key.0 < 0 { return "\(name(row, batch)) is from before 1970" }
            if !(0..<TradeOrdinal.limit).contains(Int64(key.1)) {
                return "\(name(row, batch)): ordinals reach from 0 to \(TradeOrdinal.limit - 1)"
            }
            if key <= before[place] { return "\(name(row, batch)) is not behind the one before it" }
            before[place] = key
            if !batch.price[row].isFinite { return "\(name(row, batch)) has a price that is no finite number" }
            if batch.volume[row].isInfinite { return "\(name(row, batch)) has an infinite volume" }
            if batch.tradeID[row] == .min { return "\(name(row, batch)) has a trade id that means NULL" }
            if ![TradeSide.none, TradeSide.buy, TradeSide.sell].contains(batch.side[row]) {
                return "\(name(row, batch)) has side \(batch.side[row]), which is neither buy nor sell"
            }
        }
        return nil
    }

    private static func name(_ row: Int, _ batch: CandleBatch) -> String {
        "the candle of \(Timestamp(nanoseconds: batch.openTime[row]))"
    }

    private static func name(_ row: Int, _ batch: TradeBatch) -> String {
        "trade \(batch.ordinal[row]) of \(Timestamp(nanoseconds: batch.time[row]))"
    }
}
