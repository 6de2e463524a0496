import MarketData
import QuestDBClient

/// Candles of several series in QuestDB's binary columns, written as the hub's store writes them.
struct QWPCandles {
    let table: QWPTable
    private let assets: [Int32]
    private let minutes: [Int32]
    private let quotes: [String]
    private let sources: [String]

    /// - Parameter series: how many; the column `symbol` of a batch has their places.
    init(table: String, series: Int) throws(QWPError) {
        self.table = try QWPTable(
            table,
            columns: [
                QWPColumn("asset_id", .int), QWPColumn("interval_minutes", .int), .designated("time"),
                QWPColumn("open", .double), QWPColumn("high", .double), QWPColumn("low", .double),
                QWPColumn("close", .double), QWPColumn("volume", .double), QWPColumn("trade_count", .int),
                QWPColumn("quote_currency", .symbol), QWPColumn("source", .symbol),
            ])
        assets = (0..<series).map { Int32($0 + 1) }
        minutes = Array(repeating: 1, count: series)
        quotes = Array(repeating: "USD", count: series)
        sources = Array(repeating: "kraken-csv", count: series)
    }

    /// Writes all columns for some rows of a batch.
    func write(_ batch: CandleBatch, _ rows: Range<Int>, to block: inout QWPBlock) throws(QWPError) {
        // The batch outlives the call, and nothing is kept of what is read from its columns.
        let places = unsafe part(batch.symbol, rows)
        unsafe block.ints(ids: places.span, values: assets.span)
        unsafe block.ints(ids: places.span, values: minutes.span)
        unsafe block.timestamps(nanoseconds: part(batch.openTime, rows).span)
        unsafe block.doubles(part(batch.open, rows).span)
        unsafe block.doubles(part(batch.high, rows).span)
        unsafe block.doubles(part(batch.low, rows).span)
        unsafe block.doubles(part(batch.close, rows).span)
        unsafe block.doubles(part(batch.volume, rows).span)
        try unsafe block.ints(part(batch.trades, rows).span, null: -1)
        try unsafe block.symbols(ids: places.span, names: quotes)
        try unsafe block.symbols(ids: places.span, names: sources)
    }
}

/// Some rows of a column, valid while the column lives.
@unsafe func part<Value>(_ column: Column<Value>, _ rows: Range<Int>) -> UnsafeBufferPointer<Value> {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= column.capacity, "row out of the batch")
    // In bounds by the line above.
    return unsafe UnsafeBufferPointer(start: column.pointer + rows.lowerBound, count: rows.count)
}
