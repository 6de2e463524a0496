import Dispatch
import MarketData
import Storage
import Synchronization
import Testing

@testable import StorageSQLite

@Suite struct ConcurrencyTests {
    @Test func readers_duringWrites_seeWholeBatches() throws {
        let here = try TemporaryStore()
        let store = here.store
        let batches = 60
        let size: Int64 = 500
        let isDone = Atomic(false)
        let problems = Mutex<[String]>([])
        let group = DispatchGroup()
        let queue = DispatchQueue(label: "readers", attributes: .concurrent)
        for _ in 0..<3 {
            queue.async(group: group) {
                let piece = CandleBatch(capacity: 40_000)
                var before = 0
                var goOn = true
                while goOn {
                    // Asked before reading, so that the last look comes after the last write.
                    goOn = !isDone.load(ordering: .acquiring)
                    do {
                        try store.read(.candles(), in: .all, into: piece)
                    } catch {
                        problems.withLock { $0.append("\(error)") }
                        return
                    }
                    if piece.count % Int(size) != 0 { problems.withLock { $0.append("part of a batch") } }
                    if piece.count < before { problems.withLock { $0.append("rows were lost") } }
                    before = piece.count
                }
                if before != batches * Int(size) { problems.withLock { $0.append("only \(before) rows") } }
            }
        }
        for batch in 0..<Int64(batches) {
            _ = try store.write(CandleBatch(Candle.run(batch * size..<(batch + 1) * size)), to: .candles())
        }
        isDone.store(true, ordering: .releasing)
        group.wait()
        #expect(problems.withLock { $0 }.isEmpty)
    }

    @Test func writers_atOnce_waitForEachOther() throws {
        let here = try TemporaryStore()
        let other = try SQLiteDatabase(path: here.path, mode: .existing)
        let total = Mutex(WriteCount())
        let problems = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 20) { turn in
            // Two connections, the same rows from each.
            let store = turn % 2 == 0 ? here.store : SQLiteStore(other)
            let part = Int64(turn / 2)
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
