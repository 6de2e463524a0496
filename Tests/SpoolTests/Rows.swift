import MarketData
import Storage

/// A candle for comparing.
struct Candle: Hashable {
    var time: Int64
    var prices: [Double]
    var volume: Double?
    var vwap: Double?
    var trades: Int64?
}

/// A trade for comparing.
struct Trade: Hashable {
    var time: Int64
    var ordinal: Int32
    var price: Double
    var volume: Double?
    var side: Int8
    var id: Int64?
}

/// All rows of a store.
struct Contents: Hashable {
    var candles: [Series: [Candle]] = [:]
    var trades: [Series: [Trade]] = [:]

    init(of store: some TimeSeriesStore) throws {
        for summary in try store.series(matching: SeriesFilter()) {
            switch summary.series.kind {
            case .candles:
                let batch = CandleBatch(capacity: 8192)
                try store.read(summary.series, in: .all, into: batch)
                candles[summary.series] = batch.rows
            case .trades:
                let batch = TradeBatch(capacity: 8192)
                try store.read(summary.series, in: .all, after: nil, into: batch)
                trades[summary.series] = batch.rows
            }
        }
    }

    var count: Int { candles.values.reduce(0) { $0 + $1.count } + trades.values.reduce(0) { $0 + $1.count } }
}

extension CandleBatch {
    /// One-minute candles whose values depend on the minute and on `version`; some values are absent.
    static func candles(_ minutes: Range<Int64>, version: Double = 0) -> CandleBatch {
        let batch = CandleBatch(capacity: max(1, minutes.count))
        batch.count = minutes.count
        for (row, minute) in minutes.enumerated() {
            let price = 100 + Double(minute % 997) / 8 + version
            batch.openTime[row] = (1_500_000_000 + minute * 60) * 1_000_000_000
            batch.open[row] = price
            batch.high[row] = price + 2
            batch.low[row] = price - 1
            batch.close[row] = price + 0.5
            batch.volume[row] = (minute + Int64(version)) % 5 == 0 ? .nan : Double(minute) + version
            batch.vwap[row] = minute % 3 == 0 ? price : .nan
            batch.trades[row] = minute % 7 == 0 ? -1 : minute
        }
        return batch
    }

    /// The same minutes for each of so many series.
    static func candles(_ minutes: Range<Int64>, places: UInt32, version: Double = 0) -> CandleBatch {
        let batch = CandleBatch(capacity: max(1, minutes.count * Int(places)))
        batch.count = minutes.count * Int(places)
        let one = candles(minutes, version: version)
        for row in 0..<one.count {
            for place in 0..<places {
                let to = row * Int(places) + Int(place)
                batch.copy(row: row, of: one, to: to)
                batch.open[to] += Double(place)
                batch.symbol[to] = place
            }
        }
        return batch
    }

    var rows: [Candle] {
        (0..<count).map {
            Candle(
                time: openTime[$0], prices: [open[$0], high[$0], low[$0], close[$0]],
                volume: volume[$0].isNaN ? nil : volume[$0], vwap: vwap[$0].isNaN ? nil : vwap[$0],
                trades: trades[$0] == -1 ? nil : trades[$0])
        }
    }
}

extension TradeBatch {
    /// Two trades a second whose values depend on the second and on `version`.
    static func trades(_ seconds: Range<Int64>, version: Double = 0) -> TradeBatch {
        let batch = TradeBatch(capacity: max(1, seconds.count * 2))
        batch.count = seconds.count * 2
        for row in 0..<batch.count {
            let second = seconds.lowerBound + Int64(row / 2)
            batch.time[row] = (1_600_000_000 + second) * 1_000_000_000
            batch.ordinal[row] = Int32(row % 2)
            batch.price[row] = 5 + Double(second) + version
            batch.volume[row] = second % 4 == 0 ? .nan : 0.25 + version
            batch.side[row] = [TradeSide.none, TradeSide.buy, TradeSide.sell][Int(second % 3)]
            batch.tradeID[row] = second % 5 == 0 ? -1 : second * 2 + Int64(row % 2)
        }
        return batch
    }

    var rows: [Trade] {
        (0..<count).map {
            Trade(
                time: time[$0], ordinal: ordinal[$0], price: price[$0], volume: volume[$0].isNaN ? nil : volume[$0],
                side: side[$0], id: tradeID[$0] == -1 ? nil : tradeID[$0])
        }
    }
}

extension Series {
    static func candles(_ base: String = "BTC", minutes: Int = 1, source: String = "test") -> Series {
        guard let interval = Interval(minutes: minutes) else { fatalError("no interval of \(minutes) minutes") }
        return Series(Instrument(base: base, quote: "USD"), .candles(interval), source: source)
    }

    static func trades(_ base: String = "BTC") -> Series {
        Series(Instrument(base: base, quote: "USD"), .trades, source: "test")
    }
}
