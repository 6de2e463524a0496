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

    private struct Made {
        var report: HistoryReport
        var moment: LedgerMoment
        var at: Timestamp
    }

    /// While a job runs a report is good for so long, ns.
    static let busyLife: Int64 = 5_000_000_000
    /// While nothing moves, ns.
    static let quietLife: Int64 = 300_000_000_000

    private let ledger: any Ledger
    private let identity: StoreIdentity
    private let location: String
    private let sources: @Sendable () async throws -> [HistorySource]
    private let scope: SurveyScope
    private let version: String
    private let now: @Sendable () -> Timestamp
    private let threads: ReadingThreads
    private var made: Made?
    private var making: Task<HistoryReport, any Error>?

    init(
        ledger: any Ledger, identity: StoreIdentity, location: String,
        sources: @escaping @Sendable () async throws -> [HistorySource], scope: SurveyScope, version: String,
        now: @escaping @Sendable () -> Timestamp, threads: ReadingThreads
    ) {
        (self.ledger, self.identity, self.location) = (ledger, identity, location)
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

    private func current() async throws -> HistoryReport {
        let ledger = ledger
        let moment = try await threads.run {
            // Of older jobs none moves: a job that runs or was taken up again is one of the newest, or nearly so.
            LedgerMoment(jobs: try ledger.jobs(limit: 100), assets: try ledger.assets())
        }
        let time = now()
        if let made {
            let age = time.nanoseconds - made.at.nanoseconds
            let isSame = made.moment == moment && age < Self.quietLife
            if age >= 0, isSame || moment.isBusy && age < Self.busyLife { return made.report }
        }
        let filling = ReportFilling(
            ledger: ledger, store: identity, location: location, sources: try await sources(), scope: scope, now: time,
            hubVersion: version)
        let report = try await threads.run { try filling.report() }
        made = Made(report: report, moment: moment, at: time)
        return report
    }
}
