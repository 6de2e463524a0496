import Foundation
import Storage
import StorageSQLite

/// Candles, trades and ledger in one SQLite file.
struct SQLitePlace: Place {
    let series: any TimeSeriesStore
    let ledger: (any Ledger)?
    let sql: any SQLQuerying
    private let database: SQLiteDatabase
    private let path: String

    init(path: String, _ access: StoreAccess) throws(StorageError) {
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

    var currentSchemaVersion: Int { SQLiteDatabase.currentSchemaVersion }
    var schemaVersion: Int { database.schemaVersion }
    var isWritable: Bool { database.isWritable }

    func migrate() throws(StorageError) { try database.migrate() }

    func contents() throws(StorageError) -> String {
        let count = schemaVersion > 0 ? try series.series(matching: SeriesFilter()).count : 0
        return "\(counted(count, "series")) and its ledger"
    }

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

    /// Room on the store's disk; a day's work of a large backfill needs some.
    func findings() -> [Finding] {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder),
            let free = (attributes[.systemFreeSize] as? NSNumber)?.int64Value
        else { return [Finding(subject: "disk", verdict: .warning, message: "\(folder) does not say what is free")] }
        let isEnough = free >= 1_000_000_000
        let message = "\(byteSize(free)) free in \(folder)\(isEnough ? "" : "; make room or move the store")"
        return [Finding(subject: "disk", verdict: isEnough ? .ok : .warning, message: message)]
    }
}
