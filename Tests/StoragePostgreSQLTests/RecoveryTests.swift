import PrivateCluster
import Foundation
import MarketData
import Storage
import Synchronization
import Testing

@testable import StoragePostgreSQL
@testable import StorageTesting

@Suite(.withServer) struct RecoveryTests {
    @Test func kill_withinAGroup_losesAndDoublesNothing() throws {
        let cluster = try OwnCluster()
        let database = try cluster.database()
        let (store, ledger) = (PostgreSQLStore(database), PostgreSQLLedger(database))
        let job = try ledger.startJob(.now(store.identity()))
        var total = WriteCount()
        for turn in 0..<4 {
            let rows = [turn * 1000..<turn * 1000 + 1000, turn * 1000 + 500..<turn * 1000 + 2000].map {
                StoredRows(.candles(CandleBatch(Candle.run($0))), of: .candles())
            }
            var calls = 0
            let problems = Mutex<[String]>([])
            let counts = try store.write(rows) { counts in
                calls += 1
                if calls == 1 {
                    // The rows are copied, nothing is committed: the server dies, and comes back when it likes.
                    do { try cluster.kill() } catch { problems.withLock { $0.append("\(error)") } }
                    DispatchQueue.global().async {
                        do { try cluster.startAgain() } catch { problems.withLock { $0.append("\(error)") } }
                    }
                }
                var progress = JobProgress(at: Timestamp(nanoseconds: Int64(turn)))
                progress.itemsDone = Int(turn) + 1
                return [.progress(job, progress)]
            }
            #expect(problems.withLock { $0 } == [])
            #expect(calls == 2)
            for count in counts.joined() { total += count }
            #expect(try ledger.job(job)?.progress.itemsDone == Int(turn) + 1)
        }
        #expect(total.inserted == 5000)
        #expect(total.rows == 10_000)
        let batch = CandleBatch(capacity: 10_000)
        try store.read(.candles(), in: .all, into: batch)
        #expect(batch.candles == Candle.run(0..<5000))
    }

    @Test func kill_atAnyMoment_leavesWholeGroups() throws {
        let cluster = try OwnCluster()
        let store = PostgreSQLStore(try cluster.database())
        let isDone = Atomic(false)
        let problems = Mutex<[String]>([])
        let group = DispatchGroup()
        group.enter()
        // A thread of its own: where other tests block all of the global queue's, the writer would wait for ever.
        Thread.detachNewThread {
            for _ in 0..<4 {
                do {
                    try cluster.kill()
                    try cluster.startAgain()
                } catch {
                    problems.withLock { $0.append("\(error)") }
                }
            }
            isDone.store(true, ordering: .releasing)
            group.leave()
        }
        var total = WriteCount()
        var turn = 0
        repeat {
            let rows = StoredRows(.candles(CandleBatch(Candle.run(turn * 500..<turn * 500 + 1000))), of: .candles())
            for count in try store.write([rows], recording: { _ in [] }).joined() { total += count }
            turn += 1
        } while !isDone.load(ordering: .acquiring)
        group.wait()
        #expect(problems.withLock { $0 } == [])
        // Every answer was true: a row that was there already was counted so, whichever way its group went.
        #expect(total == WriteCount(inserted: Int(turn) * 500 + 500, unchanged: Int(turn) * 500 - 500))
        #expect(try store.count(.candles(), in: .all) == Int(turn) * 500 + 500)
    }

    @Test func server_thatStaysAway_isUnreachable() throws {
        let cluster = try OwnCluster()
        let database = try cluster.database { $0.patience = .milliseconds(300) }
        try cluster.kill()
        let error = #expect(throws: StorageError.self) {
            try PostgreSQLStore(database).write(CandleBatch(Candle.run(0..<10)), to: .candles())
        }
        #expect(error?.code == .unreachable)
        let read = #expect(throws: StorageError.self) { try PostgreSQLStore(database).identity() }
        #expect(read?.code == .unreachable)
        try cluster.startAgain()
        #expect(try PostgreSQLStore(database).count(.candles(), in: .all) == 0)
    }

    @Test func session_endedByAnAdministrator_isReplaced() throws {
        let here = try TemporarySchema()
        let ends = "SELECT pg_terminate_backend($1::int4)"
        let administrator = try ServerConnection(
            here.database.address, here.database.settings, until: .now + .seconds(60))
        var calls = 0
        let rows = StoredRows(.candles(CandleBatch(Candle.run(0..<100))), of: .candles())
        let sessions =
            "SELECT pid FROM pg_locks WHERE relation = '\(here.name).candle'::regclass AND mode = 'RowExclusiveLock'"
        let counts = try here.store.write([rows]) { counts in
            calls += 1
            if calls == 1 {
                for pid in (try? here.lines(sessions)) ?? [] {
                    _ = try? administrator.run(Statement("", ends), [.int8(Int64(pid) ?? 0)])
                }
            }
            return []
        }
        // The mark, the first thing after it, found the session gone.
        #expect(calls == 2)
        #expect(counts == [[WriteCount(inserted: 100)]])
    }

    @Test(arguments: ["COMMIT", "ROLLBACK", ""])
    func mark_ofATransaction_saysWhetherItWasCommitted(end: String) throws {
        let here = try TemporarySchema()
        func connect() throws -> ServerConnection {
            try ServerConnection(here.database.address, here.database.settings, until: .now + .seconds(60))
        }
        let (lost, next) = (try connect(), try connect())
        try CommitMark.register(lost, schema: here.name)
        try lost.run("BEGIN")
        let mark = try CommitMark.leave(lost, schema: here.name)
        // Without an end the transaction is still open, and is ended.
        if !end.isEmpty { try lost.run(end) }
        #expect(try mark.isThere(next, schema: here.name) == (end == "COMMIT"))
        #expect(!lost.answers())
    }
}
