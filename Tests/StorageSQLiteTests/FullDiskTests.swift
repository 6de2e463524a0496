import Foundation
import GRDB
import MarketData
import Storage
import Testing

@testable import StorageSQLite
@testable import StorageTesting

/// A file system of a fixed size on a folder, until its owner goes. Only root can make one.
private final class SmallDisk {
    let path: String

    // The strings are C strings for the time of the calls.
    init?(on path: String, size: String) {
        self.path = path
        guard unsafe size.withCString({ unsafe mount("tmpfs", path, "tmpfs", 0, $0) }) == 0 else { return nil }
    }

    deinit { unsafe umount2(path, CInt(MNT_DETACH)) }

    static let isPossible: Bool = {
        guard geteuid() == 0, let folder = try? TemporaryFolder() else { return false }
        return SmallDisk(on: folder.path, size: "size=64k") != nil
    }()
}

@Suite struct FullDiskTests {
    @Test(.enabled(if: SmallDisk.isPossible, "only root can mount a small disk"))
    func write_fullDisk_saysSoAndKeepsWhatWasStored() throws {
        let folder = try TemporaryFolder()
        let disk = try #require(SmallDisk(on: folder.path, size: "size=3m"))
        try withExtendedLifetime(disk) {
            let database = try SQLiteDatabase(path: folder.file("store.db"), mode: .create)
            try database.migrate()
            let store = SQLiteStore(database)
            var written = 0
            var failure: StorageError?
            while failure == nil, written < 1_000_000 {
                do {
                    _ = try store.write(CandleBatch(Candle.run(written..<written + 5000)), to: .candles())
                    written += 5000
                } catch let error as StorageError {
                    failure = error
                }
            }
            #expect(failure?.code == .full, "\(failure.debugDescription)")
            #expect(failure?.message.contains("no room left") == true)
            #expect(written >= 5000)
            #expect(try store.count(.candles(), in: .all) == Int(written))
            #expect(
                try store.write(CandleBatch(Candle.run(0..<5000)), to: .candles()) == WriteCount(unchanged: 5000))
            try database.close()
        }
    }

    @Test func write_beyondTheLargestFile_saysSoAndKeepsWhatWasStored() throws {
        let here = try TemporaryStore()
        _ = try here.store.write(CandleBatch(Candle.run(0..<1000)), to: .candles())
        try here.database.write { db in try db.execute(sql: "PRAGMA max_page_count = 60") }
        let error = #expect(throws: StorageError.self) {
            try here.store.write(CandleBatch(Candle.run(500..<50_000)), to: .candles())
        }
        #expect(error?.code == .full)
        #expect(try here.store.count(.candles(), in: .all) == 1000)
        #expect(try here.store.write(CandleBatch(Candle.run(0..<1000)), to: .candles()) == WriteCount(unchanged: 1000))
    }
}
