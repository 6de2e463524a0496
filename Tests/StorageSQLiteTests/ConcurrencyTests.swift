import Dispatch
import MarketData
import Storage
import Synchronization
import Testing

@testable import StorageSQLite
@testable import StorageTesting

@Suite struct ConcurrencyTests {
    @Test func writers_atOnce_waitForEachOther() throws {
        let here = try TemporaryStore()
        let other = try SQLiteDatabase(path: here.path, mode: .existing)
        let total = Mutex(WriteCount())
        let problems = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 20) { turn in
            // Two connections, the same rows from each.
            let store = turn % 2 == 0 ? here.store : SQLiteStore(other)
            let part = turn / 2
            do {
                let count = try store.write(CandleBatch(Candle.run(part * 100..<(part + 1) * 100)), to: .candles())
                total.withLock { $0 += count }
            } catch {
                problems.withLock { $0.append("\(error)") }
            }
        }
        #expect(problems.withLock { $0 }.isEmpty)
        #expect(total.withLock { $0 } == WriteCount(inserted: 1000, unchanged: 1000))
    }
}
