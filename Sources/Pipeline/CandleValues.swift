import MarketData

/// What a candle says, time and provenance aside.
struct CandleValues: Equatable {
    var open: Double
    var high: Double
    var low: Double
    var close: Double
    var volume: Double
    var vwap: Double
    var trades: Int64

    init(_ batch: CandleBatch, _ row: Int) {
        open = batch.open[row]
        high = batch.high[row]
        low = batch.low[row]
        close = batch.close[row]
        volume = batch.volume[row]
        vwap = batch.vwap[row]
        trades = batch.trades[row]
    }

    /// A trade as the candle that it makes by itself.
    init(price: Double, volume: Double) {
        (open, high, low, close, vwap) = (price, price, price, price, price)
        (self.volume, trades) = (volume, 1)
    }

    /// Absent equals absent; otherwise as numbers.
    static func == (left: CandleValues, right: CandleValues) -> Bool {
        same(left.open, right.open) && same(left.high, right.high) && same(left.low, right.low)
            && same(left.close, right.close) && same(left.volume, right.volume) && same(left.vwap, right.vwap)
            && left.trades == right.trades
    }

    private static func same(_ left: Double, _ right: Double) -> Bool { left == right || (left.isNaN && right.isNaN) }

    /// Every value that differs, as `close 2 instead of 1.5`, this one first.
    func differences(from other: CandleValues) -> [String] {
        func difference(_ name: String, _ mine: Double, _ others: Double) -> String? {
            Self.same(mine, others) ? nil : "\(name) \(mine.plain) instead of \(others.plain)"
        }
        func count(_ trades: Int64) -> String { trades < 0 ? "absent" : "\(trades)" }
        return [
            difference("open", open, other.open), difference("high", high, other.high),
            difference("low", low, other.low), difference("close", close, other.close),
            difference("volume", volume, other.volume), difference("vwap", vwap, other.vwap),
            trades == other.trades ? nil : "trades \(count(trades)) instead of \(count(other.trades))",
        ].compactMap { $0 }
    }
}

extension Double {
    /// The shortest text, without `.0`; a NaN is an absent value.
    var plain: String {
        if isNaN { return "absent" }
        return description.hasSuffix(".0") ? String(description.dropLast(2)) : description
    }
}
