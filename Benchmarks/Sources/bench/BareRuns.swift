import CLibSQLite
import MarketData

/// What the bare processes print: a line of seconds, rows and a sum over the rows.
enum BareRuns {
    /// Writes a file's rows into a store. The clock starts when the columns are ready.
    static func write(_ file: SampleFile, to path: String) throws {
        let batches = try file.batches(of: file.text())
        let start = ContinuousClock.now
        let store = try BareStore(path: path)
        let loop = try BareLoop(store)
        for batch in batches { try loop.write(batch) }
        try store.close()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        print(seconds, batches.reduce(0) { $0 + $1.count }, 0)
    }

    /// Reads all candles of a store. The sum tells whether two stores hold the same.
    static func read(_ path: String) throws {
        let start = ContinuousClock.now
        let store = try BareStore(path: path)
        // Valid until the store is closed.
        let scan = unsafe try store.prepare(BareStore.selection + " ORDER BY key")
        var (rows, sum) = (0, UInt64(0))
        while unsafe sqlite3_step(scan) == SQLITE_ROW {
            rows += 1
            var row = unsafe UInt64(bitPattern: sqlite3_column_int64(scan, 0) ^ sqlite3_column_int64(scan, 7))
            for column: Int32 in 1...6 { unsafe row = row &* 31 &+ sqlite3_column_double(scan, column).bitPattern }
            sum = sum &* 31 &+ row
        }
        try store.close()
        print((ContinuousClock.now - start) / .seconds(1), rows, sum)
    }
}
