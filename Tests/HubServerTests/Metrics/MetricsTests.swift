import Alerting
import Foundation
import Live
import Logging
import MarketData
import Storage
import StorageSQLite
import Synchronization
import Telemetry
import Testing

@testable import HubServer

@Suite(.serialized) struct MetricsTests {
    private static let quiet: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()

    private static let document = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/metrics.md")

    /// Names in the first column of the tables.
    private static func documented() throws -> Set<String> {
        let text = try String(contentsOf: document, encoding: .utf8)
        return Set(
            text.split(separator: "\n").compactMap { line in
                guard line.hasPrefix("| `candlewick_") || line.hasPrefix("| `process_") else { return nil }
                return line.split(separator: "`").dropFirst().first.map(String.init)
            })
    }

    @Test func documentation_namesEveryMetric_andNoOther() throws {
        #expect(try Self.documented() == Set(MetricCatalogue.all.map(\.name)))
    }

    @Test func metrics_ofAHubWithRows_areAllDocumented() async throws {
        try await DataHub.serve { hub, port in
            _ = try hub.ledger.addAssets([Asset(ticker: "BTC", tier: .tier1)])
            try hub.addCandles(0..<100)
            var reply = try await WireClient.get(port, "/metrics")
            #expect(reply.status == 200)
            #expect(reply.headers["content-type"] == MetricsRegistry.contentType)
            // Readings that take longer than a scrape waits are in a later one.
            for _ in 0..<30 where !reply.text.contains("candlewick_gap_candles") {
                reply = try await WireClient.get(port, "/metrics")
            }
            let names = Set(
                reply.text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }
                    .compactMap { $0.split(separator: " ").dropFirst(2).first.map(String.init) })
            #expect(names.isSubset(of: try Self.documented()), "\(names)")
            #expect(names.contains("process_resident_memory_bytes") && names.contains("candlewick_gap_candles"))
            #expect(reply.text.contains("candlewick_build_info{version=\"1.2.3\"} 1\n"))
        }
    }

    @Test func health_ofAHub_isOpenAndShort() async throws {
        try await DataHub.serve { _, port in
            let alive = try await WireClient.get(port, "/healthz")
            #expect(alive.status == 200 && alive.text == "ok\n")
            var ready = try await WireClient.get(port, "/readyz")
            // On a machine that is busy with other tests an answer can take longer than a probe waits.
            for _ in 0..<60 where ready.status != 200 { ready = try await WireClient.get(port, "/readyz") }
            #expect(ready.status == 200)
            #expect(try ready.json()["ready"] as? Bool == true)
            let alerts = try await WireClient.get(port, "/v1/alerts")
            #expect(alerts.status == 200)
            #expect(try alerts.json()["alerts"] as? [String] == [])
        }
    }

    @Test func readiness_ofABrokenStore_saysThePartAndNoMore() async throws {
        try await DataHub.serve { hub, _ in
            var services = hub.services
            services.observed.storeAnswers = { () throws in
                throw StorageError(.unreachable, at: "/secret/place", "gone", advice: "come back")
            }
            services.observed.schedulerIsAlive = { false }
            let checks = await ReadinessProbe(services, patience: .seconds(600), logger: Self.quiet).checks()
            let wrong = checks.filter { $0.problem != nil }
            #expect(wrong.map(\.part) == ["store", "scheduler"])
            #expect(wrong.allSatisfy { $0.problem?.contains("secret") == false })
            services.observed.storeAnswers = { () throws in
                throw StorageError(.needsMigration, at: "x", "old", advice: "migrate")
            }
            let older = await ReadinessProbe(services, patience: .seconds(600), logger: Self.quiet).checks()
            #expect(older.first { $0.problem != nil }?.part == "schema")
        }
    }

    @Test(arguments: ["moved", "replaced"])
    func readiness_ofAFileThatIsNoMoreThere_saysSo_untilItIsBack(how: String) async throws {
        try await DataHub.serve { hub, _ in
            func wrong() async -> [ReadinessProbe.Check] {
                var services = hub.services
                services.observed.schedulerIsAlive = { true }
                return await ReadinessProbe(services, patience: .seconds(600), logger: Self.quiet).checks()
                    .filter { $0.problem != nil }
            }
            #expect(await wrong().isEmpty)
            let aside = hub.path + ".aside"
            try FileManager.default.moveItem(atPath: hub.path, toPath: aside)
            if how == "replaced" { try FileManager.default.copyItem(atPath: aside, toPath: hub.path) }
            let found = await wrong()
            #expect(found.map(\.part) == ["store", "ledger"])
            for check in found {
                #expect(
                    check.problem?.hasPrefix("was moved away or replaced while the hub has it open; put it back")
                        == true)
                #expect(check.problem?.contains(hub.path) == false && check.detail?.contains(hub.path) == true)
            }
            if how == "replaced" { try FileManager.default.removeItem(atPath: hub.path) }
            try FileManager.default.moveItem(atPath: aside, toPath: hub.path)
            #expect(await wrong().isEmpty)
        }
    }

    @Test func readers_areCountedByKind_andEndedOnesByReason() async throws {
        try await DataHub.serve { hub, _ in
            let live = hub.services.live
            let collector = MetricsCollector(hub.services, logger: Self.quiet)
            let (slow, gone) = (try live.join(.all, by: .webSocket) {}, try live.join(.all, for: "ada") {})
            let stays = try live.join(.all) {}
            var text = await collector.text()
            #expect(text.contains("candlewick_live_readers{kind=\"sse\"} 2\n"))
            #expect(text.contains("candlewick_live_readers{kind=\"websocket\"} 1\n"))
            #expect(!text.contains("candlewick_live_readers_dropped_total{"))
            slow.end(.slow)
            live.end(.revoked) { $0 == "ada" }
            for reader in [slow, gone] { reader.leave() }
            for _ in 0..<2 { text = await collector.text() }
            #expect(text.contains("candlewick_live_readers{kind=\"sse\"} 1\n"))
            #expect(text.contains("candlewick_live_readers{kind=\"websocket\"} 0\n"))
            for reason in ["slow", "revoked"] {
                #expect(text.contains("candlewick_live_readers_dropped_total{reason=\"\(reason)\"} 1\n"))
            }
            stays.leave()
        }
    }

    @Test func readiness_ofASilentStore_isSaidInTime_andAskedOnce() async throws {
        try await DataHub.serve { hub, _ in
            let asked = Atomic(0)
            let gate = DispatchSemaphore(value: 0)
            var services = hub.services
            services.observed.storeAnswers = { [gate] in
                asked.add(1, ordering: .relaxed)
                gate.wait()
            }
            let probe = ReadinessProbe(services, patience: .milliseconds(50), logger: Self.quiet)
            for _ in 0..<3 {
                let wrong = await probe.checks().filter { $0.problem != nil }
                #expect(wrong.map(\.part) == ["store", "ledger"])
            }
            let times = asked.load(ordering: .relaxed)
            #expect(times == 1)
            gate.signal()
        }
    }

    @Test func reading_beyondAllNumbers_isToldAndEndsNothing() async throws {
        try await DataHub.serve { hub, _ in
            var services = hub.services
            services.metrics = MetricsRegistry()
            // As a job tells it.
            for (name, value) in [("size", 1e300), ("in_use", 1.5e300)] {
                let line =
                    #"{"name":"candlewick_store_pool_\#(name)","kind":"gauge","labels":{"pool":"x"},"value":\#(value)}"#
                services.metrics.absorb(line: line.utf8, from: "1")
            }
            #expect(await AlertReadings(services, logger: Self.quiet).read()[.poolUse]?.map(\.value) == [1.5])
        }
    }

    @Test func readings_forTheRules_areRatesWithinTheirWindows() async throws {
        try await DataHub.serve { hub, _ in
            var services = hub.services
            services.metrics = MetricsRegistry()
            let now = Mutex<Int64>(DataHub.start)
            services.now = { Timestamp(nanoseconds: now.withLock { $0 }) }
            services.observed.spools = { [HubObservations.Spool(store: "pg", bytes: 60, limit: 100)] }
            let registry = services.metrics
            registry.set("candlewick_store_pool_size", 4, [("pool", "postgresql")])
            registry.set("candlewick_store_pool_in_use", 3, [("pool", "postgresql")])
            func count(_ outcome: String, _ number: Double, _ source: String = "kraken") {
                let labels = [("source", source), ("outcome", outcome)]
                registry.add(number, to: "candlewick_source_requests_total", labels)
            }
            count("unavailable", 1000)
            let readings = AlertReadings(services, logger: Self.quiet)
            // What was before the first look is not of now.
            #expect(await readings.read()[.apiErrors] == [])
            count("ok", 30)
            count("unavailable", 10)
            count("ok", 5, "quiet")
            count("cancelled", 15, "quiet")
            count("ok", 4, "quieter")
            for result in ["hit", "miss", "miss"] {
                let labels = [("source", "kraken"), ("result", result)]
                registry.add(10, to: "candlewick_source_cache_lookups_total", labels)
            }
            now.withLock { $0 += 30_000_000_000 }
            let read = await readings.read()
            let errors = (read[.apiErrors] ?? []).sorted { $0.subject < $1.subject }
            #expect(errors.map(\.subject) == ["kraken", "quiet"])
            #expect(errors.map(\.value) == [0.25, 0])
            #expect(errors.first?.detail == "10 of 40 requests")
            #expect(read[.cacheHitRate]?.first.map { abs($0.value - 1 / 3) < 1e-9 } == true)
            #expect(read[.poolUse]?.map(\.value) == [0.75])
            #expect(read[.spool]?.map(\.value) == [0.6])
            #expect(read[.gaps] != nil && read[.stale] != nil)
            // Half an hour later nothing of it is left.
            now.withLock { $0 += 1_800_000_000_000 }
            _ = await readings.read()
            now.withLock { $0 += 30_000_000_000 }
            #expect(await readings.read()[.apiErrors] == [])
        }
    }
}
