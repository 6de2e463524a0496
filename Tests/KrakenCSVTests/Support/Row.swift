import MarketData

/// A decoded row, bit for bit, of either kind.
struct Row: Hashable, CustomStringConvertible {
    var row: Int64
    var position: Int64
    var time: Int64
    /// Bit patterns: open, high, low, close and volume, or price and volume.
    var numbers: [UInt64]
    /// Trades of a candle, or the trade's id.
    var count: Int64
    /// Flags of a candle, or the trade's side.
    var mark: Int

    init(row: Int64, position: Int64, time: Int64, numbers: [Double], count: Int64, mark: Int) {
        self.row = row
        self.position = position
        self.time = time
        self.numbers = numbers.map(\.bitPattern)
        self.count = count
        self.mark = mark
    }

    var description: String {
        "line \(row) at \(position): \(time) \(numbers.map { Double(bitPattern: $0) }) \(count) \(mark)"
    }
}

extension CandleBatch {
    var allRows: [Row] {
        (0..<count).map { index in
            precondition(vwap[index].isNaN && symbol[index] == 0, "Kraken's files name no vwap and no symbol")
            return Row(
                row: row[index], position: position[index], time: openTime[index],
                numbers: [open[index], high[index], low[index], close[index], volume[index]], count: trades[index],
                mark: Int(flags[index]))
        }
    }
}

extension TradeBatch {
    var allRows: [Row] {
        (0..<count).map { index in
            precondition(symbol[index] == 0 && flags[index] == 0, "Kraken's files name no symbol")
            return Row(
                row: row[index], position: position[index], time: time[index],
                numbers: [price[index], volume[index]], count: tradeID[index], mark: Int(side[index]))
        }
    }
}
