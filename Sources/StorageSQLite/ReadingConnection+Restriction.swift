import GRDB
import GRDBSQLite

extension ReadingConnection {
    /// Lets statements that are prepared from now on do nothing but read, and makes a running one end
    /// when the task is cancelled.
    func restrictToReading() throws(DatabaseError) {
        let code = unsafe sqlite3_exec(handle, "PRAGMA query_only = 1", nil, nil, nil)
        guard code == SQLITE_OK else { throw unsafe DatabaseError(code, of: handle) }
        // Both callbacks are C functions without state.
        _ = unsafe sqlite3_set_authorizer(
            handle,
            { _, action, first, second, _, _ in
                // C strings, or nil, for the time of the call.
                let name = unsafe first.map { unsafe String(cString: $0) }
                return isReading(action, name, hasArgument: unsafe second != nil) ? SQLITE_OK : SQLITE_DENY
            }, nil)
        unsafe sqlite3_progress_handler(handle, 20_000, { _ in Task.isCancelled ? 1 : 0 }, nil)
    }
}

/// Whether an action that SQLite asks leave for only reads. What is not known to be harmless is not:
/// `ATTACH`, for one, counts as reading to SQLite and can create files.
private func isReading(_ action: CInt, _ name: String?, hasArgument: Bool) -> Bool {
    switch action {
    case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE, SQLITE_FUNCTION: true
    // Table-valued functions (`json_each`, `pragma_table_info`) declare their columns by this. An update that
    // a user writes is refused by SQLite itself and by `sqlite3_stmt_readonly`.
    case SQLITE_UPDATE: name == "sqlite_master"
    case SQLITE_PRAGMA:
        switch name?.lowercased() {
        case .some(let name) where pragmasThatDescribe.contains(name): true
        case .some(let name) where pragmasThatShow.contains(name): !hasArgument
        default: false
        }
    default: false
    }
}

/// Their argument says what to describe.
private let pragmasThatDescribe: Set = [
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
    "foreign_key_check", "integrity_check", "quick_check",
]

/// With an argument they would set something.
private let pragmasThatShow: Set = [
    "application_id", "collation_list", "compile_options", "database_list", "encoding", "freelist_count",
    "function_list", "journal_mode", "page_count", "page_size", "schema_version", "user_version",
]
