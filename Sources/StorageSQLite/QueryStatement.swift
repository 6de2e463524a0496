import GRDB
import GRDBSQLite
import Storage

/// The one statement of a user's query, on a connection that outlives it.
@safe struct QueryStatement: ~Copyable {
    // Alive from prepare to deinit.
    private let handle: OpaquePointer
    private let columns: CInt

    /// Prepares a text that holds exactly one statement, without parameters, that only reads.
    init(_ sql: String, on connection: borrowing ReadingConnection) throws {
        if sql.utf8.contains(0) { throw BadQuery(message: "there is a zero byte in the query") }
        var only: OpaquePointer?
        do {
            try unsafe sql.withCString { text in
                // SQLite moves `rest` behind what it has prepared, at last to the closing zero.
                var rest: UnsafePointer<CChar>? = unsafe text
                while unsafe rest?.pointee ?? 0 != 0 {
                    var next: OpaquePointer?
                    let code = unsafe sqlite3_prepare_v2(connection.handle, rest, -1, &next, &rest)
                    guard code == SQLITE_OK else { throw unsafe DatabaseError(code, of: connection.handle) }
                    guard let next = unsafe next else { continue }
                    if unsafe only != nil {
                        unsafe sqlite3_finalize(next)
                        throw BadQuery(message: "there is more than one statement in the query")
                    }
                    unsafe only = next
                }
            }
            guard let handle = unsafe only else { throw BadQuery(message: "there is no statement in the query") }
            // The authorizer has refused what writes; this is SQLite's own word on it.
            guard unsafe sqlite3_stmt_readonly(handle) != 0 else {
                throw BadQuery(message: "the statement does more than read")
            }
            guard unsafe sqlite3_bind_parameter_count(handle) == 0 else {
                throw BadQuery(message: "the statement has parameters, and nobody to give them values")
            }
            unsafe self.handle = handle
            columns = unsafe sqlite3_column_count(handle)
        } catch {
            unsafe sqlite3_finalize(only)
            throw error
        }
    }

    deinit { unsafe sqlite3_finalize(handle) }

    /// The names of the columns as SQLite chose them.
    var columnNames: [String] {
        (0..<columns).map { column in
            // A C string that lives as long as the statement is not prepared again.
            unsafe sqlite3_column_name(handle, column).map { unsafe String(cString: $0) } ?? ""
        }
    }

    /// The next row, nil behind the last.
    func next() throws(DatabaseError) -> [SQLValue]? {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return (0..<columns).map { value($0) }
        case SQLITE_DONE: return nil
        case let code: throw unsafe DatabaseError(code, of: sqlite3_db_handle(handle))
        }
    }

    private func value(_ column: CInt) -> SQLValue {
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: return .real(unsafe sqlite3_column_double(handle, column))
        case SQLITE_TEXT:
            // SQLite's order: first the text, then its length; both hold until the next step.
            guard let text = unsafe sqlite3_column_text(handle, column) else { return .text("") }
            let length = Int(unsafe sqlite3_column_bytes(handle, column))
            return .text(unsafe String(decoding: UnsafeBufferPointer(start: text, count: length), as: UTF8.self))
        case SQLITE_BLOB:
            // Nil stands for an empty one.
            guard let bytes = unsafe sqlite3_column_blob(handle, column) else { return .blob([]) }
            let length = Int(unsafe sqlite3_column_bytes(handle, column))
            return .blob(unsafe Array(UnsafeRawBufferPointer(start: bytes, count: length)))
        default: return .null
        }
    }
}
