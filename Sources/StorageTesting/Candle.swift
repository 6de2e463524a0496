import MarketData
import Storage

/// A candle for comparing.
struct Candle: CheckedRow {
    var time: Int64
    var open = 10.0
    var high = 12.5
    var low = 9.25
    var close = 11.0
    var volume: Double? = 3.75
    var vwap: Double?
    var trades: Int64? = 7

    /// A whole second, and a whole minute.
    static let start: Int64 = 1_500_000_000 / 60 * 60 * 1_000_000_000
    static let minute: Int64 = 60_000_000_000

    var key: RowKey { RowKey(time: time, ordinal: 0) }

    func kept(by traits: StoreTraits) -> Candle {
        var row = self
        if !traits.keeps(.keepsVWAP) { row.vwap = nil }
        return row
    }

    func over(_ stored: Candle) -> Candle {
        var row = self
        (row.volume, row.vwap, row.trades) = (volume ?? stored.volume, vwap ?? stored.vwap, trades ?? stored.trades)
        return row
    }

    static var name: String { "candles" }
    static var part: WritableKeyPath<RowModel, [Series: [RowKey: Candle]]> { \.candles }

    static func series(_ base: String, _ quote: String, source: String) -> Series {
        .candles(base, quote, source: source)
    }

    static func run(_ numbers: Range<Int>) -> [Candle] {
        numbers.map { number in
            let price = 100 + Double(number % 997) / 8
            return Candle(
                time: start + Int64(number) * minute, open: price, high: price + 2, low: price - 1, close: price + 0.5,
                volume: number % 5 == 0 ? nil : Double(number), vwap: number % 3 == 0 ? price : nil,
                trades: number % 7 == 0 ? nil : Int64(number))
        }
    }

    static func write(
        _ rows: [Candle], to series: Series, of store: any TimeSeriesStore
    ) throws(StorageError) -> WriteCount {
        try store.write(CandleBatch(rows), to: series)
    }

    static func write(
        _ rows: [(row: Candle, place: Int)], among series: [Series], of store: any TimeSeriesStore
    ) throws(StorageError) -> [WriteCount] {
        let batch = CandleBatch(rows.map(\.row))
        for (index, row) in rows.enumerated() { batch.symbol[index] = UInt32(row.place) }
        return try store.write(batch, among: series)
    }

    static func stored(_ rows: [Candle], of series: Series) -> StoredRows {
        StoredRows(.candles(CandleBatch(rows)), of: series)
    }

    static func read(
        _ series: Series, in range: TimeRange, after last: Candle?, capacity: Int, of store: any TimeSeriesStore
    ) throws(StorageError) -> [Candle] {
        var range = range
        if let last {
            guard let rest = TimeRange(Timestamp(nanoseconds: last.time + 1), range.end) else { return [] }
            range = rest
        }
        let batch = CandleBatch.soiled(capacity: capacity)
        try store.read(series, in: range, into: batch)
        return batch.candles
    }

    static func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, capacity: Int, of store: any TimeSeriesStore
    ) throws(StorageError) -> [Candle] {
        let batch = CandleBatch.soiled(capacity: capacity)
        try store.readNewest(limit, of: series, in: range, into: batch)
        return batch.candles
    }
}

extension CandleBatch {
    convenience init(_ rows: [Candle], capacity: Int? = nil) {
        self.init(capacity: capacity ?? max(rows.count, 1))
        count = rows.count
        for (index, candle) in rows.enumerated() {
            openTime[index] = candle.time
            open[index] = candle.open
            high[index] = candle.high
            low[index] = candle.low
            close[index] = candle.close
            volume[index] = candle.volume ?? .nan
            vwap[index] = candle.vwap ?? .nan
            trades[index] = candle.trades ?? -1
            flags[index] = CandleFlags.final
        }
    }

    /// A batch that was used before: what a store leaves as it was is seen.
    static func soiled(capacity: Int) -> CandleBatch {
        let batch = CandleBatch(capacity: capacity)
        batch.count = capacity
        for index in 0..<capacity {
            (batch.openTime[index], batch.open[index], batch.close[index]) = (-77, -77, -77)
            (batch.high[index], batch.low[index], batch.volume[index], batch.vwap[index]) = (-77, -77, -77, -77)
            (batch.trades[index], batch.symbol[index], batch.flags[index]) = (-77, 77, 0)
        }
        return batch
    }

    var candles: [Candle] {
        (0..<count).map {
            Candle(
                time: openTime[$0], open: open[$0], high: high[$0], low: low[$0], close: close[$0],
                volume: volume[$0].isNaN ? nil : volume[$0], vwap: vwap[$0].isNaN ? nil : vwap[$0],
                trades: trades[$0] == -1 ? nil : trades[$0])
        }
    }
}
