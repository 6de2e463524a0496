import MarketData
import Reporting

/// How candles are shown in a table: every value as it is, with as many decimals as the longest of its column has, so that
/// the points stand in one line.
struct CandleFields {
    private let batch: CandleBatch
    private let rows: Range<Int>
    private let prices: Int
    private let volumes: Int

    /// Decimals beyond these are noise of binary fractions, and not padded to.
    private static let mostDecimals = 10

    init(_ batch: CandleBatch, _ rows: Range<Int>) {
        (self.batch, self.rows) = (batch, rows)
        func decimals(_ column: (Int) -> Double) -> Int { rows.map { Self.decimals(column($0)) }.max() ?? 0 }
        prices =
            [
                decimals { batch.open[$0] }, decimals { batch.high[$0] }, decimals { batch.low[$0] },
                decimals { batch.close[$0] },
            ].max() ?? 0
        volumes = decimals { batch.volume[$0] }
    }

    /// The newest first.
    func fields() -> [Fields] {
        rows.reversed().map { index in
            [
                "time": Fields.time(Timestamp(nanoseconds: batch.openTime[index])),
                "open": Self.text(batch.open[index], prices), "high": Self.text(batch.high[index], prices),
                "low": Self.text(batch.low[index], prices), "close": Self.text(batch.close[index], prices),
                "volume": Self.text(batch.volume[index], volumes),
                "trades": batch.trades[index] < 0 ? "–" : Int(batch.trades[index]).grouped,
            ]
        }
    }

    private static func decimals(_ value: Double) -> Int {
        let text = value.description
        guard value.isFinite, !text.contains("e"), !text.hasSuffix(".0"), let point = text.firstIndex(of: ".") else {
            return 0
        }
        return min(mostDecimals, text.distance(from: point, to: text.endIndex) - 1)
    }

    /// The shortest text that gives the value back, with noughts behind it up to so many decimals.
    static func text(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return "–" }
        var text = value.description
        if text.contains("e") { return text }
        if text.hasSuffix(".0") { text.removeLast(2) }
        let there = Self.decimals(value)
        if there >= decimals { return text }
        return text + (there == 0 ? "." : "") + String(repeating: "0", count: decimals - there)
    }
}
