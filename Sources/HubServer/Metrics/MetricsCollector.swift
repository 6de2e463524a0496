import Alerting
import Live
import Logging
import MarketData
import Storage
import Synchronization
import Telemetry

/// Readings that cost something: taken when somebody asks, and kept for some seconds.
actor MetricsCollector {
    /// How long readings are good.
    static let life = Duration.seconds(10)
    /// Who asks waits no longer for new ones.
    static let patience = Duration.seconds(2)

    private let services: HubServices
    private let logger: Logger
    private var process = ProcessReadings()
    private var ended: [LiveEnd: Int] = [:]
    private var taking: Task<Void, Never>?
    private var takenAt: ContinuousClock.Instant?

    init(_ services: HubServices, logger: Logger) { (self.services, self.logger) = (services, logger) }

    /// Everything as text, with readings as new as they can be had in time.
    func text() async -> String {
        readCheap()
        if taking == nil, takenAt.map({ ContinuousClock.now - $0 > Self.life }) ?? true {
            taking = Task { await take() }
        }
        if let taking { _ = await Patience.result(within: Self.patience) { await taking.value } }
        return services.metrics.text
    }

    private func readCheap() {
        let registry = services.metrics
        process.read(into: registry)
        registry.set("candlewick_build_info", 1, [("version", services.version)])
        let readers = services.live.readersByChannel
        registry.replace(
            "candlewick_live_readers",
            LiveChannel.allCases.map { ([("kind", $0.rawValue)], Double(readers[$0] ?? 0)) })
        let ended = services.live.ended
        for reason in [LiveEnd.slow, .revoked] {
            registry.add(
                Double((ended[reason] ?? 0) - (self.ended[reason] ?? 0)), to: "candlewick_live_readers_dropped_total",
                [("reason", reason.rawValue)])
        }
        self.ended = ended
        let alerts = Dictionary(grouping: services.alerts.current) { [$0.rule.rawValue, $0.state.rawValue] }
        registry.replace(
            "candlewick_alerts",
            alerts.map { ([("rule", $0.key[0]), ("state", $0.key[1])], Double($0.value.count)) })
    }

    private func take() async {
        await takeLedger()
        await takeStores()
        do {
            let report = try await services.reports.report()
            HistoryReadings(report: report, now: services.now()).write(into: services.metrics)
        } catch {
            logger.warning("gaps and completeness cannot be counted: \(error)")
        }
        takenAt = .now
        taking = nil
    }

    private func takeLedger() async {
        let ledger = services.ledger
        do {
            let (jobs, runs) = try await services.threads.run {
                (try ledger.jobs(limit: 200), try ledger.taskRuns(of: nil, limit: 500))
            }
            let running = Dictionary(grouping: jobs.filter { $0.state == .running }, by: \.start.command)
            services.metrics.replace(
                "candlewick_jobs_running", running.map { ([("command", $0.key)], Double($0.value.count)) })
            let states = Dictionary(grouping: runs) { [$0.task, $0.state.rawValue.lowercased()] }
            services.metrics.replace(
                "candlewick_task_runs",
                states.map { ([("task", $0.key[0]), ("state", $0.key[1])], Double($0.value.count)) })
        } catch {
            logger.warning("jobs and runs of tasks cannot be counted: \(error)")
        }
    }

    private func takeStores() async {
        let (observed, registry) = (services.observed, services.metrics)
        do {
            let (spools, logs) = try await services.threads.run { (try observed.spools(), observed.logs()) }
            registry.replace("candlewick_spool_bytes", spools.map { ([("store", $0.store)], Double($0.bytes)) })
            registry.replace("candlewick_spool_limit_bytes", spools.map { ([("store", $0.store)], Double($0.limit)) })
            registry.replace("candlewick_store_wal_bytes", logs.map { ([("store", $0.store)], Double($0.amount)) })
        } catch {
            logger.warning("spools and logs of the stores cannot be looked at: \(error)")
        }
        // By itself: a spool matters most while its server is away.
        var unapplied: [HubObservations.Lag] = []
        do {
            unapplied = try await services.threads.run { try observed.unapplied() }
        } catch {
            logger.warning("what a store has not applied yet cannot be looked at: \(error)")
        }
        registry.replace(
            "candlewick_store_wal_lag_transactions",
            unapplied.map { ([("store", $0.store), ("table", $0.table)], Double($0.amount)) })
    }
}
