import Foundation
import GRDB
import MarketData
import Storage
import Testing

@testable import StorageSQLite
@testable import StorageTesting

@Suite struct OpeningTests {
    let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func failure(_ path: String, _ mode: SQLiteDatabase.OpenMode) -> StorageError? {
        #expect(throws: StorageError.self) { _ = try SQLiteDatabase(path: path, mode: mode) }
    }

    @Test(arguments: [SQLiteDatabase.OpenMode.existing, .reading])
    func open_missingFile_saysHowToCreateIt(mode: SQLiteDatabase.OpenMode) throws {
        let error = failure(folder.file("none.db"), mode)
        #expect(error?.code == .notFound)
        #expect(error?.advice.contains("candlewick init") == true)
        #expect(error?.location == "sqlite:" + folder.file("none.db"))
        #expect(try folder.names.isEmpty)
    }

    @Test func open_missingFolder_isNotFound() {
        let error = failure(folder.file("none/store.db"), .create)
        #expect(error?.code == .notFound)
        #expect(error?.message.contains("none does not exist") == true)
    }

    @Test(arguments: ["", "a\0b"])
    func open_pathThatIsNone_isRefused(path: String) {
        #expect(failure(path, .create)?.code == .notFound)
    }

    @Test(arguments: [SQLiteDatabase.OpenMode.create, .existing, .reading])
    func open_directory_isRefused(mode: SQLiteDatabase.OpenMode) {
        let error = failure(folder.path, mode)
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("directory") == true)
    }

    @Test(arguments: [SQLiteDatabase.OpenMode.create, .existing, .reading])
    func open_fileThatIsNoDatabase_isRefusedAndLeftAlone(mode: SQLiteDatabase.OpenMode) throws {
        let text = Data(String(repeating: "1381095255,29000.5\n", count: 500).utf8)
        try text.write(to: URL(filePath: folder.file("X_60.csv")))
        let error = failure(folder.file("X_60.csv"), mode)
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("file is not a database") == true)
        #expect(folder.bytes("X_60.csv") == text)
        #expect(try folder.names == ["X_60.csv"])
    }

    @Test(arguments: [SQLiteDatabase.OpenMode.create, .existing, .reading], ["DELETE", "WAL"])
    func open_anotherApplicationsDatabase_isRefusedAndLeftAlone(
        mode: SQLiteDatabase.OpenMode, journal: String
    ) throws {
        let path = folder.file("other.db")
        let other = try DatabaseQueue(path: path)
        try other.inDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = \(journal)")
            try db.execute(sql: "CREATE TABLE series (a); INSERT INTO series VALUES (1)")
        }
        try other.close()
        let before = folder.bytes("other.db")
        let error = failure(path, mode)
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("another application's") == true)
        #expect(folder.bytes("other.db") == before)
        #expect(try folder.names == ["other.db"])
    }

    @Test(arguments: ["plain.db", ":memory:", "file:x?mode=memory", "with space % # ü.db"])
    func open_nameThatSQLiteWouldRead_isAPlainFile(name: String) throws {
        let database = try SQLiteDatabase(path: folder.file(name), mode: .create)
        try database.migrate()
        try database.close()
        #expect(try folder.names == [name])
        _ = try SQLiteDatabase(path: folder.file(name), mode: .existing)
    }

    @Test func open_damagedStore_isCorrupt() throws {
        let path = folder.file("store.db")
        do {
            let database = try SQLiteDatabase(path: path, mode: .create)
            try database.migrate()
            try database.close()
        }
        var bytes = try #require(folder.bytes("store.db"))
        // The header stays; the rest of the first page, where the tables are listed, does not.
        bytes.replaceSubrange(100..<8192, with: repeatElement(0xff, count: 8092))
        try bytes.write(to: URL(filePath: path))
        #expect(failure(path, .existing)?.code == .corrupt)
    }

    @Test func open_storeHeldByAnotherConnection_sharesIt() throws {
        let one = try SQLiteDatabase(path: folder.file("store.db"), mode: .create)
        try one.migrate()
        let two = try SQLiteDatabase(path: folder.file("store.db"), mode: .existing)
        #expect(try SQLiteStore(one).write(CandleBatch(Candle.run(0..<10)), to: .candles()).inserted == 10)
        #expect(try SQLiteStore(two).write(CandleBatch(Candle.run(0..<10)), to: .candles()).unchanged == 10)
    }

    @Test func readOnlyFile_readsAndRefusesToWrite() async throws {
        let path = folder.file("store.db")
        do {
            let database = try SQLiteDatabase(path: path, mode: .create)
            try database.migrate()
            _ = try SQLiteStore(database).write(CandleBatch(Candle.run(0..<10)), to: .candles())
            try database.close()
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
        await #expect(processExitsWith: .success) { [path = path as String] in
            // Rights do not bind root: the child gives them up.
            if geteuid() == 0 { try #require(setuid(65534) == 0) }
            let refused = #expect(throws: StorageError.self) { _ = try SQLiteDatabase(path: path, mode: .existing) }
            #expect(refused?.code == .readOnly)
            let database = try SQLiteDatabase(path: path, mode: .reading)
            #expect(!database.isWritable)
            #expect(try SQLiteStore(database).count(.candles(), in: .all) == 10)
            var answer: [[SQLValue]] = []
            try SQLiteStore(database).query("SELECT count(*) FROM candles", columns: { _ in }) {
                answer.append($0)
                return true
            }
            #expect(answer == [[.integer(10)]])
            let error = #expect(throws: StorageError.self) {
                try SQLiteStore(database).write(CandleBatch(Candle.run(0..<20)), to: .candles())
            }
            #expect(error?.code == .readOnly)
            #expect(error?.message.contains("cannot be written") == true)
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        #expect(try folder.names == ["store.db"])
    }

    @Test func unreadableFile_isRefusedWithTheReason() async throws {
        let path = folder.file("store.db")
        try SQLiteDatabase(path: path, mode: .create).migrate()
        try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: path)
        await #expect(processExitsWith: .success) { [path = path as String] in
            if geteuid() == 0 { try #require(setuid(65534) == 0) }
            for mode in [SQLiteDatabase.OpenMode.create, .existing, .reading] {
                let error = #expect(throws: StorageError.self) { _ = try SQLiteDatabase(path: path, mode: mode) }
                #expect(error?.code == .readOnly)
                #expect(error?.message == "the file cannot be read: Permission denied")
            }
        }
    }
}
