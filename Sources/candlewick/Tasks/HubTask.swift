import Ingestion
import MarketData
import Overview
import Storage

/// Something that is to be done again and again: by the scheduler, or by hand with `candlewick task run`.
protocol HubTask: Sendable {
    associatedtype Summary: TaskSummary

    /// `report-completeness`.
    var name: TaskName { get }
    /// What it does, as a sentence without its full stop.
    var abstract: String { get }

    /// Does it.
    func run(_ context: TaskContext) async throws -> Summary
}

/// What came of a task: as JSON, and as lines for people.
protocol TaskSummary: Encodable {
    /// What a person reads.
    var lines: [String] { get }
    /// Whether some of it was not done; the lines say what.
    var isPartial: Bool { get }
}

extension TaskSummary {
    /// Done.
    var isPartial: Bool { false }
}

/// What a task works on.
struct TaskContext {
    let workspace: Workspace
    let adapters: AdapterOptions
    /// The moment at which it runs.
    let now: Timestamp
    /// What it is asked to do, as far as the task can be told.
    var wish = TaskWish()

    /// All sources that histories can come from.
    func sources() async throws -> HistorySources {
        try await HistorySources(adapters, settings: workspace.settings)
    }

    /// The report over all histories, or those that are wished for.
    func report(of wish: TaskWish, staleAfterHours: Int = 24) async throws -> ReportFilling {
        var scope = workspace.settings.sync.scope
        scope.start = workspace.settings.sync.start
        (scope.tiers, scope.tickers) = (wish.tiers, wish.tickers)
        scope.intervals = wish.intervals?.sorted()
        let examined = try ExaminedStore(workspace)
        try examined.examine(scope)
        return ReportFilling(
            ledger: examined.ledger, store: try examined.store.identity(), location: "\(workspace.stores[0])",
            sources: try await sources().sources, scope: scope, now: now, told: 0, staleAfterHours: staleAfterHours,
            hubVersion: Candlewick.version)
    }
}
