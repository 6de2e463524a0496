import Logging
import Storage

/// Whether the hub can do what it is for: looked at when somebody asks, at most once a second, and never twice at a time.
actor ReadinessProbe {
    /// A part that has to be there.
    struct Check: Hashable, Sendable {
        /// `store`, `ledger`, `schema`, `scheduler`.
        var part: String
        /// What is wrong in a few words that give nothing away; nil for nothing.
        var problem: String?
        /// The same with all that is known, for the log.
        var detail: String?
    }

    /// Who does not answer within this is not there.
    static let patience = Duration.seconds(2)
    /// What is said of a file, or a database, that is no more where it was.
    private static let lost =
        "was moved away or replaced while the hub has it open; put it back, or start the hub again"

    private let services: HubServices
    private let patience: Duration
    private let logger: Logger
    private var looking: Task<[Check], Never>?
    private var last: (checks: [Check], at: ContinuousClock.Instant)?

    init(_ services: HubServices, patience: Duration = ReadinessProbe.patience, logger: Logger) {
        (self.services, self.patience, self.logger) = (services, patience, logger)
    }

    func checks() async -> [Check] {
        if let last, ContinuousClock.now - last.at < .seconds(1) { return last.checks }
        let task = looking ?? Task { await look() }
        looking = task
        if let found = await Patience.result(within: patience, { await task.value }) { return found }
        let silent = ["store", "ledger"].map {
            Check(part: $0, problem: "does not answer", detail: "nothing came within \(patience)")
        }
        return silent + [scheduler]
    }

    private func look() async -> [Check] {
        let (store, ledger) = (services.store, services.ledger)
        let answers = services.observed.storeAnswers
        async let storeError = failure {
            try (store as? any KeptInFile)?.requireFile()
            _ = try store.identity()
            try answers()
        }
        async let ledgerError = failure {
            try (ledger as? any KeptInFile)?.requireFile()
            _ = try ledger.jobs(limit: 1)
        }
        let errors = await [("store", storeError), ("ledger", ledgerError)]
        var schema = Check(part: "schema")
        var checks = errors.map { part, error in
            guard let error else { return Check(part: part) }
            if let error = error as? StorageError, [.needsMigration, .newerSchema].contains(error.code) {
                schema = Check(part: "schema", problem: "is of another version", detail: "\(error)")
                return Check(part: part)
            }
            let isLost = (error as? StorageError)?.code == .notFound
            return Check(part: part, problem: isLost ? Self.lost : "does not answer", detail: "\(error)")
        }
        checks += [schema, scheduler]
        // Only what is news: who watches asks every few seconds.
        for check in checks where last?.checks.contains(check) != true {
            if let detail = check.detail { logger.warning("not ready: \(check.part): \(detail)") }
        }
        last = (checks, .now)
        looking = nil
        return checks
    }

    private var scheduler: Check {
        services.observed.schedulerIsAlive()
            ? Check(part: "scheduler")
            : Check(part: "scheduler", problem: "is not running", detail: "tasks are not run when they are due")
    }

    private func failure(_ body: @escaping @Sendable () throws -> Void) async -> (any Error)? {
        do {
            try await services.threads.run(body)
            return nil
        } catch { return error }
    }
}
