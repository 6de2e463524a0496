import Access
import Alerting
import Foundation
package import HubServer
import Ingestion
package import Live
import Logging
import MarketData
import Scheduling
import ServiceLifecycle
import Storage
package import StorageSQLite
import Supervision
import Telemetry

/// A hub over an SQLite store of its own, for tests that serve it from their own process or publish into its feed.
package final class StagedHub: Sendable {
    package let store: SQLiteStore
    package let ledger: SQLiteLedger
    package let services: HubServices
    private let folder: URL

    /// A hub that is not served yet; over the store in a folder where one is named, which stays then.
    package init(_ limits: LiveLimits = LiveLimits(), over other: StagedHub? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        if let other {
            (store, ledger) = (other.store, other.ledger)
        } else {
            let database = try SQLiteDatabase(path: folder.appending(path: "store.db").path, mode: .create)
            try database.migrate()
            (store, ledger) = (SQLiteStore(database), SQLiteLedger(database))
        }
        let now: @Sendable () -> Timestamp = {
            Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
        }
        services = HubServices(
            store: store, identity: try store.identity(), ledger: ledger, sources: { [] }, adapters: { [] },
            scope: SurveyScope(), access: AccessControl(ledger, now: now),
            supervisor: Supervisor(SupervisorSettings(), ledger: ledger, listeners: .init(), now: now),
            scheduler: Scheduler(
                [], ledger: ledger, owner: "test", clock: WallClock(now), work: { _, _ in TaskOutcome(.completed, "") }),
            live: LiveFeed(limits),
            metrics: MetricsRegistry(), alerts: AlertBoard(), version: "0", now: now)
    }

    deinit {
        // What is left behind is in the system's temporary folder; a test cannot do more about it.
        try? FileManager.default.removeItem(at: folder)
    }

    /// Serves until the body is through, and then stops in order.
    ///
    /// - Parameter body: gets the port, and what stops the hub before it is through.
    package func serve<Result: Sendable>(
        _ settings: HubServerSettings,
        _ body: @escaping @Sendable (Int, @escaping @Sendable () async -> Void) async throws -> Result
    ) async throws -> Result {
        var settings = settings
        settings.port = 0
        var logger = Logger(label: "staged")
        logger.logLevel = .error
        let (ports, started) = AsyncStream.makeStream(of: Int.self)
        let server = HubServer(services, settings, logger: logger) { started.yield($0) }
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [server], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { started.finish() }
                try await group.run()
            }
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else {
                try await tasks.next()
                throw NotServed()
            }
            let stop: @Sendable () async -> Void = { await group.triggerGracefulShutdown() }
            do {
                let result = try await body(port, stop)
                await stop()
                try await tasks.waitForAll()
                return result
            } catch {
                await stop()
                throw error
            }
        }
    }

    /// It ended before it took requests.
    package struct NotServed: Error {}
}
