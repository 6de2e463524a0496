import HTTPTypes
import Hummingbird
import Ingestion
import Overview
import Storage
import Supervision

/// `/v1/jobs` and `/v1/runs`.
struct JobRoutes: Sendable {
    /// Jobs that are looked through at most, from the newest on; older ones are had by their numbers.
    static let lookBack = 10_000

    let services: HubServices
    let changes: WorkChanges

    private struct Page: Encodable {
        var jobs: [JobDocument]
        /// The `cursor` of the next page; nil where this is the last.
        var next: String?
    }

    private struct Shown: Encodable {
        var detail: JobDetail
        /// The run of this hub that works on it.
        var run: RunDocument?
        /// It says RUNNING, and its process was not heard of for a minute.
        var is_silent: Bool

        enum CodingKeys: CodingKey { case run, is_silent }

        func encode(to encoder: any Encoder) throws {
            try detail.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeIfPresent(run, forKey: .run)
            try container.encode(is_silent, forKey: .is_silent)
        }
    }

    private struct Runs: Encodable { var runs: [RunDocument] }

    func list(_ request: Request, _ context: HubRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request, known: ["limit", "cursor", "state", "command"])
        let limit = try parameters.integer("limit", in: 1...1000) ?? 50
        let before = try parameters.integer("cursor", in: 1...Int.max).map(Int64.init) ?? .max
        let state = try parameters.word("state", as: JobState.self)
        let command = parameters.text("command")
        if let command, command.unicodeScalars.count > 64 {
            throw Problem.parameter("command", "expected at most 64 characters")
        }
        let ledger = services.ledger
        let found = try await services.threads.run {
            // Without a filter no more than a page is read.
            let isPlain = before == .max && state == nil && command == nil
            return try ledger.jobs(limit: isPlain ? limit + 1 : Self.lookBack).filter {
                $0.id.value < before && (state == nil || $0.state == state)
                    && (command == nil || $0.start.command == command)
            }
        }
        let page = found.prefix(limit)
        return try JSONResponse.response(
            Page(
                jobs: page.map(JobDocument.init),
                next: found.count > limit ? page.last.map { String($0.id.value) } : nil))
    }

    func show(_ request: Request, _ context: HubRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request, known: ["limit", "offset", "rejects"])
        let limit = try parameters.integer("limit", in: 0...10_000) ?? 100
        let offset = try parameters.integer("offset", in: 0...100_000_000) ?? 0
        let rejects = try parameters.integer("rejects", in: 0...10_000) ?? 20
        let record = try await record(context)
        let (ledger, now) = (services.ledger, services.now())
        let detail = try await services.threads.run {
            try JobDetail(record, ledger, places: offset..<(offset + limit), rejects: rejects)
        }
        return try JSONResponse.response(
            Shown(
                detail: detail, run: runs(of: record.id).first.map(RunDocument.init),
                is_silent: DeadJobs.isDead(record, now: now)))
    }

    func start(_ request: Request, _ context: HubRequestContext) async throws -> Response {
        _ = try QueryParameters(request, known: [])
        let body = try await RequestBody(request)
        return try await changes.make(request, context, body: body) {
            let (ledger, adapters) = (services.ledger, services.adapters)
            let (assets, known) = try await services.threads.run { (try ledger.assets(), try adapters()) }
            let sources = Set(known.filter { $0.transports.contains("http") && $0.health != "disabled" }.map(\.id))
            let errand = try JobOrder.errand(
                body, JobOrder.Known(assets: assets, sources: sources, now: services.now()))
            let begun = try await changes.begin(errand)
            return (begun, begun.location)
        }
    }

    func runs(_ request: Request, _ context: HubRequestContext) async throws -> Response {
        _ = try QueryParameters(request, known: [])
        return try JSONResponse.response(Runs(runs: services.supervisor.runs.map(RunDocument.init)))
    }

    func run(_ request: Request, _ context: HubRequestContext) async throws -> Response {
        _ = try QueryParameters(request, known: [])
        return try JSONResponse.response(RunDocument(try run(context)))
    }

    func cancelRun(_ request: Request, _ context: HubRequestContext) async throws -> Response {
        _ = try QueryParameters(request, known: [])
        let body = try await RequestBody(request)
        try body.allow([])
        let run = try run(context)
        return try await changes.make(request, context, body: body) {
            guard services.supervisor.interrupt(run.number) else {
                throw Problem(.conflict, "It has ended", "run \(run.number) has ended")
            }
            let begun = WorkChanges.Begun(
                job: run.job?.value, run: run.number, state: run.state, message: "it was asked to end")
            return (begun, "/v1/runs/\(run.number)")
        }
    }

    /// The runs of this hub that work on a job or wait to.
    func runs(of job: JobID) -> [ErrandRun] { services.supervisor.runs.filter { $0.job == job && $0.end == nil } }

    /// The job that the path names.
    func record(_ context: HubRequestContext) async throws -> JobRecord {
        let number = try number("job", context)
        let ledger = services.ledger
        let record = try await services.threads.run { try ledger.job(JobID(number)) }
        guard let record else {
            throw Problem(
                .notFound, "No such job", "there is no job \(number); /v1/jobs lists those there are", parameter: "job")
        }
        return record
    }

    private func run(_ context: HubRequestContext) throws -> ErrandRun {
        let number = try number("run", context)
        guard let run = services.supervisor.run(number) else {
            throw Problem(
                .notFound, "No such run",
                "this hub knows no run \(number); /v1/runs lists those it knows, /v1/jobs all jobs", parameter: "run")
        }
        return run
    }

    private func number(_ name: String, _ context: HubRequestContext) throws -> Int64 {
        guard let text = context.parameters.get(name), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int64(text), number > 0
        else { throw Problem.parameter(name, "expected its number, from 1 on") }
        return number
    }
}
