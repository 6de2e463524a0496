import MarketData
import Storage

/// Takes the rows out of records, into batches that it uses again.
struct RecordRows {
    private var candles: CandleBatch?
    private var trades: TradeBatch?

    /// The rows of a record whose checksums are right; good until the next call.
    mutating func rows(of record: SpoolRecord) throws(RecordProblem) -> StoredRows {
        let header = record.header
        // Bytes of UInt8 have no padding that could be undefined.
        let bytes = unsafe record.bytes.span.bytes
        let columns = RecordHeader.size + Int(header.seriesBytes)
        let series = try SeriesTable.decoded(
            bytes.extracting(RecordHeader.size..<columns), count: Int(header.series), kind: header.kind)
        var reading = ColumnReading(offset: columns)
        switch header.kind {
        case .candles:
            let batch = candles.flatMap { $0.capacity >= record.rows ? $0 : nil } ?? Self.candles(record.rows)
            candles = batch
            batch.count = record.rows
            reading.take(batch, from: bytes, withSymbols: series.count > 1)
            try check(batch.symbol, rows: record.rows, series: series.count)
            return StoredRows(.candles(batch), among: series)
        case .trades:
            let batch = trades.flatMap { $0.capacity >= record.rows ? $0 : nil } ?? Self.trades(record.rows)
            trades = batch
            batch.count = record.rows
            reading.take(batch, from: bytes, withSymbols: series.count > 1)
            try check(batch.symbol, rows: record.rows, series: series.count)
            return StoredRows(.trades(batch), among: series)
        }
    }

    private func check(_ symbols: Column<UInt32>, rows: Int, series: Int) throws(RecordProblem) {
        for row in 0..<rows where symbols[row] >= series { throw RecordProblem("a row of it belongs to no series") }
    }

    /// What a spool does not keep: stored candles are final, and their input is gone.
    private static func candles(_ rows: Int) -> CandleBatch {
        let batch = CandleBatch(capacity: rows)
        for row in 0..<batch.capacity {
            batch.flags[row] = CandleFlags.final
            batch.row[row] = -1
            batch.position[row] = -1
        }
        return batch
    }

    private static func trades(_ rows: Int) -> TradeBatch {
        let batch = TradeBatch(capacity: rows)
        for row in 0..<batch.capacity {
            batch.row[row] = -1
            batch.position[row] = -1
        }
        return batch
    }
}

/// Columns on their way out of a record.
private struct ColumnReading {
    var offset: Int

    mutating func take(_ batch: CandleBatch, from bytes: RawSpan, withSymbols: Bool) {
        take(batch.openTime, batch.count, from: bytes)
        take(batch.open, batch.count, from: bytes)
        take(batch.high, batch.count, from: bytes)
        take(batch.low, batch.count, from: bytes)
        take(batch.close, batch.count, from: bytes)
        take(batch.volume, batch.count, from: bytes)
        take(batch.vwap, batch.count, from: bytes)
        take(batch.trades, batch.count, from: bytes)
        takeSymbols(batch.symbol, batch.count, from: bytes, withSymbols)
    }

    mutating func take(_ batch: TradeBatch, from bytes: RawSpan, withSymbols: Bool) {
        take(batch.time, batch.count, from: bytes)
        take(batch.price, batch.count, from: bytes)
        take(batch.volume, batch.count, from: bytes)
        take(batch.tradeID, batch.count, from: bytes)
        take(batch.ordinal, batch.count, from: bytes)
        take(batch.side, batch.count, from: bytes)
        takeSymbols(batch.symbol, batch.count, from: bytes, withSymbols)
    }

    private mutating func takeSymbols(_ column: Column<UInt32>, _ rows: Int, from bytes: RawSpan, _ areThere: Bool) {
        if areThere { return take(column, rows, from: bytes) }
        for row in 0..<rows { column[row] = 0 }
    }

    private mutating func take<Element>(_ column: Column<Element>, _ rows: Int, from bytes: RawSpan) {
        let size = rows * MemoryLayout<Element>.size
        precondition(rows <= column.capacity, "a record has more rows than the batch holds")
        // `extracting` traps where the column does not lie in the record; the batch holds the rows by the line above.
        unsafe bytes.extracting(offset..<offset + size).withUnsafeBytes { part in
            unsafe UnsafeMutableRawBufferPointer(start: column.pointer, count: size).copyMemory(from: part)
        }
        offset += size
    }
}
