import CLibSQLite
import Glibc
import MarketData

/// SQLite and nothing else: the limit of what the hub can do. It uses a file that `candlewick migrate`
/// made, so that tables and page size are the hub's; statements and settings are written as the hub's.
@safe final class BareStore {
    private let connection: OpaquePointer
    private var statements: [OpaquePointer] = unsafe []
    static let rowsAStatement = 64

    init(path: String) throws(Trouble) {
        var opened: OpaquePointer?
        unsafe sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard let opened = unsafe opened else { throw Trouble("\(path): cannot be opened") }
        unsafe connection = opened
        for pragma in [
            "synchronous = NORMAL", "cache_size = -16384", "journal_size_limit = 67108864", "foreign_keys = ON",
        ] { try run("PRAGMA \(pragma)") }
    }

    /// Closes; the last connection takes the log into the file. Part of what is measured.
    func close() throws(Trouble) {
        unsafe statements.forEach { unsafe sqlite3_finalize($0) }
        unsafe statements = []
        try check(unsafe sqlite3_close(connection), SQLITE_OK)
    }

    func run(_ sql: String) throws(Trouble) {
        try check(unsafe sqlite3_exec(connection, sql, nil, nil, nil), SQLITE_OK)
    }

    /// A statement, valid until `close`.
    @unsafe func prepare(_ sql: String) throws(Trouble) -> OpaquePointer {
        var prepared: OpaquePointer?
        unsafe sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard let prepared = unsafe prepared else { throw problem() }
        unsafe statements.append(prepared)
        return unsafe prepared
    }

    func check(_ code: Int32, _ expected: Int32) throws(Trouble) { if code != expected { throw problem() } }

    private func problem() -> Trouble {
        // A C string that the connection owns until its next call.
        unsafe Trouble("SQLite: \(String(cString: sqlite3_errmsg(connection)))")
    }

    static let values = ["open", "high", "low", "close", "volume", "vwap", "trades"]

    static func upsert(rows: Int) -> String {
        let row = "(" + repeatElement("?", count: values.count + 1).joined(separator: ",") + ")"
        return "INSERT INTO candle (key,\(values.joined(separator: ","))) VALUES "
            + repeatElement(row, count: rows).joined(separator: ",") + " ON CONFLICT (key) DO UPDATE SET "
            + values.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    }

    static let selection = "SELECT key, \(values.joined(separator: ", ")) FROM candle"
}
