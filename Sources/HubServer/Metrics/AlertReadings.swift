import Alerting
import Foundation
import Logging
import MarketData
import Reporting
import Telemetry

/// What the rules look at: from the registry, from the report, from the spools.
actor AlertReadings {
    /// Fewer requests or look-ups within the window say nothing about a rate.
    static let fewest = 20.0

    private let services: HubServices
    private let logger: Logger
    private var lookups = CounterWindow(.seconds(900))
    private var requests = CounterWindow(.seconds(300))

    init(_ services: HubServices, logger: Logger) { (self.services, self.logger) = (services, logger) }

    func read() async -> [AlertRule.Name: [AlertReading]] {
        var readings: [AlertRule.Name: [AlertReading]] = [:]
        readings[.poolUse] = pools()
        let now = services.now()
        readings[.cacheHitRate] = rates(
            "candlewick_source_cache_lookups_total", "result", &lookups, now, { $0 == "hit" }, "look-ups")
        readings[.apiErrors] = rates(
            "candlewick_source_requests_total", "outcome", &requests, now,
            { !["ok", "redirect", "cancelled"].contains($0) }, "requests")
        let observed = services.observed
        do {
            let spools = try await services.threads.run { try observed.spools() }
            readings[.spool] = spools.filter { $0.limit > 0 }.map {
                AlertReading($0.store, Double($0.bytes) / Double($0.limit), detail: "\($0.bytes) of \($0.limit) bytes")
            }
        } catch {
            logger.warning("the spools cannot be looked at, their alerts stay as they are: \(error)")
        }
        do {
            let report = try await services.reports.report()
            readings[.gaps] = report.assets.map { AlertReading("\($0.instrument)", Double($0.completeness.gaps)) }
            readings[.stale] = report.assets.filter(\.tier.isWatched).map {
                AlertReading(
                    "\($0.instrument)", $0.hoursBehind.map(Double.init) ?? .infinity, detail: $0.tier.rawValue)
            }
        } catch {
            logger.warning("the histories cannot be looked at, their alerts stay as they are: \(error)")
        }
        return readings
    }

    private func pools() -> [AlertReading] {
        let inUse = services.metrics.values(of: "candlewick_store_pool_in_use")
        return services.metrics.values(of: "candlewick_store_pool_size").compactMap { labels, size in
            guard size > 0, let used = inUse.first(where: { $0.labels == labels })?.value else { return nil }
            return AlertReading(
                labels["pool"] ?? "", used / size, detail: "\(Self.whole(used)) of \(Self.whole(size))")
        }
    }

    /// For people: jobs tell the hub what they read, and that can be any number.
    private static func whole(_ value: Double) -> Int { Int(max(-1e15, min(1e15, value))) }

    /// By source, the part of what was counted within a window whose label is one of some.
    private func rates(
        _ name: String, _ label: String, _ window: inout CounterWindow, _ now: Timestamp,
        _ isCounted: (String) -> Bool, _ unit: String
    ) -> [AlertReading] {
        var counts: [String: Double] = [:]
        for (labels, value) in services.metrics.values(of: name) {
            guard let source = labels["source"], let word = labels[label] else { continue }
            // No source's name holds a line end.
            counts["all\n\(source)", default: 0] += value
            if isCounted(word) { counts["some\n\(source)", default: 0] += value }
        }
        let growth = window.growth(counts, at: now)
        return growth.compactMap { key, all in
            guard key.hasPrefix("all\n"), all >= Self.fewest else { return nil }
            let source = String(key.dropFirst(4))
            let some = growth["some\n\(source)"] ?? 0
            return AlertReading(source, some / all, detail: "\(Self.whole(some)) of \(Self.whole(all)) \(unit)")
        }
    }
}
