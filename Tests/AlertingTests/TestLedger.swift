import Alerting
import Foundation
import Storage
import StorageSQLite
import Synchronization

/// A ledger in a file of a test's own, which answers or does not.
final class TestLedger: AlertKeeping {
    private let folder: URL
    let ledger: any ServiceLedger
    private let away = Mutex(false)

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let database = try SQLiteDatabase(path: folder.appending(path: "store.db").path, mode: .create)
        try database.migrate()
        ledger = SQLiteLedger(database)
    }

    deinit {
        // What is left behind is in the system's temporary folder; a test cannot do more about it.
        try? FileManager.default.removeItem(at: folder)
    }

    func goAway(_ isAway: Bool) { away.withLock { $0 = isAway } }

    func ask<Result: Sendable>(
        _ body: @escaping @Sendable (any ServiceLedger) throws -> Result
    ) async throws -> Result {
        if away.withLock({ $0 }) { throw StorageError(.unreachable, at: "here", "gone", advice: "come back") }
        return try body(ledger)
    }
}
