import MarketData
import Storage

/// A trade for comparing.
struct Trade: CheckedRow {
    var time: Int64
    var ordinal: Int32 = 0
    var price = 10.0
    var volume: Double? = 0.5
    var side: Int8? = TradeSide.buy
    var id: Int64? = 9

    static let start: Int64 = 1_600_000_000_000_000_000

    var key: RowKey { RowKey(time: time, ordinal: ordinal) }

    func kept(by traits: StoreTraits) -> Trade { self }

    func over(_ stored: Trade) -> Trade {
        var row = self
        (row.volume, row.side, row.id) = (volume ?? stored.volume, side ?? stored.side, id ?? stored.id)
        return row
    }

    static var name: String { "trades" }
    static var part: WritableKeyPath<RowModel, [Series: [RowKey: Trade]]> { \.trades }

    static func series(_ base: String, _ quote: String, source: String) -> Series {
        .trades(base, quote, source: source)
    }

    /// Seven trades an instant, so that pieces end within one; the instants are nanoseconds apart.
    static func run(_ numbers: Range<Int>) -> [Trade] {
        numbers.map { number in
            Trade(
                time: start + Int64(number / 7), ordinal: Int32(number % 7), price: Double(number + 1),
                volume: number % 4 == 0 ? nil : 0.25, side: [nil, TradeSide.buy, TradeSide.sell][number % 3],
                id: number % 5 == 0 ? nil : Int64(number))
        }
    }

    static func write(
        _ rows: [Trade], to series: Series, of store: any TimeSeriesStore
    ) throws(StorageError) -> WriteCount {
        try store.write(TradeBatch(rows), to: series)
    }

    static func write(
        _ rows: [(row: Trade, place: Int)], among series: [Series], of store: any TimeSeriesStore
    ) throws(StorageError) -> [WriteCount] {
        let batch = TradeBatch(rows.map(\.row))
        for (index, row) in rows.enumerated() { batch.symbol[index] = UInt32(row.place) }
        return try store.write(batch, among: series)
    }

    static func stored(_ rows: [Trade], of series: Series) -> StoredRows {
        StoredRows(.trades(TradeBatch(rows)), of: series)
    }

    static func read(
        _ series: Series, in range: TimeRange, after last: Trade?, capacity: Int, of store: any TimeSeriesStore
    ) throws(StorageError) -> [Trade] {
        let batch = TradeBatch.soiled(capacity: capacity)
        let position = last.map { TradePosition(time: $0.time, ordinal: $0.ordinal) }
        try store.read(series, in: range, after: position, into: batch)
        return batch.tradeRows
    }

    static func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, capacity: Int, of store: any TimeSeriesStore
    ) throws(StorageError) -> [Trade] {
        let batch = TradeBatch.soiled(capacity: capacity)
        try store.readNewest(limit, of: series, in: range, into: batch)
        return batch.tradeRows
    }
}

extension TradeBatch {
    convenience init(_ rows: [Trade], capacity: Int? = nil) {
        self.init(capacity: capacity ?? max(rows.count, 1))
        count = rows.count
        for (index, trade) in rows.enumerated() {
            time[index] = trade.time
            ordinal[index] = trade.ordinal
            price[index] = trade.price
            volume[index] = trade.volume ?? .nan
            side[index] = trade.side ?? TradeSide.none
            tradeID[index] = trade.id ?? -1
        }
    }

    /// A batch that was used before: what a store leaves as it was is seen.
    static func soiled(capacity: Int) -> TradeBatch {
        let batch = TradeBatch(capacity: capacity)
        batch.count = capacity
        for index in 0..<capacity {
            (batch.time[index], batch.ordinal[index], batch.price[index]) = (-77, 77, -77)
            (batch.volume[index], batch.side[index], batch.tradeID[index]) = (-77, 7, -77)
            (batch.symbol[index], batch.flags[index]) = (77, 77)
        }
        return batch
    }

    var tradeRows: [Trade] {
        (0..<count).map {
            Trade(
                time: time[$0], ordinal: ordinal[$0], price: price[$0], volume: volume[$0].isNaN ? nil : volume[$0],
                side: side[$0] == TradeSide.none ? nil : side[$0], id: tradeID[$0] == -1 ? nil : tradeID[$0])
        }
    }
}
