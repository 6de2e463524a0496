internal import GRDB
public import MarketData
public import Storage

/// Candles and trades in an SQLite file. See `TimeSeriesStore` for what each call promises.
///
/// Limits: candles open on whole seconds from 1970 on; prices are never absent. A batch with a
/// row that breaks this, or whose rows do not ascend, is refused whole with `unsupported`.
public struct SQLiteStore: TimeSeriesStore {
    let database: SQLiteDatabase

    /// The store in a database that is open.
    public init(_ database: SQLiteDatabase) { self.database = database }

    /// `sqlite:PATH`.
    public var location: String { database.location }

    /// Series by series; every promise is kept.
    public var traits: StoreTraits { StoreTraits(order: .bySeries) }

    /// Which store this is.
    public func identity() throws(StorageError) -> StoreIdentity {
        try database.read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT id FROM identity") else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the store does not say which it is")
            }
            return try row.identity("id")
        }
    }

    /// Stores candles, all or none: what is new or different is written, rows that are equal but for what
    /// is absent in them are only read.
    ///
    /// - Throws: `unsupported` (names the row's time), `full`, `readOnly`, `busy`, `needsMigration`.
    public func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount {
        guard case .candles = series.kind else { throw unsupported("candles cannot be stored as \(series)") }
        if let problem = CandleRows.firstProblem(in: candles) { throw unsupported("\(series): \(problem)") }
        return try write(to: series, count: candles.count) { CandleRows(candles, series: $0) }
    }

    /// Stores trades, likewise.
    ///
    /// - Throws: as for candles.
    public func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount {
        guard case .trades = series.kind else { throw unsupported("trades cannot be stored as \(series)") }
        if let problem = TradeRows.firstProblem(in: trades) { throw unsupported("\(series): \(problem)") }
        return try write(to: series, count: trades.count) { TradeRows(trades, series: $0) }
    }

    private func write(
        to series: Series, count: Int, _ rows: (Int64) -> some BatchRows
    ) throws(StorageError) -> WriteCount {
        if count == 0 { return WriteCount() }
        return try database.write { db in
            let number = try SeriesTable.numberOrNew(of: series, db)
            guard number <= CandleKey.largestSeries else { throw unsupported("too many series") }
            return try BatchWriter(rows(number), db).write()
        }
    }

    func unsupported(_ message: String) -> StorageError {
        StorageError(
            .unsupported, at: location, message,
            advice: "mend the adapter or the input; nothing of this batch was stored")
    }
}
