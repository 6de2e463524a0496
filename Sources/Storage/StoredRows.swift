public import MarketData

/// Rows of one kind on their way into a store, with the series they belong to.
public struct StoredRows: Sendable {
    /// The columns.
    public enum Batch: Sendable {
        case candles(CandleBatch)
        case trades(TradeBatch)
    }

    /// The rows.
    public var batch: Batch
    /// One series, whose rows they all are; or several, and the batch's `symbol` column is each row's place here.
    public var series: [Series]

    /// Rows of one series.
    public init(_ batch: Batch, of series: Series) { (self.batch, self.series) = (batch, [series]) }

    /// Rows of several series.
    public init(_ batch: Batch, among series: [Series]) { (self.batch, self.series) = (batch, series) }

    /// How many rows.
    public var count: Int {
        switch batch {
        case .candles(let batch): batch.count
        case .trades(let batch): batch.count
        }
    }
}

extension StoredRows {
    /// The rows of one place alone, copied.
    public func part(_ place: Int) -> StoredRows {
        if series.count == 1 { return self }
        switch batch {
        case .candles(let batch):
            let part = CandleBatch(capacity: max(1, batch.count))
            part.take(from: batch, symbol: UInt32(place))
            return StoredRows(.candles(part), of: series[place])
        case .trades(let batch):
            let part = TradeBatch(capacity: max(1, batch.count))
            part.take(from: batch, symbol: UInt32(place))
            return StoredRows(.trades(part), of: series[place])
        }
    }
}

extension TimeSeriesStore {
    /// Stores rows; what became of them, one count for each series given.
    public func write(_ rows: StoredRows) throws(StorageError) -> [WriteCount] {
        switch rows.batch {
        case .candles(let batch):
            if rows.series.count == 1 { return [try write(batch, to: rows.series[0])] }
            return try write(batch, among: rows.series)
        case .trades(let batch):
            if rows.series.count == 1 { return [try write(batch, to: rows.series[0])] }
            return try write(batch, among: rows.series)
        }
    }
}
