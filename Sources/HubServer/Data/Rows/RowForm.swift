import MarketData

/// How rows of one series are written in one format, at places that have room for them.
struct RowForm {
    private let format: RowFormat
    private let names: ColumnNames
    /// The end of each row, ready made, in words; what fills up the last is overwritten by the next row.
    private let tail: [UInt64]
    private let tailLength: Int
    private var isFirst = true
    private var day = DayText()
    // Decimals of each column's last values: the next has mostly as many.
    private var open = 2
    private var high = 2
    private var low = 2
    private var close = 2
    private var volume = 2
    private var vwap = 2

    /// - Parameter tail: what stands behind the values of each row.
    init(_ format: RowFormat, tail: String) {
        (self.format, names) = (format, ColumnNames(format))
        let tail = Array(tail.utf8)
        tailLength = tail.count
        self.tail = stride(from: 0, to: tail.count, by: 8).map { start in
            tail[start..<min(start + 8, tail.count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// Room that a row needs: six numbers of at most 25 bytes, their names, a time, the tail, and what a store touches
    /// behind it.
    var longestRow: Int { 512 + tailLength }

    mutating func put(_ batch: CandleBatch, _ row: Int, _ bytes: inout MutableRawSpan, _ at: inout Int) {
        begin(batch.openTime[row], &bytes, &at)
        names.open.put(&bytes, &at)
        number(batch.open[row], names.none, &open, &bytes, &at)
        names.high.put(&bytes, &at)
        number(batch.high[row], names.none, &high, &bytes, &at)
        names.low.put(&bytes, &at)
        number(batch.low[row], names.none, &low, &bytes, &at)
        names.close.put(&bytes, &at)
        number(batch.close[row], names.none, &close, &bytes, &at)
        names.volume.put(&bytes, &at)
        number(batch.volume[row], names.none, &volume, &bytes, &at)
        if format == .json, !batch.vwap[row].isNaN {
            names.vwap.put(&bytes, &at)
            number(batch.vwap[row], names.none, &vwap, &bytes, &at)
        }
        names.trades.put(&bytes, &at)
        integer(batch.trades[row], names.none, &bytes, &at)
        end(&bytes, &at)
    }

    mutating func put(_ batch: TradeBatch, _ row: Int, _ bytes: inout MutableRawSpan, _ at: inout Int) {
        begin(batch.time[row], &bytes, &at)
        names.price.put(&bytes, &at)
        number(batch.price[row], names.none, &close, &bytes, &at)
        names.volume.put(&bytes, &at)
        number(batch.volume[row], names.none, &volume, &bytes, &at)
        names.side.put(&bytes, &at)
        switch batch.side[row] {
        case TradeSide.buy: names.buy.put(&bytes, &at)
        case TradeSide.sell: names.sell.put(&bytes, &at)
        default: names.none.put(&bytes, &at)
        }
        names.tradeID.put(&bytes, &at)
        integer(batch.tradeID[row], names.none, &bytes, &at)
        end(&bytes, &at)
    }

    @inline(__always)
    private mutating func begin(_ time: Int64, _ bytes: inout MutableRawSpan, _ at: inout Int) {
        (isFirst ? names.first : names.next).put(&bytes, &at)
        isFirst = false
        day.prepare(time)
        day.put(time, &bytes, &at)
        names.timeEnd.put(&bytes, &at)
    }

    @inline(__always)
    private func end(_ bytes: inout MutableRawSpan, _ at: inout Int) {
        for (index, word) in tail.enumerated() {
            bytes.storeBytes(of: word.littleEndian, toByteOffset: at + 8 * index, as: UInt64.self)
        }
        at += tailLength
    }
}

@inline(__always)
private func number(
    _ value: Double, _ none: ShortText, _ decimals: inout Int, _ bytes: inout MutableRawSpan, _ at: inout Int
) {
    if value.isNaN { return none.put(&bytes, &at) }
    NumberText.put(value, &decimals, &bytes, &at)
}

@inline(__always)
private func integer(_ value: Int64, _ none: ShortText, _ bytes: inout MutableRawSpan, _ at: inout Int) {
    if value < 0 { return none.put(&bytes, &at) }
    DigitText.put(UInt64(value), &bytes, &at)
}
