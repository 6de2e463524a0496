import Dispatch
import MarketData
import Storage
import Synchronization
import Testing

@testable import StoragePostgreSQL
@testable import StorageTesting

@Suite(.withServer) struct ConcurrencyTests {
    @Test func writers_atOnceInTheSameSeries_countEveryRowOnce() throws {
        let here = try TemporarySchema()
        let hubs = try (0..<4).map { _ in try PostgreSQLStore(here.again()) }
        let total = Mutex(WriteCount())
        let problems = Mutex<[String]>([])
        let series = [Series.candles("A"), .candles("B"), .candles("C")]
        DispatchQueue.concurrentPerform(iterations: 24) { turn in
            let part = turn / 4
            let rows = CandleBatch(Candle.run(part * 200..<(part + 1) * 200))
            // Each hub goes through the series in another order, all in one transaction.
            let group = series.indices.map { StoredRows(.candles(rows), of: series[($0 + turn) % 3]) }
            do {
                let counts = try hubs[turn % 4].write(group) { _ in [] }
                for count in counts.joined() { total.withLock { $0 += count } }
            } catch {
                problems.withLock { $0.append("\(error)") }
            }
        }
        #expect(problems.withLock { $0 } == [])
        #expect(total.withLock { $0 } == WriteCount(inserted: 3600, unchanged: 10_800))
    }

    @Test func writer_whoseRowAStrangerStores_takesTheOtherWay() throws {
        let here = try TemporarySchema()
        _ = try here.store.write(CandleBatch(Candle.run(0..<1)), to: .candles())
        let rows = Candle.run(0..<1000)
        let series = try here.database.read { connection in
            try SeriesTable.number(of: .candles(), connection, schema: here.name)
        }
        let key = CandleKey.key(series: try #require(series), nanoseconds: rows[500].time)
        let outcome = Mutex<Result<WriteCount, any Error>?>(nil)
        let done = DispatchSemaphore(value: 0)
        let stranger = try ServerConnection(here.database.address, here.database.settings, until: .now + .seconds(60))
        // Not known to the hub, and not committed when it looks what is there.
        try stranger.run("BEGIN")
        _ = try stranger.run(
            Statement("", "INSERT INTO \(here.name).candle VALUES ($1, 1, 1, 1, 1)"), [.int8(key)])
        DispatchQueue.global().async {
            let result = Result { try here.store.write(CandleBatch(rows), to: .candles()) }
            outcome.withLock { $0 = result }
            done.signal()
        }
        // The hub comes to that row and waits for the stranger.
        let waiting = Statement(
            "", "SELECT count(*) FROM pg_locks WHERE NOT granted AND $1 = ANY (pg_blocking_pids(pid))")
        while try stranger.run(
            Statement(waiting.name, waiting.sql.replacing("$1", with: "$1::int4")),
            [.int8(stranger.session.process)]
        ).int8(0, 0) == 0 {}
        try stranger.run("COMMIT")
        done.wait()
        let count = try #require(outcome.withLock { $0 }).get()
        #expect(count == WriteCount(inserted: 998, updated: 1, unchanged: 1))
    }

    @Test func readers_duringWrites_seeWholeGroups() throws {
        let here = try TemporarySchema()
        let isDone = Atomic(false)
        let problems = Mutex<[String]>([])
        let group = DispatchGroup()
        for _ in 0..<2 {
            DispatchQueue.global().async(group: group) {
                let batch = CandleBatch(capacity: 20_000)
                var goOn = true
                while goOn {
                    goOn = !isDone.load(ordering: .acquiring)
                    do { try here.store.read(.candles(), in: .all, into: batch) } catch {
                        problems.withLock { $0.append("\(error)") }
                        return
                    }
                    if batch.count % 1000 != 0 { problems.withLock { $0.append("\(batch.count) rows") } }
                }
                if batch.count != 10_000 { problems.withLock { $0.append("only \(batch.count) rows") } }
            }
        }
        for turn in 0..<10 {
            let parts = [0..<500, 500..<1000].map {
                Candle.run($0.lowerBound + turn * 1000..<$0.upperBound + turn * 1000)
            }
            _ = try here.store.write(parts.map { StoredRows(.candles(CandleBatch($0)), of: .candles()) }) { _ in [] }
        }
        isDone.store(true, ordering: .releasing)
        group.wait()
        #expect(problems.withLock { $0 } == [])
    }

    @Test func pool_moreCallersThanConnections_makesThemWait() throws {
        let here = try TemporarySchema { $0.connections = 1 }
        let begun = DispatchSemaphore(value: 0)
        let done = DispatchSemaphore(value: 0)
        try here.database.read { connection in
            DispatchQueue.global().async {
                begun.signal()
                _ = try? here.store.count(.candles(), in: .all)
                done.signal()
            }
            begun.wait()
            // A caller that waits is counted when it has waited; until then nobody else gets one.
            #expect(here.database.statistics.open == 1)
            #expect(here.database.statistics.idle == 0)
        }
        done.wait()
        let statistics = here.database.statistics
        #expect(statistics.size == 1 && statistics.open == 1 && statistics.made == 1)
        #expect(statistics.taken >= 3)
    }

    @Test func pool_allInUseLongerThanPatience_isBusy() throws {
        let here = try TemporarySchema {
            $0.connections = 1
            $0.patience = .milliseconds(10)
        }
        let error = try here.database.read { _ in
            #expect(throws: StorageError.self) { try here.store.count(.candles(), in: .all) }
        }
        #expect(error?.code == .busy)
        #expect(here.database.statistics.waits >= 1)
        #expect(here.database.statistics.longestWait > .zero)
    }

    @Test func pool_oldConnection_isReplaced() throws {
        let here = try TemporarySchema { $0.recycledAfter = .zero }
        let before = here.database.statistics.recycled
        for _ in 0..<3 { _ = try here.store.count(.candles(), in: .all) }
        #expect(here.database.statistics.recycled == before + 3)
        #expect(here.database.statistics.open == 0)
    }
}
