import GRDB
import Storage

extension StorageError {
    /// What a failure of SQLite means for the hub; a `StorageError` stays what it is.
    init(_ error: any Error, at location: String) {
        switch error {
        case let error as StorageError: self = error
        case let error as DatabaseError: self.init(sqlite: error, at: location)
        default: self.init(.other, at: location, "\(error)", advice: "report this, with the command that led to it")
        }
    }

    private init(sqlite error: DatabaseError, at location: String) {
        let said = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch (error.resultCode, error.extendedResultCode) {
        case (.SQLITE_FULL, _), (_, .SQLITE_IOERR_SHMSIZE):
            self.init(
                .full, at: location, "no room left (\(said)); nothing of the unfinished batch was kept",
                advice: "free space on the disk and run the command again")
        case (_, .SQLITE_IOERR_WRITE), (_, .SQLITE_IOERR_TRUNCATE):
            // A file that may not grow (ulimit -f, a quota) fails like this, not as "full".
            self.init(
                .full, at: location,
                "the file could not be written (\(said)); nothing of the unfinished batch was kept",
                advice: "look for room on the disk and for limits on the user's files (df, quota, ulimit -f), "
                    + "then run the command again")
        case (.SQLITE_READONLY, _), (.SQLITE_PERM, _), (.SQLITE_CANTOPEN, _):
            self.init(
                .readOnly, at: location, "it cannot be opened or written (\(said))",
                advice: "check the rights of the file and its folder, and whether the disk is mounted read-only")
        case (.SQLITE_BUSY, _), (.SQLITE_LOCKED, _):
            self.init(
                .busy, at: location,
                "another process held it longer than \(SQLiteDatabase.busySeconds) seconds (\(said))",
                advice: "wait until that process is done and run the command again")
        case (.SQLITE_NOTADB, _):
            self.init(
                .corrupt, at: location, "the file is not a database (\(said))",
                advice: "name a candlewick database, or a new file with candlewick init")
        case (.SQLITE_CORRUPT, _):
            self.init(
                .corrupt, at: location, "the database is damaged (\(said))",
                advice: "restore it from a copy, or save what can be read with: sqlite3 FILE .recover")
        default:
            self.init(
                .other, at: location, "SQLite failed with code \(error.extendedResultCode.rawValue) (\(said))",
                advice: "check the disk, then run: sqlite3 FILE 'PRAGMA integrity_check'")
        }
    }
}
