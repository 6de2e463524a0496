import HTTPTypes
import Hummingbird
import Ingestion
import Overview
import Storage
import Supervision

extension JobRoutes {
    /// What can be done with a job.
    enum Action: String, CaseIterable {
        case pause
        case resume
        case cancel
        case retry
    }

    func change(_ action: Action, _ request: Request, _ context: HubRequestContext) async throws -> Response {
        _ = try QueryParameters(request, known: [])
        let body = try await RequestBody(request)
        try body.allow([])
        let record = try await record(context)
        return try await changes.make(request, context, body: body) {
            (try await perform(action, on: record), "/v1/jobs/\(record.id)")
        }
    }

    /// Does it, whoever asked for it and how.
    func perform(_ action: Action, on record: JobRecord) async throws -> WorkChanges.Begun {
        switch action {
        case .pause: try pause(record)
        case .resume: try await resume(record)
        case .cancel: try await cancel(record)
        case .retry: try await retry(record)
        }
    }

    private func pause(_ record: JobRecord) throws -> WorkChanges.Begun {
        let runs = runs(of: record.id)
        guard !runs.isEmpty else {
            guard record.state == .running else { throw conflict(record, "only a job that runs can be paused") }
            if DeadJobs.isDead(record, now: services.now()) {
                throw conflict(record, "its process was not heard of for a minute; \(resuming(record))")
            }
            throw conflict(
                record, "it is run by \(Self.owner(record)) and not by this hub: end it there, or cancel it here")
        }
        for run in runs { services.supervisor.interrupt(run.number) }
        return begun(record, runs.first?.number, "it was asked to pause; what it has had is kept")
    }

    private func resume(_ record: JobRecord) async throws -> WorkChanges.Begun {
        guard record.start.canBeTakenUp else {
            throw conflict(
                record,
                "its command is \(record.start.command), which goes on when the same is asked for again (retry); only sync "
                    + "and gaps fill are resumed")
        }
        guard runs(of: record.id).isEmpty else { throw conflict(record, "it is at work or waits for its turn") }
        if record.state == .completed { throw conflict(record, "nothing is left to do") }
        if record.state == .running, !DeadJobs.isDead(record, now: services.now()) {
            throw conflict(record, "it is at work, run by \(Self.owner(record))")
        }
        return try await changes.begin(
            Errand("resume job \(record.id)", ["jobs", "resume", "\(record.id)", "--yes", "--json"], job: record.id))
    }

    private func retry(_ record: JobRecord) async throws -> WorkChanges.Begun {
        guard runs(of: record.id).isEmpty else { throw conflict(record, "it is at work or waits for its turn") }
        if record.state == .running, !DeadJobs.isDead(record, now: services.now()) {
            throw conflict(record, "it is at work, run by \(Self.owner(record))")
        }
        let isWhole = record.state == .completed
        if !isWhole, let errand = RepeatedOrder.errand(record) {
            guard record.start.store == services.identity else {
                throw conflict(record, "it wrote \(record.start.storeLocation), which is not this hub's store")
            }
            return try await beginOnce(errand, record)
        }
        let ledger = services.ledger
        let given = try await services.threads.run { try ledger.givenUp(job: record.id).count }
        if given > 0 {
            return try await beginOnce(
                Errand("retry what job \(record.id) gave up", ["jobs", "retry", "\(record.id)", "--yes", "--json"]),
                record)
        }
        if !isWhole, record.start.canBeTakenUp { return try await resume(record) }
        throw conflict(
            record,
            isWhole
                ? "it gave up nothing that was not had since"
                : "it does not say what it was asked: give its command again on the command line")
    }

    /// Begins a new job, unless the very same is at work: who clicks twice means it once.
    private func beginOnce(_ errand: Errand, _ record: JobRecord) async throws -> WorkChanges.Begun {
        let same = services.supervisor.runs.first { $0.end == nil && $0.errand.arguments == errand.arguments }
        if let same { throw conflict(record, "the same is at work or waits for its turn, as run \(same.number)") }
        return try await changes.begin(errand)
    }

    private func cancel(_ record: JobRecord) async throws -> WorkChanges.Begun {
        let runs = runs(of: record.id)
        // What waits to go on with it would begin it again.
        for run in runs where run.startedAt == nil { services.supervisor.interrupt(run.number) }
        let (ledger, now) = (services.ledger, services.now())
        do {
            let outcome = try await services.threads.run { try JobEnding(ledger).end(record, now: now) }
            switch outcome {
            case .asked: return begun(record, runs.first?.number, "it was asked to end, and does so within seconds")
            case .ended(let dropped):
                return begun(record, nil, "ended with \(dropped == 1 ? "1 item" : "\(dropped) items") to go")
            }
        } catch JobEnding.Refusal.over {
            throw conflict(record, "it has ended")
        } catch JobEnding.Refusal.itsProcessOnly {
            let here = runs.filter { $0.startedAt != nil }
            guard !here.isEmpty else {
                guard record.state == .running else {
                    throw conflict(record, "it does not run, and goes on only when the same command is given again")
                }
                throw conflict(
                    record,
                    "\(record.start.command) ends where it runs, by \(Self.owner(record)); only sync and gaps fill "
                        + "can be cancelled from elsewhere")
            }
            for run in here { services.supervisor.interrupt(run.number) }
            return begun(record, here.first?.number, "it was asked to end; what it has had is kept")
        }
    }

    private func begun(_ record: JobRecord, _ run: Int64?, _ message: String) -> WorkChanges.Begun {
        WorkChanges.Begun(job: record.id.value, run: run, state: record.state.rawValue, message: message)
    }

    private func conflict(_ record: JobRecord, _ why: String) -> Problem {
        Problem(.conflict, "Not now", "job \(record.id) is \(record.state.rawValue): \(why)")
    }

    private func resuming(_ record: JobRecord) -> String {
        record.start.canBeTakenUp ? "resume goes on with it" : "ask for the same again to go on"
    }

    /// Who began a job, for people.
    private static func owner(_ record: JobRecord) -> String {
        guard !record.start.process.isEmpty else { return "a process that is not known" }
        guard let pid = ProcessName(record.start.process).pid else { return "a process of another machine" }
        return "process \(pid) of this machine"
    }
}
