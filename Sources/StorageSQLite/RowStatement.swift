import GRDB
import GRDBSQLite
import MarketData
import Storage

/// A prepared statement for the bulk path: SQLite's own calls, without GRDB's values between.
///
/// Borrowed from who prepared it and valid as long as that; used within one access to its connection.
@safe struct RowStatement {
    private let handle: OpaquePointer

    /// Borrows a statement. The caller keeps it alive.
    @unsafe init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    /// The statement of this text from the connection's cache, ready to be bound.
    init(_ db: Database, _ sql: String) throws {
        // The cache keeps the statement until the connection closes; GRDB lets nobody else use the
        // connection meanwhile.
        unsafe handle = try db.cachedStatement(sql: sql).sqliteStatement
    }

    /// Runs to the next row; false when there is none.
    func step() throws(DatabaseError) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw unsafe DatabaseError(code, of: sqlite3_db_handle(handle))
        }
    }

    /// Ends the run, so that it can be bound and run again. What a failed run had to say is dropped:
    /// `step` has thrown it.
    func reset() { _ = unsafe sqlite3_reset(handle) }

    /// Binds a number to a parameter, from 1. The result is SQLite's code.
    func bind(_ value: Int64, at parameter: CInt) -> CInt { unsafe sqlite3_bind_int64(handle, parameter, value) }

    /// Binds a number; NaN becomes NULL, which is SQLite's own rule.
    func bind(_ value: Double, at parameter: CInt) -> CInt { unsafe sqlite3_bind_double(handle, parameter, value) }

    /// Binds a number, where -1 means absent.
    func bind(absentIfMinusOne value: Int64, at parameter: CInt) -> CInt {
        value == -1
            ? unsafe sqlite3_bind_null(handle, parameter)
            : unsafe sqlite3_bind_int64(handle, parameter, value)
    }

    /// Binds all parameters to numbers, in order.
    func bind(_ values: [Int64]) throws(DatabaseError) {
        var failed: CInt = 0
        for (index, value) in values.enumerated() { failed |= bind(value, at: CInt(index + 1)) }
        try check(failed)
    }

    /// Binds bytes to a parameter and runs a statement that gives no rows.
    func run(withBytes bytes: [UInt8], at parameter: CInt) throws(DatabaseError) {
        let count = CInt(bytes.count)
        try unsafe bytes.span.bytes.withUnsafeBytes { buffer throws(DatabaseError) in
            // The bytes outlive the run, and are unbound before they go.
            try unsafe check(sqlite3_bind_blob(handle, parameter, buffer.baseAddress, count, nil))
            defer {
                reset()
                _ = unsafe sqlite3_bind_null(handle, parameter)
            }
            _ = try step()
        }
    }

    /// Throws when one of the codes that were or-ed together was not OK.
    func check(_ failed: CInt) throws(DatabaseError) {
        if failed != SQLITE_OK {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "a value could not be bound")
        }
    }

    /// A column of the row that `step` reached, from 0.
    func integer(_ column: CInt) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    /// A column, NaN for NULL.
    func real(_ column: CInt) -> Double {
        let value = unsafe sqlite3_column_double(handle, column)
        return value == 0 && isNull(column) ? .nan : value
    }

    /// A column, -1 for NULL.
    func integerOrMinusOne(_ column: CInt) -> Int64 {
        let value = unsafe sqlite3_column_int64(handle, column)
        return value == 0 && isNull(column) ? -1 : value
    }

    /// A column, empty for NULL.
    func text(_ column: CInt) -> String {
        // SQLite's order: first the text, then its length; both hold until the next step.
        guard let text = unsafe sqlite3_column_text(handle, column) else { return "" }
        let length = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: text, count: length), as: UTF8.self)
    }

    /// A column of packed ranges.
    func ranges(_ column: CInt) throws(DatabaseError) -> RangeSet {
        // As for a text; nil stands for no bytes.
        let start = unsafe sqlite3_column_blob(handle, column)
        let length = Int(unsafe sqlite3_column_bytes(handle, column))
        do {
            return try unsafe PackedRanges.unpack(UnsafeRawBufferPointer(start: start, count: length).bytes)
        } catch {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a coverage set is damaged: \(error)")
        }
    }

    /// Whether a column is NULL.
    func isNull(_ column: CInt) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }
}

extension DatabaseError {
    /// What a connection says of the call that just failed with a code; nil where it could not be opened.
    @unsafe init(_ code: CInt, of connection: OpaquePointer?) {
        // The message is a C string that the connection owns until its next call.
        let message = unsafe connection.flatMap { unsafe sqlite3_errmsg($0) }.map { unsafe String(cString: $0) }
        self.init(resultCode: ResultCode(rawValue: code), message: message)
    }
}
