import CoreMetrics
internal import GRDB
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
        /// To read a store that is there, also where the file or its folder cannot be written. Such a file is
        /// taken as one that nobody changes, unless a log lies beside it.
        case reading
    }

    /// `sqlite:PATH`.
    public let location: String
    /// Whether rows can be stored. False only for `OpenMode.reading` of what cannot be written.
    public var isWritable: Bool { writer != nil }

    let file: DatabaseFile
    /// Which file was opened.
    let opened: FileMark?
    /// By what SQLite finds it: a file name, or a URI where it is read as it is.
    let address: String
    private let readers: DatabasePool
    // Nil when it is only read. Not the pool's own writer: GRDB's pool writes to the file at every
    // opening (it makes and drops a table, so that there is a log), and opening must change nothing.
    private let writer: DatabaseQueue?
    private let version: Atomic<Int>
    // All files of a process are counted together.
    private let size = Meter(label: "candlewick_store_pool_size", dimensions: [("pool", "sqlite-readers")])
    private let inUse = Meter(label: "candlewick_store_pool_in_use", dimensions: [("pool", "sqlite-readers")])
    private let waits = Timer(label: "candlewick_store_pool_wait_seconds", dimensions: [("pool", "sqlite-readers")])
    // Tells whether others have written; opened when somebody asks.
    let changes = Mutex<ReadingConnection?>(nil)

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
            let writer = isWritable ? try Self.writer(address) : nil
            // The writer is there first: it has made the log, which a reader could not.
            let readers = try DatabasePool(path: address, configuration: Self.configuration(readOnly: true))
            let mark = try readers.read(Self.mark)
            let version = try mark.checked(at: location)
            if mode != .create, version < Schema.current { throw Self.olderSchema(version, at: location) }
            (self.readers, self.writer) = (readers, writer)
            self.version = Atomic(version)
        } catch {
            throw StorageError(error, at: location)
        }
        self.file = file
        opened = FileMark(file.path)
        self.location = location
        self.address = address
        size.increment(by: Double(Self.mostReaders))
    }

    deinit {
        size.decrement(by: Double(Self.mostReaders))
        // Nobody is left who could be told; an unclosed log is taken in at the next opening.
        try? close()
    }

    /// The version of the schema in the file, 0 when it is blank.
    public var schemaVersion: Int { version.load(ordering: .acquiring) }

    /// The version of the schema that this build writes.
    public static var currentSchemaVersion: Int { Schema.current }

    /// Brings the schema up to `currentSchemaVersion`; does nothing when it is there. Each step is a
    /// transaction of its own; several processes may do it at once.
    public func migrate() throws(StorageError) {
        guard schemaVersion < Schema.current else { return }
        let writer = try requiredWriter()
        do {
            try Schema.migrate(writer)
            // What the header says is then in the file itself, where `checkBeforeOpening` reads it.
            try writer.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
            version.store(try readers.read(Self.mark).checked(at: location), ordering: .releasing)
        } catch {
            throw StorageError(error, at: location)
        }
    }

    /// Closes all connections; the write-ahead log is taken into the file when no other process uses it.
    /// Later calls fail. Without it the last owner's release closes.
    public func close() throws(StorageError) {
        do {
            changes.withLock { $0 = nil }
            // Readers first: the connection that closes last takes the log in, and only the writer can.
            readers.releaseMemory()
            try readers.close()
            try writer?.close()
        } catch {
            throw StorageError(error, at: location)
        }
    }

    /// Reads in one snapshot, beside a writer.
    func read<Result>(_ body: (Database) throws -> Result) throws(StorageError) -> Result {
        try requireSchema()
        let begin = ContinuousClock.now
        do {
            return try readers.read { db in
                let waited = begin.duration(to: .now)
                // Less is what taking a connection costs.
                if waited >= .milliseconds(1) { waits.recordNanoseconds(Int64(waited / .nanoseconds(1))) }
                inUse.increment()
                defer { inUse.decrement() }
                return try body(db)
            }
        } catch { throw StorageError(error, at: location) }
    }

    /// Writes in one transaction that is rolled back when the body throws, or when the file is no longer
    /// the one at its path.
    func write<Result>(_ body: (Database) throws -> Result) throws(StorageError) -> Result {
        try requireSchema()
        let writer = try requiredWriter()
        do {
            return try writer.writeWithoutTransaction { db in
                var result: Result?
                try db.inTransaction {
                    result = try body(db)
                    try requireFile(db)
                    return .commit
                }
                // Again, for what happened to it during the commit: then nobody is told that rows are stored.
                try requireFile(db)
                guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
                return result
            }
        } catch {
            throw StorageError(error, at: location)
        }
    }

    private func requireSchema() throws(StorageError) {
        let version = schemaVersion
        if version < Schema.current { throw Self.olderSchema(version, at: location) }
    }

    private func requiredWriter() throws(StorageError) -> DatabaseQueue {
        if let writer { return writer }
        throw StorageError(
            .readOnly, at: location, file.reasonNotWritable() ?? "it was opened for reading",
            advice: "give this user the right to write the file and its folder, or name another store")
    }
}
