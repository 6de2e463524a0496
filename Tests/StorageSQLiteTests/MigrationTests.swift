import Foundation
import GRDB
import MarketData
import Storage
import Testing

@testable import StorageSQLite

@Suite struct MigrationTests {
    let folder: TemporaryFolder
    let path: String
    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("store.db")
    }

    @Test func migrate_freshFile_makesAStoreOfTheCurrentVersion() throws {
        let database = try SQLiteDatabase(path: path, mode: .create)
        #expect(database.schemaVersion == 0)
        try database.migrate()
        #expect(database.schemaVersion == SQLiteDatabase.currentSchemaVersion)
        let again = try SQLiteDatabase(path: path, mode: .existing)
        #expect(again.schemaVersion == SQLiteDatabase.currentSchemaVersion)
        #expect(try again.read { db in try Int64.fetchOne(db, sql: "PRAGMA application_id") } == 0x434e_444c)
        #expect(try again.read { db in try Int.fetchOne(db, sql: "PRAGMA page_size") } == 8192)
        #expect(try again.read { db in try String.fetchOne(db, sql: "PRAGMA journal_mode") } == "wal")
    }

    @Test func migrate_again_changesNothing() throws {
        let database = try SQLiteDatabase(path: path, mode: .create)
        try database.migrate()
        _ = try SQLiteStore(database).write(CandleBatch(Candle.run(0..<10)), to: .candles())
        try database.close()
        let before = folder.bytes("store.db")
        let again = try SQLiteDatabase(path: path, mode: .create)
        try again.migrate()
        try again.close()
        #expect(folder.bytes("store.db") == before)
    }

    @Test func use_beforeMigration_saysToMigrate() throws {
        let database = try SQLiteDatabase(path: path, mode: .create)
        let error = #expect(throws: StorageError.self) { try SQLiteStore(database).count(.candles(), in: .all) }
        #expect(error?.code == .needsMigration)
        #expect(error?.advice.contains("candlewick migrate") == true)
        let write = #expect(throws: StorageError.self) { try SQLiteLedger(database).addAssets([.init(ticker: "X")]) }
        #expect(write?.code == .needsMigration)
    }

    @Test(arguments: [SQLiteDatabase.OpenMode.existing, .reading])
    func open_olderSchema_needsMigration(mode: SQLiteDatabase.OpenMode) throws {
        try SQLiteDatabase(path: path, mode: .create).close()
        let error = #expect(throws: StorageError.self) { _ = try SQLiteDatabase(path: path, mode: mode) }
        #expect(error?.code == .needsMigration)
    }

    @Test func open_emptyFile_isBlankAndCanBeMigrated() throws {
        try Data().write(to: URL(filePath: path))
        let error = #expect(throws: StorageError.self) { _ = try SQLiteDatabase(path: path, mode: .existing) }
        #expect(error?.code == .needsMigration)
        try SQLiteDatabase(path: path, mode: .create).migrate()
        _ = try SQLiteDatabase(path: path, mode: .existing)
    }

    @Test(arguments: [SQLiteDatabase.OpenMode.create, .existing, .reading])
    func open_newerSchema_isRefusedAndLeftAlone(mode: SQLiteDatabase.OpenMode) throws {
        do {
            let database = try SQLiteDatabase(path: path, mode: .create)
            try database.migrate()
            try database.write { db in try db.execute(sql: "PRAGMA user_version = 99") }
            try database.close()
        }
        let before = folder.bytes("store.db")
        let error = #expect(throws: StorageError.self) { _ = try SQLiteDatabase(path: path, mode: mode) }
        #expect(error?.code == .newerSchema)
        #expect(error?.message.contains("version 99") == true)
        #expect(error?.message.contains("up to \(SQLiteDatabase.currentSchemaVersion)") == true)
        #expect(folder.bytes("store.db") == before)
        #expect(try folder.names == ["store.db"])
    }

    @Test func open_newerSchemaThatIsStillInTheLog_isRefused() throws {
        let first = try SQLiteDatabase(path: path, mode: .create)
        try first.migrate()
        // Not closed: the header in the file itself still has the old number.
        try first.write { db in try db.execute(sql: "PRAGMA user_version = 99") }
        let error = #expect(throws: StorageError.self) { _ = try SQLiteDatabase(path: path, mode: .existing) }
        #expect(error?.code == .newerSchema)
    }
}
