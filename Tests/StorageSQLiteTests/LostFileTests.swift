import Foundation
import GRDB
import MarketData
import Storage
import Synchronization
import Testing

@testable import StorageSQLite
@testable import StorageTesting

/// What somebody may do to the file of a store that is in use.
struct Loss: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let happen: @Sendable (TemporaryStore) throws -> Void

    static let all = [
        Loss(testDescription: "the file is deleted") { try FileManager.default.removeItem(atPath: $0.path) },
        Loss(testDescription: "the file, its log and index are deleted") { here in
            for name in try here.folder.names { try FileManager.default.removeItem(atPath: here.folder.file(name)) }
        },
        Loss(testDescription: "the file is renamed") {
            try FileManager.default.moveItem(atPath: $0.path, toPath: $0.folder.file("aside.db"))
        },
        Loss(testDescription: "another store takes its place") { here in
            for name in try here.folder.names { try FileManager.default.removeItem(atPath: here.folder.file(name)) }
            try otherStore(at: here.path)
        },
        Loss(testDescription: "another store is renamed over it") { here in
            let other = here.folder.file("other.db")
            try otherStore(at: other)
            try move(other, over: here.path)
        },
        Loss(testDescription: "its folder is renamed") { here in
            let aside = here.folder.path + "-aside"
            try move(here.folder.path, over: aside)
            // Into a new folder of the old name, so that the owner removes both.
            try FileManager.default.createDirectory(atPath: here.folder.path, withIntermediateDirectories: false)
            try move(aside, over: here.folder.file("aside"))
        },
    ]

    /// Unlike FileManager's, takes the place of what is there.
    private static func move(_ path: String, over place: String) throws {
        // Both are C strings for the time of the call.
        let result = unsafe rename(path, place)
        try #require(result == 0)
    }

    /// A store with ten candles.
    private static func otherStore(at path: String) throws {
        let other = try SQLiteDatabase(path: path, mode: .create)
        try other.migrate()
        _ = try SQLiteStore(other).write(CandleBatch(Candle.run(0..<10)), to: .candles())
        try other.close()
    }
}

@Suite struct LostFileTests {
    let here: TemporaryStore
    init() throws { here = try TemporaryStore() }

    private func expectLost(_ write: () throws -> Void) {
        let error = #expect(throws: StorageError.self) { try write() }
        #expect(
            error
                == StorageError(
                    .notFound, at: here.database.location, "the file was deleted or moved while it was in use",
                    advice: "put it back or create the store again with candlewick migrate, then run the job again"))
    }

    @Test(arguments: Loss.all)
    func storeWrite_fileLostBetweenTwoWrites_fails(_ loss: Loss) throws {
        _ = try here.store.write(CandleBatch(Candle.run(0..<100)), to: .candles())
        try loss.happen(here)
        expectLost { _ = try here.store.write(CandleBatch(Candle.run(100..<200)), to: .candles()) }
        expectLost { _ = try here.store.write(TradeBatch([Trade(time: 1)]), to: .trades()) }
        // Rows that are there already: no less lost.
        expectLost { _ = try here.store.write(CandleBatch(Candle.run(0..<100)), to: .candles()) }
    }

    @Test(arguments: Loss.all)
    func ledgerWrite_fileLostDuringAJob_fails(_ loss: Loss) throws {
        let now = Timestamp(nanoseconds: 1_600_000_000_000_000_000)
        let start = JobStart(
            command: "ingest", subject: "x", items: 1, startedAt: now, store: .random(), storeLocation: "here")
        let job = try here.ledger.startJob(start)
        try loss.happen(here)
        expectLost { try here.ledger.updateJob(job, progress: JobProgress(at: now)) }
        expectLost {
            try here.ledger.finishJob(job, state: .completed, message: "", progress: JobProgress(at: now))
        }
        expectLost { _ = try here.ledger.startJob(start) }
    }

    @Test(arguments: Loss.all)
    func write_fileLostDuringTheTransaction_isRolledBack(_ loss: Loss) throws {
        expectLost {
            try here.database.write { db in
                try db.execute(sql: "INSERT INTO trade VALUES (1, 1, 0, 1, NULL, NULL, NULL)")
                try loss.happen(here)
            }
        }
        // The connection that reads still holds the lost file.
        #expect(try here.store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM trade") } == 0)
    }

    @Test(arguments: Loss.all)
    func write_fileLostWithTheCommit_isNotReportedAsStored(_ loss: Loss) throws {
        let failure = Mutex<String?>(nil)
        expectLost {
            try here.database.write { db in
                try db.execute(sql: "INSERT INTO trade VALUES (1, 1, 0, 1, NULL, NULL, NULL)")
                db.afterNextTransaction { _ in
                    do { try loss.happen(here) } catch { failure.withLock { $0 = "\(error)" } }
                }
            }
        }
        #expect(failure.withLock { $0 } == nil)
    }

    @Test func write_anotherStoreTookThePlace_leavesThatOneAlone() throws {
        _ = try here.store.write(CandleBatch(Candle.run(0..<100)), to: .candles())
        let loss = try #require(Loss.all.first { $0.testDescription == "another store takes its place" })
        try loss.happen(here)
        let before = here.folder.bytes("store.db")
        expectLost { _ = try here.store.write(CandleBatch(Candle.run(100..<200)), to: .candles()) }
        try here.database.close()
        #expect(here.folder.bytes("store.db") == before)
        #expect(try here.folder.names == ["store.db"])
        let other = try SQLiteDatabase(path: here.path, mode: .existing)
        #expect(try SQLiteStore(other).count(.candles(), in: .all) == 10)
    }

    @Test func write_fileDeleted_doesNotComeBack() throws {
        _ = try here.store.write(CandleBatch(Candle.run(0..<100)), to: .candles())
        for name in try here.folder.names { try FileManager.default.removeItem(atPath: here.folder.file(name)) }
        expectLost { _ = try here.store.write(CandleBatch(Candle.run(0..<100)), to: .candles()) }
        try here.database.close()
        #expect(try here.folder.names.isEmpty)
    }

    @Test func write_fileRenamedAndPutBack_goesOnWithNothingLost() throws {
        _ = try here.store.write(CandleBatch(Candle.run(0..<100)), to: .candles())
        try FileManager.default.moveItem(atPath: here.path, toPath: here.folder.file("aside.db"))
        expectLost { _ = try here.store.write(CandleBatch(Candle.run(100..<200)), to: .candles()) }
        #expect(try here.store.count(.candles(), in: .all) == 100)
        try FileManager.default.moveItem(atPath: here.folder.file("aside.db"), toPath: here.path)
        let again = try here.store.write(CandleBatch(Candle.run(0..<200)), to: .candles())
        #expect(again == WriteCount(inserted: 100, unchanged: 100))
        try here.database.close()
        let reopened = try SQLiteDatabase(path: here.path, mode: .existing)
        #expect(try SQLiteStore(reopened).count(.candles(), in: .all) == 200)
    }
}
