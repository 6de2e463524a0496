import Foundation
import MarketData
import Storage
import StorageSQLite
import StorageTesting

/// A folder that goes with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        path = url.path
    }

    deinit {
        // What is left behind is in the system's temporary folder; a test cannot do more about it.
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { path + "/" + name }
    func bytes(_ name: String) -> Data? { FileManager.default.contents(atPath: file(name)) }
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

/// A migrated store in a folder of its own.
struct TemporaryStore {
    let folder: TemporaryFolder
    let path: String
    let database: SQLiteDatabase
    var store: SQLiteStore { SQLiteStore(database) }
    var ledger: SQLiteLedger { SQLiteLedger(database) }

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("store.db")
        database = try SQLiteDatabase(path: path, mode: .create)
        try database.migrate()
    }

    /// All that a user's query gives, as text.
    func lines(_ sql: String) throws -> [String] { try store.lines(sql) }
}
