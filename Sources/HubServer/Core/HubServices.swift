public import Access
public import Alerting
public import Ingestion
public import Live
public import MarketData
public import Scheduling
public import Storage
public import Supervision
public import Telemetry

/// What the server reads and does: everything behind its pages and its API.
public struct HubServices: Sendable {
    /// Candles and trades; only read.
    public var store: any TimeSeriesStore
    /// Which store that is in the ledger.
    public var identity: StoreIdentity
    /// Assets, jobs, coverage, tokens.
    public var ledger: any ServiceLedger
    /// The sources that histories can come from, as they stand now: looks at credentials.
    public var sources: @Sendable () async throws -> [HistorySource]
    /// The adapters there are and how each stands.
    public var adapters: @Sendable () throws -> [AdapterOverview]
    /// Which histories are wanted where nobody says otherwise.
    public var scope: SurveyScope
    /// Who may.
    public var access: AccessControl
    /// Runs jobs as processes of their own.
    public var supervisor: Supervisor
    /// Runs tasks when they are due.
    public var scheduler: Scheduler
    /// Tells what happens.
    public var live: LiveFeed
    /// What was counted and measured.
    public var metrics: MetricsRegistry
    /// The alerts that hold.
    public var alerts: AlertBoard
    /// The hub's own version.
    public var version: String
    /// What only those who opened the stores know.
    public var observed = HubObservations()
    /// The clock.
    public var now: @Sendable () -> Timestamp
    /// Where calls that block are made.
    let threads: ReadingThreads
    /// The report as it is now.
    let reports: ReportCache
    /// Bodies that are made while they are sent.
    var streams: StreamingReply
    /// Which series there are.
    let series: SeriesLookup

    /// All of it.
    public init(
        store: any TimeSeriesStore, identity: StoreIdentity, ledger: any ServiceLedger,
        sources: @escaping @Sendable () async throws -> [HistorySource],
        adapters: @escaping @Sendable () throws -> [AdapterOverview], scope: SurveyScope, access: AccessControl,
        supervisor: Supervisor, scheduler: Scheduler, live: LiveFeed, metrics: MetricsRegistry, alerts: AlertBoard,
        version: String, now: @escaping @Sendable () -> Timestamp
    ) {
        (self.store, self.identity, self.ledger) = (store, identity, ledger)
        (self.sources, self.adapters, self.scope) = (sources, adapters, scope)
        (self.access, self.supervisor, self.scheduler) = (access, supervisor, scheduler)
        (self.live, self.metrics, self.alerts) = (live, metrics, alerts)
        (self.version, self.now) = (version, now)
        let threads = ReadingThreads()
        self.threads = threads
        streams = StreamingReply(threads: threads, slots: StreamSlots(most: 16), patience: .seconds(30))
        series = SeriesLookup(store)
        reports = ReportCache(
            store: store, ledger: ledger, identity: identity, sources: sources, scope: scope,
            version: version, now: now, threads: threads)
    }
}
