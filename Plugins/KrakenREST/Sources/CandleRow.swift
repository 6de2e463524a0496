import AdapterKit
import AdapterKitJSON

/// A row of OHLC: `[time, open, high, low, close, vwap, volume, count]`.
enum CandleRow {
    /// An interval without trades (count 0) repeats the close before it and is marked as what it is.
    ///
    /// Throws what is wrong with a value: what is none, prices that are not above 0, a volume or a count below 0.
    static func candle(_ row: JSONValue, time: Int64, row number: Int64) throws(JSONError) -> Candle {
        let count = try row.wholeNumber(7, "count")
        var candle = Candle(
            openTime: time, open: try price(row, 1, "open"), high: try price(row, 2, "high"),
            low: try price(row, 3, "low"), close: try price(row, 4, "close"), volume: try row.decimal(6, "volume"),
            vwap: try row.decimal(5, "vwap"), trades: count, row: number, position: Int64(row.position))
        guard count >= 0, candle.volume >= 0, candle.vwap >= 0 else {
            throw JSONError(.number, "a volume, an average or a count is below 0", at: row.position)
        }
        if count == 0 { candle.flags = [.final, .noTrades] }
        // Without trades there is no average.
        if candle.vwap == 0 { candle.vwap = .nan }
        return candle
    }

    private static func price(_ row: JSONValue, _ place: Int, _ name: JSONName) throws(JSONError) -> Double {
        let price = try row.decimal(place, name)
        guard price > 0 else {
            throw try row.element(place, name).wrong(name: name, expected: "a price above 0", .number)
        }
        return price
    }

    /// Whether two rows say the same about the same interval.
    static func areEqual(_ left: Candle, _ right: Candle) -> Bool {
        func values(_ candle: Candle) -> [Double] {
            let vwap = candle.vwap.isNaN ? 0 : candle.vwap
            return [candle.open, candle.high, candle.low, candle.close, candle.volume, vwap]
        }
        return left.openTime == right.openTime && left.trades == right.trades && values(left) == values(right)
    }
}
