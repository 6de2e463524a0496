import Foundation
import Storage
import StorageSQLite

/// What a command will do with a store.
enum StoreAccess {
    /// Create or migrate it: it may be missing or of an older schema.
    case create
    /// Read and write it.
    case existing
    /// Read it, also where it cannot be written.
    case reading
}

/// A store that is open, with its ledger. The one place that knows which stores there are.
struct OpenStore {
    let series: any TimeSeriesStore
    let ledger: any Ledger
    /// Answers a person's SQL.
    let sql: any SQLQuerying
    private let database: SQLiteDatabase
    private let path: String

    /// Candles, trades and ledger in one SQLite file.
    init(sqlite path: String, _ access: StoreAccess) throws(StorageError) {
        let mode: SQLiteDatabase.OpenMode =
            switch access {
            case .create: .create
            case .existing: .existing
            case .reading: .reading
            }
        let database = try SQLiteDatabase(path: path, mode: mode)
        let store = SQLiteStore(database)
        (series, sql, ledger) = (store, store, SQLiteLedger(database))
        (self.database, self.path) = (database, path)
    }

    /// The version of the schema that this build writes.
    static var currentSchemaVersion: Int { SQLiteDatabase.currentSchemaVersion }

    /// The version of the schema in the store, 0 when there is none yet.
    var schemaVersion: Int { database.schemaVersion }

    /// Whether rows can be stored.
    var isWritable: Bool { database.isWritable }

    /// Creates the schema or brings it up to date.
    func migrate() throws(StorageError) { try database.migrate() }

    /// Deletes the store with everything in it.
    func drop() throws {
        try database.close()
        for file in [path + "-wal", path + "-shm", path] where FileManager.default.fileExists(atPath: file) {
            do {
                try FileManager.default.removeItem(atPath: file)
            } catch {
                throw Failure("\(file): cannot be deleted: \(error.localizedDescription)")
            }
        }
    }
}
