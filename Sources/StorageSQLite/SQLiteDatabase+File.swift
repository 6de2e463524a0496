import GRDB
import GRDBSQLite
import Storage

extension SQLiteDatabase {
    /// Throws `notFound` when the file that the connection holds open is no longer the one at its path.
    ///
    /// SQLite itself looks only where it keeps a rollback journal; with a write-ahead log it would go on writing
    /// into a file that has no name any more. Costs one look at the path, 1 to 2 microseconds.
    func requireFile(_ db: Database) throws {
        var hasMoved: CInt = 0
        // The connection is open while GRDB runs this block; SQLite writes one C int through the pointer.
        let code = unsafe sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
        guard code == SQLITE_OK else { throw unsafe DatabaseError(code, of: db.sqliteConnection) }
        if hasMoved != 0 { throw Self.lost(at: location) }
    }
}
