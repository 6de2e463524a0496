import Ingestion
import MarketData
import Reporting
import Storage
import StorageSQLite
import Synchronization
import Testing

@testable import HubServer

@Suite(.serialized) struct ReportCacheTests {
    /// A clock that a test sets, and how often a report was begun.
    private final class World: Sendable {
        let seconds = Mutex<Int64>(0)
        let made = Mutex<Int>(0)
        var now: Timestamp { Timestamp(nanoseconds: DataHub.start + seconds.withLock { $0 } * 1_000_000_000) }
    }

    @Test func report_isMadeAgain_whenSomethingMovedAndNotTooOften() async throws {
        try await DataHub.serve { hub, _ in
            let world = World()
            let cache = Self.cache(hub, world)
            func made(after seconds: Int64) async throws -> Int {
                world.seconds.withLock { $0 += seconds }
                _ = try await cache.report()
                return world.made.withLock { $0 }
            }
            #expect(try await made(after: 0) == 1)
            #expect(try await made(after: 60) == 1)
            // Nothing moved, but time alone makes a history stale.
            #expect(try await made(after: 300) == 2)
            _ = try hub.ledger.addAssets([Asset(ticker: "BTC")])
            #expect(try await made(after: 0) == 3)
            let job = try hub.ledger.startJob(
                JobStart(
                    command: "sync", subject: "", items: 1, startedAt: world.now, store: hub.services.identity,
                    storeLocation: hub.store.location))
            // While a job runs a report of the last seconds is good enough.
            #expect(try await made(after: 1) == 3)
            #expect(try await made(after: 5) == 4)
            #expect(try await made(after: 1) == 4)
            // It has ended: what it did is to be seen at once.
            try hub.ledger.finishJob(job, state: .completed, message: "", progress: JobProgress(at: world.now))
            #expect(try await made(after: 0) == 5)
            #expect(try await made(after: 100) == 5)
        }
    }

    @Test func reports_askedForAtOnce_areMadeOnce() async throws {
        try await DataHub.serve { hub, _ in
            let world = World()
            let cache = Self.cache(hub, world)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { _ = try await cache.report() } }
                try await group.waitForAll()
            }
            #expect(world.made.withLock { $0 } == 1)
        }
    }

    @Test func rows_thatNobodyLookedAt_areFoundOutWithoutAJob() async throws {
        try await DataHub.serve { hub, _ in
            let world = World()
            world.seconds.withLock { $0 = 86_400 }
            let cache = Self.cache(hub, world)
            try hub.addCandles(0..<60)
            let job = try StateTests.note(hub)
            #expect(try await cache.unseen() == 1)
            let interval = try #require(Interval(minutes: 1))
            let series = Series(DataHub.bitcoin, .candles(interval), source: "kraken-csv")
            let hour = try #require(
                TimeRange(
                    Timestamp(nanoseconds: DataHub.start), Timestamp(nanoseconds: DataHub.start + 60 * DataHub.minute)))
            let doubt = Suspect(series, hour, .finer, evidence: "trades", expectedTrades: nil)
            try hub.ledger.record([
                .examined(
                    Examination(
                        of: series, RangeSet([hour]), in: hub.services.identity, suspects: [doubt]))
            ])
            // Not at every request.
            #expect(try await cache.unseen() == 1)
            world.seconds.withLock { $0 += 6 }
            #expect(try await cache.unseen() == 0)
            #expect(try await cache.report().total.suspect == 60, "of job \(job)")
        }
    }

    private static func cache(_ hub: DataHub, _ world: World) -> ReportCache {
        let sources: @Sendable () async throws -> [HistorySource] = {
            world.made.withLock { $0 += 1 }
            return []
        }
        return ReportCache(
            store: hub.store, ledger: hub.ledger, identity: hub.services.identity, sources: sources,
            scope: SurveyScope(), version: "1", now: { world.now }, threads: hub.services.threads)
    }
}
