import CLibSQLite
import MarketData

/// The hub's statements on columns that are ready, as fast as they go. Used until its store is closed.
@safe struct BareLoop {
    private let store: BareStore
    private let scan: OpaquePointer
    private let many: OpaquePointer
    private let one: OpaquePointer
    /// The series' number in its place in the key.
    private let base: Int64 = 1 << 34

    init(_ store: BareStore) throws(Trouble) {
        self.store = store
        try store.run(
            "INSERT OR IGNORE INTO series VALUES (1, 'BTC', 'USD', 60000000000, 'kraken-csv')")
        // Valid until the store is closed.
        unsafe scan = try store.prepare(BareStore.selection + " WHERE key BETWEEN ?1 AND ?2 ORDER BY key")
        unsafe many = try store.prepare(BareStore.upsert(rows: BareStore.rowsAStatement))
        unsafe one = try store.prepare(BareStore.upsert(rows: 1))
    }

    /// Stores a batch in a transaction of its own; rows that are all there as they are write nothing.
    func write(_ batch: CandleBatch) throws(Trouble) {
        try store.run("BEGIN IMMEDIATE")
        if try !isStored(batch) {
            var row = 0
            while row < batch.count {
                let rows = batch.count - row < BareStore.rowsAStatement ? 1 : BareStore.rowsAStatement
                let statement = unsafe rows == 1 ? one : many
                for index in 0..<rows { unsafe bind(batch, row + index, to: statement, from: Int32(index * 8)) }
                try store.check(unsafe sqlite3_step(statement), SQLITE_DONE)
                unsafe sqlite3_reset(statement)
                row += rows
            }
        }
        try store.run("COMMIT")
    }

    private func key(_ batch: CandleBatch, _ row: Int) -> Int64 {
        unsafe base | batch.openTime.pointer[row] / 1_000_000_000
    }

    // Rows are below the batch's count, and every column holds that many; SQLite checks its own indexes.
    @inline(__always)
    private func bind(_ batch: CandleBatch, _ row: Int, to statement: OpaquePointer, from first: Int32) {
        unsafe sqlite3_bind_int64(statement, first + 1, key(batch, row))
        unsafe sqlite3_bind_double(statement, first + 2, batch.open.pointer[row])
        unsafe sqlite3_bind_double(statement, first + 3, batch.high.pointer[row])
        unsafe sqlite3_bind_double(statement, first + 4, batch.low.pointer[row])
        unsafe sqlite3_bind_double(statement, first + 5, batch.close.pointer[row])
        unsafe sqlite3_bind_double(statement, first + 6, batch.volume.pointer[row])
        unsafe sqlite3_bind_double(statement, first + 7, batch.vwap.pointer[row])
        unsafe sqlite3_bind_int64(statement, first + 8, batch.trades.pointer[row])
    }

    private func isStored(_ batch: CandleBatch) throws(Trouble) -> Bool {
        unsafe sqlite3_bind_int64(scan, 1, key(batch, 0))
        unsafe sqlite3_bind_int64(scan, 2, key(batch, batch.count - 1))
        defer { unsafe sqlite3_reset(scan) }
        for row in 0..<batch.count {
            guard unsafe sqlite3_step(scan) == SQLITE_ROW, isSame(batch, row) else { return false }
        }
        return true
    }

    @inline(__always)
    private func isSame(_ batch: CandleBatch, _ row: Int) -> Bool {
        // As in `bind`. The made-up rows have volumes and trades and no vwap.
        unsafe sqlite3_column_int64(scan, 0) == key(batch, row)
            && sqlite3_column_double(scan, 1) == batch.open.pointer[row]
            && sqlite3_column_double(scan, 2) == batch.high.pointer[row]
            && sqlite3_column_double(scan, 3) == batch.low.pointer[row]
            && sqlite3_column_double(scan, 4) == batch.close.pointer[row]
            && sqlite3_column_double(scan, 5) == batch.volume.pointer[row]
            && sqlite3_column_type(scan, 6) == SQLITE_NULL
            && sqlite3_column_int64(scan, 7) == batch.trades.pointer[row]
    }
}
