import MarketData
import Reporting

/// How a candle is shown: for people in a table, and for the script that draws.
enum CandleFields {
    static func row(_ batch: CandleBatch, _ index: Int) -> Fields {
        [
            "time": Fields.time(Timestamp(nanoseconds: batch.openTime[index])), "open": text(batch.open[index]),
            "high": text(batch.high[index]), "low": text(batch.low[index]), "close": text(batch.close[index]),
            "volume": text(batch.volume[index]),
            "trades": batch.trades[index] < 0 ? "–" : Int(batch.trades[index]).grouped,
        ]
    }

    /// The shortest text that gives the value back, without an exponent where that can be read.
    private static func text(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
