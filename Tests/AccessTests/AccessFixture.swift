import Foundation
import MarketData
import Storage
import StorageSQLite
import Synchronization

@testable import Access

/// A ledger in a folder of its own, and a clock that a test sets.
final class AccessFixture: Sendable {
    let ledger: SQLiteLedger
    let access: AccessControl
    let clock: Clock
    private let folder: URL

    final class Clock: Sendable {
        private let seconds = Mutex<Double>(1_700_000_000)
        var now: Timestamp { Timestamp(nanoseconds: Int64(seconds.withLock { $0 } * 1e9)) }
        func advance(_ step: Double) { seconds.withLock { $0 += step } }
    }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let database = try SQLiteDatabase(path: folder.appending(path: "store.db").path, mode: .create)
        try database.migrate()
        let clock = Clock()
        (ledger, self.clock) = (SQLiteLedger(database), clock)
        access = AccessControl(ledger) { clock.now }
    }

    deinit {
        // What is left behind is in the system's temporary folder; a test cannot do more about it.
        try? FileManager.default.removeItem(at: folder)
    }

    /// A token that another process made: this one has not heard of it.
    func add(_ name: String, _ role: Role, days: Int? = nil) throws -> String {
        let issued = try IssuedToken.issue(
            name, role: role, lifetime: days.map(TokenLifetime.nanoseconds), in: ledger, now: clock.now)
        guard let issued else { throw CocoaError(.fileWriteFileExists) }
        return issued.secret.text
    }
}
