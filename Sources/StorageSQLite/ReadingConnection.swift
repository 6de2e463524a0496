import GRDB
import GRDBSQLite

/// A connection of its own that can only read, beside the pool: for a first look at a file and for
/// SQL that a user wrote.
@safe struct ReadingConnection: ~Copyable {
    // Open from init to deinit, used by one thread at a time because the struct cannot be copied.
    let handle: OpaquePointer

    /// - Parameters:
    ///   - address: a file name, or a `file:` URI.
    ///   - busyMilliseconds: how long it waits for another's lock.
    init(
        address: String, busyMilliseconds: Int = SQLiteDatabase.busySeconds * 1000
    ) throws(DatabaseError) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE
        let code = unsafe sqlite3_open_v2(address, &opened, flags, nil)
        guard code == SQLITE_OK, let handle = unsafe opened else {
            let error = unsafe DatabaseError(code, of: opened)
            // A failed open hands out a handle that has to be closed as well; nil is no harm.
            unsafe sqlite3_close_v2(opened)
            throw error
        }
        unsafe self.handle = handle
        _ = unsafe sqlite3_busy_timeout(handle, CInt(busyMilliseconds))
    }

    deinit {
        // v2: also right when a statement should still be alive.
        unsafe sqlite3_close_v2(handle)
    }

    /// The one number that a statement gives.
    func number(_ sql: String) throws -> Int64 {
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
        // Finalizing nil does nothing.
        defer { unsafe sqlite3_finalize(prepared) }
        guard code == SQLITE_OK, let prepared = unsafe prepared else {
            throw unsafe DatabaseError(code, of: handle)
        }
        let statement = unsafe RowStatement(prepared)
        guard try statement.step() else {
            throw DatabaseError(resultCode: .SQLITE_EMPTY, message: "\(sql) gave no row")
        }
        return statement.integer(0)
    }
}
