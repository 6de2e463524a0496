import MarketData
import Pipeline

/// A candle outside a batch. Equal when every bit is, so that NaN equals itself.
struct CandleRow: Equatable {
    var time: Int64
    var open = 10.0
    var high = 12.0
    var low = 9.0
    var close = 11.0
    var volume = 5.0
    var vwap = Double.nan
    var trades: Int64 = 3
    var flags = CandleFlags.final
    var symbol: UInt32 = 0
    var row: Int64 = -1
    var position: Int64 = -1

    init(time: Int64) { self.time = time }

    /// The candle of the nth minute after `firstMinute`.
    init(minute: Int64) { time = firstMinute + minute * minuteLength }

    init(_ batch: CandleBatch, _ index: Int) {
        time = batch.openTime[index]
        open = batch.open[index]
        high = batch.high[index]
        low = batch.low[index]
        close = batch.close[index]
        volume = batch.volume[index]
        vwap = batch.vwap[index]
        trades = batch.trades[index]
        flags = batch.flags[index]
        symbol = batch.symbol[index]
        row = batch.row[index]
        position = batch.position[index]
    }

    static func == (left: CandleRow, right: CandleRow) -> Bool {
        left.time == right.time && left.doubles == right.doubles && left.trades == right.trades
            && left.flags == right.flags && left.symbol == right.symbol && left.row == right.row
            && left.position == right.position
    }

    private var doubles: [UInt64] { [open, high, low, close, volume, vwap].map(\.bitPattern) }

    func with(_ change: (inout CandleRow) -> Void) -> CandleRow {
        var changed = self
        change(&changed)
        return changed
    }
}

extension CandleBatch {
    convenience init(_ rows: [CandleRow], capacity: Int? = nil) {
        self.init(capacity: max(capacity ?? rows.count, 1))
        count = rows.count
        for (index, candle) in rows.enumerated() {
            openTime[index] = candle.time
            open[index] = candle.open
            high[index] = candle.high
            low[index] = candle.low
            close[index] = candle.close
            volume[index] = candle.volume
            vwap[index] = candle.vwap
            trades[index] = candle.trades
            flags[index] = candle.flags
            symbol[index] = candle.symbol
            row[index] = candle.row
            position[index] = candle.position
        }
    }

    var allRows: [CandleRow] { (0..<count).map { CandleRow(self, $0) } }
}

let minuteLength: Int64 = 60_000_000_000
/// 2024-01-01T00:00:00Z.
let firstMinute: Int64 = 1_704_067_200_000_000_000
/// 2024-07-01T00:00:00Z.
let testNow = Timestamp(nanoseconds: 1_719_792_000_000_000_000)

func minutes(_ number: Int) throws -> Interval {
    guard let interval = Interval(minutes: number) else { throw BadTestValue() }
    return interval
}

func time(_ text: String) throws -> Timestamp {
    guard let moment = Timestamp(rfc3339: text) else { throw BadTestValue() }
    return moment
}

func range(_ start: Timestamp, _ end: Timestamp) throws -> TimeRange {
    guard let range = TimeRange(start, end) else { throw BadTestValue() }
    return range
}

struct BadTestValue: Error {}
