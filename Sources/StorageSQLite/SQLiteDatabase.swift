internal import GRDB
internal import GRDBSQLite
public import Storage
import Synchronization

/// One SQLite file, with its connections: one that writes, several that read beside it.
///
/// `SQLiteStore` and `SQLiteLedger` share one of these. Rows that a call wrote are in the write-ahead
/// log when it returns, so they survive the death of the process; a power cut may cost the last
/// transactions, never the file (journal mode WAL, synchronous NORMAL).
/// Any thread may use it; writers wait for each other.
public final class SQLiteDatabase: Sendable {
    /// What is expected at the path, and what will be done with it.
    public enum OpenMode: Hashable, Sendable {
        /// To create or migrate: the file may be missing, blank or of an older schema.
        /// Nothing can be stored before `migrate()`.
        case create
        /// To read and write a store that is there.
        case existing
        /// To read a store that is there, also where the file or its folder cannot be written.
        case reading
    }

    /// `sqlite:PATH`.
    public let location: String
    /// Whether rows can be stored. False only for `OpenMode.reading` of what cannot be written.
    public let isWritable: Bool

    let file: DatabaseFile
    /// By what SQLite finds it: a file name, or a URI where it is read as it is.
    let address: String
    private let pool: DatabasePool
    private let version: Atomic<Int>

    /// Opens the file.
    ///
    /// Another application's database and a newer schema are recognised before anything is written.
    /// - Throws: `notFound`, `corrupt`, `newerSchema`, `needsMigration` (not for `create`), `readOnly`, `busy`.
    public init(path: String, mode: OpenMode) throws(StorageError) {
        let file = try DatabaseFile(path)
        let location = file.location
        let isWritable = try Self.checkBeforeOpening(file, mode)
        let address = isWritable || file.hasLog ? file.plainName : file.immutableURI
        do {
            let pool = try DatabasePool(path: address, configuration: Self.configuration(readOnly: !isWritable))
            if isWritable { try pool.writeWithoutTransaction { db in try Self.checkWritable(db, location) } }
            let mark = try pool.read(Self.mark)
            let version = try mark.checked(at: location)
            if mode != .create, version < Schema.current { throw Self.olderSchema(version, at: location) }
            self.pool = pool
            self.version = Atomic(version)
        } catch {
            throw StorageError(error, at: location)
        }
        self.file = file
        self.location = location
        self.isWritable = isWritable
        self.address = address
    }

    /// The version of the schema in the file, 0 when it is blank.
    public var schemaVersion: Int { version.load(ordering: .acquiring) }

    /// The version of the schema that this build writes.
    public static var currentSchemaVersion: Int { Schema.current }

    /// Brings the schema up to `currentSchemaVersion`; does nothing when it is there. Each step is a
    /// transaction of its own.
    public func migrate() throws(StorageError) {
        guard schemaVersion < Schema.current else { return }
        try requireWritable()
        do {
            try Schema.migrate(pool)
            // What the header says is then in the file itself, where `checkBeforeOpening` reads it.
            try pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
            version.store(try pool.read(Self.mark).checked(at: location), ordering: .releasing)
        } catch {
            throw StorageError(error, at: location)
        }
    }

    /// Closes all connections; the write-ahead log is taken into the file when no other process uses it.
    /// Later calls fail. Without it the last owner's release closes.
    public func close() throws(StorageError) {
        do { try pool.close() } catch { throw StorageError(error, at: location) }
    }

    /// Reads in one snapshot, beside a writer.
    func read<Result>(_ body: (Database) throws -> Result) throws(StorageError) -> Result {
        try requireSchema()
        do { return try pool.read(body) } catch { throw StorageError(error, at: location) }
    }

    /// Writes in one transaction that is rolled back when the body throws.
    func write<Result>(_ body: (Database) throws -> Result) throws(StorageError) -> Result {
        try requireSchema()
        try requireWritable()
        do { return try pool.write(body) } catch { throw StorageError(error, at: location) }
    }

    private func requireSchema() throws(StorageError) {
        let version = schemaVersion
        if version < Schema.current { throw Self.olderSchema(version, at: location) }
    }

    private func requireWritable() throws(StorageError) {
        if !isWritable {
            throw StorageError(
                .readOnly, at: location, file.reasonNotWritable() ?? "it was opened for reading",
                advice: "give this user the right to write the file and its folder, or name another store")
        }
    }
}
