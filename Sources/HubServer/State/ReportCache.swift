import Ingestion
import MarketData
import Overview
import Reporting
import Storage

/// The report of the store as it is now, made once for all who ask: pages, API, metrics.
///
/// It is made again when a job or an asset of the ledger has changed, but while jobs run at most every few seconds; and
/// after some minutes in any case, since time alone makes histories stale. Who asks while one is made waits for that one.
actor ReportCache {
    /// What a report depends on, beside time.
    private struct LedgerMoment: Equatable {
        var jobs: [JobRecord]
        var assets: [Asset]

        var isBusy: Bool { jobs.contains { $0.state == .running } }
    }

    /// What was found by looking at rows, which any command may do without a job.
    private struct Seen: Equatable {
        var suspects: [Suspect]
        /// Series of which rows are not looked at yet.
        var unseen: Int
    }

    private struct Made {
        var report: HistoryReport
        var moment: LedgerMoment
        var seen: Seen
        var at: Timestamp
    }

    /// While a job runs a report is good for so long, ns.
    static let busyLife: Int64 = 5_000_000_000
    /// While nothing moves, ns.
    static let quietLife: Int64 = 300_000_000_000

    private let store: any TimeSeriesStore
    private let ledger: any Ledger
    private let identity: StoreIdentity
    private let sources: @Sendable () async throws -> [HistorySource]
    private let scope: SurveyScope
    private let version: String
    private let now: @Sendable () -> Timestamp
    private let threads: ReadingThreads
    private var made: Made?
    private var seenAt: Timestamp?
    private var making: Task<HistoryReport, any Error>?

    init(
        store: any TimeSeriesStore, ledger: any Ledger, identity: StoreIdentity,
        sources: @escaping @Sendable () async throws -> [HistorySource], scope: SurveyScope, version: String,
        now: @escaping @Sendable () -> Timestamp, threads: ReadingThreads
    ) {
        (self.store, self.ledger, self.identity) = (store, ledger, identity)
        (self.sources, self.scope, self.version) = (sources, scope, version)
        (self.now, self.threads) = (now, threads)
    }

    /// The report.
    ///
    /// - Throws: `StorageError` of the ledger.
    func report() async throws -> HistoryReport {
        if let making { return try await making.value }
        let task = Task { try await current() }
        making = task
        defer { making = nil }
        return try await task.value
    }

    /// How many of the series that the report is of have rows that nobody has looked at: what is suspect in them is not known.
    func unseen() async throws -> Int {
        _ = try await report()
        return made?.seen.unseen ?? 0
    }

    private func current() async throws -> HistoryReport {
        let ledger = ledger
        let moment = try await threads.run {
            // Of older jobs none moves: a job that runs or was taken up again is one of the newest, or nearly so.
            LedgerMoment(jobs: try ledger.jobs(limit: 100), assets: try ledger.assets())
        }
        let time = now()
        if let made {
            let age = time.nanoseconds - made.at.nanoseconds
            if age >= 0, moment.isBusy && age < Self.busyLife { return made.report }
            let isSame = made.moment == moment && age < Self.quietLife
            if age >= 0, isSame, try await isSeen(made, at: time) { return made.report }
        }
        let seen = try await look()
        let filling = ReportFilling(
            ledger: ledger, store: identity, location: store.location, sources: try await sources(), scope: scope,
            now: time,
            hubVersion: version)
        let report = try await threads.run { try filling.report() }
        made = Made(report: report, moment: moment, seen: seen, at: time)
        seenAt = time
        return report
    }

    /// Whether nobody has looked at rows since; asked every few seconds at most, as that goes through all of the coverage.
    private func isSeen(_ made: Made, at time: Timestamp) async throws -> Bool {
        if let seenAt, time >= seenAt, time.nanoseconds - seenAt.nanoseconds < Self.busyLife { return true }
        let seen = try await look()
        seenAt = time
        return seen == made.seen
    }

    private func look() async throws -> Seen {
        let (store, ledger, identity, scope) = (store, ledger, identity, scope)
        return try await threads.run {
            Seen(
                suspects: try ledger.suspects(in: identity, base: nil),
                unseen: try Examiner(store, ledger).pending(scope: scope))
        }
    }
}
