import Access
import Alerting
import HubServer
import Ingestion
import Live
import Logging
import Scheduling
import Storage
import Supervision
import Telemetry

/// The rooms of the hub as a service, opened and joined.
struct HubWiring {
    let workspace: Workspace
    let adapters: AdapterOptions
    let options: StoreOptions

    init(_ workspace: Workspace, _ options: StoreOptions, _ adapters: AdapterOptions) {
        (self.workspace, self.options, self.adapters) = (workspace, options, adapters)
    }

    /// - Parameter connections: at once; who reads events keeps one, and leaves some to others.
    func services(_ logger: Logger, connections: Int) throws -> HubServices {
        var limits = workspace.settings.live.limits
        limits.readers = min(limits.readers, connections * 3 / 4)
        let store = try workspace.openFirst(.reading).series
        guard let ledger = try workspace.openLedger(.existing) as? any ServiceLedger else {
            throw Failure("\(workspace.ledger) keeps no tokens and tasks", status: .wrongUse)
        }
        var scope = workspace.settings.sync.scope
        scope.start = workspace.settings.sync.start
        let (adapters, settings) = (adapters, workspace.settings)
        let metrics = ProcessMetrics.registry
        let work = WorkWiring(workspace: workspace, options: options, adapters: adapters)
        let supervisor = work.supervisor(ledger, metrics, logger)
        var services = HubServices(
            store: store, identity: try store.identity(), ledger: ledger,
            sources: { try await HistorySources(adapters, settings: settings).sources },
            adapters: {
                try AdapterOverviews(adapters, settings: settings).all(try ledger.circuits(), now: Workspace.now())
            }, scope: scope,
            access: AccessControl(ledger, now: Workspace.now), supervisor: supervisor,
            scheduler: try work.scheduler(ledger, supervisor, logger), live: LiveFeed(limits), metrics: metrics,
            alerts: AlertBoard(),
            version: Candlewick.version, now: Workspace.now)
        services.observed = HubObservations(workspace, store)
        services.observed.schedulerIsAlive = { [scheduler = services.scheduler] in scheduler.isAlive }
        return services
    }
}
