import GRDB
import GRDBSQLite
import Storage

extension SQLiteDatabase {
    /// How long a call waits for another process's lock.
    static let busySeconds = 10
    /// Connections that read at a time.
    static let mostReaders = 4

    /// Looks at the file without changing anything, and says whether it can be written.
    static func checkBeforeOpening(_ file: DatabaseFile, _ mode: OpenMode) throws(StorageError) -> Bool {
        guard try file.exists() else {
            guard mode == .create else {
                throw StorageError(
                    .notFound, at: file.location, "there is no such file",
                    advice: "create it with candlewick init or candlewick migrate")
            }
            guard file.folderExists else {
                throw StorageError(
                    .notFound, at: file.location, "the folder \(file.folder) does not exist",
                    advice: "create the folder, or name a file in one that exists")
            }
            if let reason = file.reasonNotWritable() { throw notWritable(reason, file) }
            return true
        }
        try checkHeader(of: file, mode)
        guard let reason = file.reasonNotWritable() else { return true }
        if mode == .reading { return false }
        throw notWritable(reason, file)
    }

    /// Refuses a file by what is in it. Opening it for writing would already change a file that is not
    /// ours (its journal mode); reading it as immutable leaves no trace.
    private static func checkHeader(of file: DatabaseFile, _ mode: OpenMode) throws(StorageError) {
        do {
            let connection = try ReadingConnection(address: file.immutableURI)
            let mark = SchemaMark(
                applicationID: Int32(truncatingIfNeeded: try connection.number("PRAGMA application_id")),
                version: Int(try connection.number("PRAGMA user_version")),
                isBlank: try connection.number("SELECT count(*) FROM sqlite_master") == 0)
            let version = try mark.checked(at: file.location)
            // With a log beside it, the file alone may be behind.
            if version < Schema.current, mode != .create, !file.hasLog {
                throw olderSchema(version, at: file.location)
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            // Another process may just be copying its log into the file. Under SQLite's own locks, a
            // moment later, it shows whether the file is damaged.
        } catch {
            throw StorageError(error, at: file.location)
        }
    }

    /// The connection that writes. It has read once, so the log and its shared memory are there.
    static func writer(_ address: String) throws -> DatabaseQueue {
        let writer = try DatabaseQueue(path: address, configuration: configuration(readOnly: false))
        try writer.writeWithoutTransaction { db in
            // SQLite opens a file that it may not write for reading, without a word. The connection is open
            // while GRDB runs this block.
            if unsafe sqlite3_db_readonly(db.sqliteConnection, "main") != 0 {
                throw DatabaseError(resultCode: .SQLITE_READONLY, message: "SQLite could only open it for reading")
            }
            // A new file gets WAL; one that has it is only read.
            let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            guard journal == "wal" else {
                throw DatabaseError(
                    resultCode: .SQLITE_CANTOPEN,
                    message: "SQLite cannot keep a write-ahead log here, only journal mode \(journal ?? "unknown")")
            }
            _ = try mark(db)
        }
        return writer
    }

    /// Settings of a connection. Measured with 2,000,000 candles in batches of 65,536, medians of 7: pages of
    /// 8 KiB write 11 % faster than 4 KiB, 16 KiB no faster; caches of 2 to 64 MiB, a checkpoint four times
    /// rarer, mmap and exclusive locking differ by less than the runs do.
    static func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.label = "candlewick"
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(Double(busySeconds))
        configuration.maximumReaderCount = mostReaders
        configuration.prepareDatabase { db in
            try db.execute(
                sql: readOnly
                    ? "PRAGMA cache_size = -4096"
                    // The page size is taken only by a file that is still empty.
                    : """
                    PRAGMA page_size = 8192;
                    PRAGMA cache_size = -16384;
                    PRAGMA synchronous = NORMAL;
                    PRAGMA journal_size_limit = 67108864;
                    """)
        }
        return configuration
    }

    /// What the file says of itself, its log included.
    static func mark(_ db: Database) throws -> SchemaMark {
        SchemaMark(
            applicationID: try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
            version: try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
            isBlank: try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0)
    }

    static func olderSchema(_ version: Int, at location: String) -> StorageError {
        StorageError(
            .needsMigration, at: location,
            version == 0
                ? "there are no tables in it yet"
                : "its schema has version \(version), this candlewick needs version \(Schema.current)",
            advice: "run candlewick migrate")
    }

    private static func notWritable(_ reason: String, _ file: DatabaseFile) -> StorageError {
        StorageError(
            .readOnly, at: file.location, reason,
            advice: "give this user the right to write the file and its folder, or name another store")
    }
}
