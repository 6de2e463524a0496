import MarketData

/// Values in a batch that the ABI does not know: what a host would have to guess about.
enum StrangeValues {
    /// A sentence for each; the first of a column is enough.
    static func of(_ batch: CandleBatch) -> [String] {
        var found: [String] = []
        let known = CandleFlags.final | CandleFlags.noTrades
        for row in 0..<batch.count {
            let prices = [("open", batch.open), ("high", batch.high), ("low", batch.low), ("close", batch.close)]
            for (name, column) in prices where !column[row].isFinite { found.append(text(name, column[row], row)) }
            for (name, column) in [("volume", batch.volume), ("vwap", batch.vwap)] where column[row].isInfinite {
                found.append(text(name, column[row], row, absent: "NaN"))
            }
            if batch.trades[row] < -1 { found.append(text("trades", batch.trades[row], row, absent: "-1")) }
            if batch.flags[row] & ~known != 0 { found.append(text("flags", batch.flags[row], row)) }
        }
        return found
    }

    /// A sentence for each.
    static func of(_ batch: TradeBatch) -> [String] {
        var found: [String] = []
        let sides = [TradeSide.none, TradeSide.buy, TradeSide.sell]
        for row in 0..<batch.count {
            if !batch.price[row].isFinite { found.append(text("price", batch.price[row], row)) }
            if batch.volume[row].isInfinite { found.append(text("volume", batch.volume[row], row, absent: "NaN")) }
            if !sides.contains(batch.side[row]) { found.append(text("side", batch.side[row], row, absent: "-1")) }
            if batch.tradeID[row] < -1 { found.append(text("trade_id", batch.tradeID[row], row, absent: "-1")) }
            if batch.flags[row] != 0 { found.append(text("flags", batch.flags[row], row)) }
        }
        return found
    }

    private static func text(
        _ column: String, _ value: some CustomStringConvertible, _ row: Int, absent: String? = nil
    ) -> String {
        "row \(row + 1) of a batch has the \(column) \(value)" + (absent.map { "; absent is \($0)" } ?? "")
    }
}
