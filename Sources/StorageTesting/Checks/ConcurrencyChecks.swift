import Dispatch
import MarketData
import Storage
import Synchronization

extension Check where Subject == any StoreUnderTest {
    static let concurrency: [StoreCheck] = [
        StoreCheck(
            "readers-beside-a-writer", "Readers beside a writer see whole batches, and never fewer rows than before",
            restsOn: [.wholeBatches, .countsWrites, .keepsVWAP]
        ) { run in try readBeside(run.store()) },
        StoreCheck(
            "two-handles", "What one connection wrote and settled another reads, and both write the same rows once",
            restsOn: [.countsWrites, .keepsVWAP]
        ) { run in
            let place = try run.migrated()
            let one = try run.open(place)
            let other = try run.open(place)
            for (turn, part) in [0..<30, 20..<50, 0..<50, 50..<60].enumerated() {
                let (writer, reader) = turn % 2 == 0 ? (one, other) : (other, one)
                writer.model = turn == 0 ? RowModel() : reader.model
                try writer.write(Candle.run(part))
                try writer.write(Trade.run(part))
                reader.model = writer.model
                try reader.store.awaitVisible()
                try reader.expectAll()
                try writer.expectAll()
            }
        },
        StoreCheck(
            "two-writers", "Two connections that write at once wait for each other, and no row is doubled or lost",
            restsOn: [.countsWrites, .keepsVWAP]
        ) { run in
            let place = try run.migrated()
            let handles = [try run.open(place), try run.open(place)]
            let stores = handles.map(\.store)
            let problems = Mutex<[String]>([])
            let total = Mutex(WriteCount())
            DispatchQueue.concurrentPerform(iterations: 2) { writer in
                do {
                    for part in 0..<10 {
                        let count = try Candle.write(
                            Candle.run(part * 100..<part * 100 + 100), to: Candle.series(), of: stores[writer])
                        try stores[writer].settle(stores[writer].mark)
                        total.withLock { $0 += count }
                    }
                } catch {
                    problems.withLock { $0.append("\(error)") }
                }
            }
            try expect(problems.withLock { $0 }, equals: [], "what the writers met")
            let it = handles[0]
            try it.expectCount(total.withLock { $0 }, WriteCount(inserted: 1000, unchanged: 1000), "counts of both")
            _ = it.model.write(Candle.run(0..<1000), to: Candle.series(), traits: it.traits)
            try it.store.awaitVisible()
            try it.expectAll()
        },
    ]

    private static func readBeside(_ it: CheckedStore) throws {
        let (batches, size) = (40, 250)
        let (store, whole) = (it.store, it.traits.keeps(.wholeBatches))
        let isDone = Atomic(false)
        let problems = Mutex<[String]>([])
        let readers = DispatchGroup()
        let queue = DispatchQueue(label: "readers", attributes: .concurrent)
        for _ in 0..<3 {
            queue.async(group: readers) {
                var before = 0
                var goOn = true
                while goOn {
                    // Asked before reading, so that the last look comes after the last write.
                    goOn = !isDone.load(ordering: .acquiring)
                    do {
                        let rows = try Candle.read(
                            Candle.series(), in: .all, after: nil, capacity: batches * size + 1, of: store)
                        if whole, rows.count % size != 0 { throw seen("whole batches", "\(rows.count) rows") }
                        if rows.count < before { throw seen("at least \(before) rows", "\(rows.count)") }
                        if zip(rows, rows.dropFirst()).contains(where: { $0.time >= $1.time }) {
                            throw seen("ascending rows", "others")
                        }
                        before = rows.count
                    } catch {
                        problems.withLock { $0.append("\(error)") }
                        return
                    }
                }
                if before != batches * size {
                    problems.withLock { $0.append("\(seen("\(batches * size) rows in the end", "\(before)"))") }
                }
            }
        }
        defer {
            isDone.store(true, ordering: .releasing)
            readers.wait()
        }
        for batch in 0..<batches { try it.write(Candle.run(batch * size..<(batch + 1) * size)) }
        isDone.store(true, ordering: .releasing)
        readers.wait()
        try expect(problems.withLock { $0 }, equals: [], "what readers met")
        try it.expectAll()
    }

    private static func seen(_ expected: String, _ found: String) -> StoreCheckFailure {
        StoreCheckFailure("a reader beside the writer", expected: expected, found: found)
    }
}
