import Access
import Alerting
import Foundation
import Ingestion
import Live
import Logging
import MarketData
import Scheduling
import Storage
import StorageSQLite
import Supervision
import Telemetry

@testable import HubServer

/// A hub on a store of a test's own, served on a port of its own.
struct DataHub: Sendable {
    let store: SQLiteStore
    let ledger: SQLiteLedger
    let path: String
    var services: HubServices

    static let bitcoin = Instrument(base: "BTC", quote: "USD")
    /// 2024-01-01T00:00:00Z.
    static let start: Int64 = 1_704_067_200_000_000_000
    static let minute: Int64 = 60_000_000_000

    /// Makes the store, serves it, and stops it when the body is done.
    static func serve(
        patience: Duration? = nil, streams: Int = 16, settings: HubServerSettings = HubServerSettings(),
        _ body: (DataHub, Int) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hub-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // A folder that stays behind harms nobody.
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "candlewick.db").path
        let database = try SQLiteDatabase(path: path, mode: .create)
        try database.migrate()
        var hub = try DataHub(database, path)
        hub.services.streams = StreamingReply(
            threads: hub.services.threads, slots: StreamSlots(most: streams), patience: patience ?? .seconds(600))
        try await hub.run(settings, body)
    }

    private init(_ database: SQLiteDatabase, _ path: String) throws {
        (store, ledger, self.path) = (SQLiteStore(database), SQLiteLedger(database), path)
        let now: @Sendable () -> Timestamp = { Timestamp(nanoseconds: Self.start + 40 * 1440 * Self.minute) }
        services = HubServices(
            store: store, identity: try store.identity(), ledger: ledger, sources: { [] }, adapters: { [] },
            scope: .init(), access: AccessControl(ledger, now: now),
            supervisor: Supervisor(SupervisorSettings(), ledger: ledger, listeners: .init(), now: now),
            scheduler: Scheduler(
                [], ledger: ledger, owner: "test", clock: WallClock(now), work: { _, _ in TaskOutcome(.completed, "") }),
            live: LiveFeed(), metrics: MetricsRegistry(), alerts: AlertBoard(),
            version: "1.2.3", now: now)
    }

    private func run(
        _ settings: HubServerSettings, _ body: (DataHub, Int) async throws -> Void
    ) async throws {
        var settings = settings
        settings.port = 0
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, told) = AsyncStream<Int>.makeStream()
        let server = HubServer(services, settings, logger: logger) { told.yield($0) }
        let running = Task {
            defer { told.finish() }
            try await server.run()
        }
        defer { running.cancel() }
        for await port in ports {
            try await body(self, port)
            break
        }
    }

    /// Stores minutes of bitcoin: the price of minute n is 100 + n / 8.
    func addCandles(_ rows: Range<Int>, source: String = "kraken-csv", minutes: Int = 1) throws {
        guard let interval = Interval(minutes: minutes) else { return }
        let series = Series(Self.bitcoin, .candles(interval), source: source)
        let batch = CandleBatch(capacity: max(1, min(rows.count, 65_536)))
        var next = rows.lowerBound
        while next < rows.upperBound {
            batch.count = min(batch.capacity, rows.upperBound - next)
            for row in 0..<batch.count {
                let price = 100 + Double(next + row) / 8
                batch.openTime[row] = Self.start + Int64(next + row) * Int64(minutes) * Self.minute
                (batch.open[row], batch.high[row], batch.low[row], batch.close[row]) = (
                    price, price + 1, price - 1, price
                )
                batch.volume[row] = (next + row) % 3 == 0 ? .nan : 0.1 * Double(next + row)
                batch.vwap[row] = (next + row) % 2 == 0 ? .nan : price
                batch.trades[row] = (next + row) % 5 == 0 ? -1 : Int64(next + row)
            }
            _ = try store.write(batch, to: series)
            next += batch.count
        }
    }

    /// Stores trades of bitcoin, three at each second.
    func addTrades(_ count: Int) throws {
        let batch = TradeBatch(capacity: count)
        batch.count = count
        for row in 0..<count {
            batch.time[row] = Self.start + Int64(row / 3) * 1_000_000_000
            batch.ordinal[row] = Int32(row % 3)
            batch.price[row] = 100 + Double(row) / 4
            batch.volume[row] = 0.5
            batch.side[row] = [TradeSide.buy, TradeSide.sell, TradeSide.none][row % 3]
            batch.tradeID[row] = row % 4 == 0 ? -1 : Int64(row)
        }
        _ = try store.write(batch, to: Series(Self.bitcoin, .trades, source: "kraken-csv"))
    }
}
