import Foundation
import GRDB
import Storage
import StorageTesting
import Testing

@testable import StorageSQLite

/// What every store and every ledger promises.
@Suite struct PromiseTests {
    @Test(arguments: StoreCheck.all)
    func store_everyPromise_isKept(_ check: StoreCheck) {
        #expect(check.run { try SQLiteUnderTest() } == .passed, "\(check.promise)")
    }

    @Test(arguments: LedgerCheck.all)
    func ledger_everyPromise_isKept(_ check: LedgerCheck) {
        #expect(check.run { try SQLiteUnderTest() } == .passed, "\(check.promise)")
    }

    @Test(arguments: ServiceLedgerCheck.all)
    func serviceLedger_everyPromise_isKept(_ check: ServiceLedgerCheck) {
        #expect(check.run { try SQLiteUnderTest() } == .passed, "\(check.promise)")
    }
}

/// A file in a folder of its own.
struct SQLiteUnderTest: ServiceLedgerUnderTest {
    let folder: TemporaryFolder
    var path: String { folder.file("store.db") }

    init() throws {
        folder = try TemporaryFolder()
        // Blank: what another process finds that looks in before the migration.
        try SQLiteDatabase(path: path, mode: .create).close()
    }

    func migrate() throws {
        let database = try SQLiteDatabase(path: path, mode: .create)
        try database.migrate()
        try database.close()
    }

    func open() throws -> any TimeSeriesStore { SQLiteStore(try SQLiteDatabase(path: path, mode: .existing)) }

    func openLedger() throws -> any Ledger { SQLiteLedger(try SQLiteDatabase(path: path, mode: .existing)) }

    func openServiceLedger() throws -> any ServiceLedger {
        SQLiteLedger(try SQLiteDatabase(path: path, mode: .existing))
    }

    func markNewer() throws {
        let database = try SQLiteDatabase(path: path, mode: .existing)
        try database.write { db in try db.execute(sql: "PRAGMA user_version = 99") }
        try database.close()
    }

    func victim(_ work: VictimWork) throws -> VictimProgram {
        // `swift build` puts it beside the tests.
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = URL(filePath: tests).deletingLastPathComponent().appending(path: "sqlite-victim")
        return VictimProgram(path: program.path, arguments: [path, work.rawValue])
    }

    func footprint() throws -> String? {
        ["store.db", "store.db-wal"].map { folder.bytes($0)?.base64EncodedString() ?? "" }.joined(separator: " ")
    }
}
