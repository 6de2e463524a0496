import HTTPTypes
import Hummingbird
import Overview
import Scheduling
import Storage

/// `/v1/tasks`.
struct TaskRoutes: Sendable {
    let services: HubServices
    let changes: WorkChanges

    private struct Tasks: Encodable {
        var tasks: [TaskDocument]
    }

    private struct Runs: Encodable {
        var runs: [TaskRunDocument]
    }

    func list(_ request: Request, _ context: HubRequestContext) async throws -> Response {
        _ = try QueryParameters(request, known: [])
        let scheduler = services.scheduler
        let tasks = try await services.threads.run { try scheduler.overview() }
        return try JSONResponse.response(Tasks(tasks: tasks.map(TaskDocument.init)))
    }

    func runs(_ request: Request, _ context: HubRequestContext) async throws -> Response {
        let parameters = try QueryParameters(request, known: ["task", "limit"])
        let limit = try parameters.integer("limit", in: 1...1000) ?? 50
        let name = try parameters.name("task")
        let ledger = services.ledger
        let runs = try await services.threads.run { try ledger.taskRuns(of: name, limit: limit) }
        return try JSONResponse.response(Runs(runs: runs.map(TaskRunDocument.init)))
    }

    func start(_ request: Request, _ context: HubRequestContext) async throws -> Response {
        _ = try QueryParameters(request, known: [])
        let body = try await RequestBody(request)
        try body.allow([])
        let name = context.name("name") ?? ""
        guard let entry = services.scheduler.entries.first(where: { $0.name == name }) else {
            throw Problem(
                .notFound, "No such task", "no task of the schedule has that name; /v1/tasks lists those there are",
                parameter: "name")
        }
        return try await changes.make(request, context, body: body) {
            let scheduler = services.scheduler
            do {
                let run = try await services.threads.run { try scheduler.start(entry.name) }
                let begun = WorkChanges.Begun(
                    job: nil, run: run, state: TaskRunState.running.rawValue,
                    message: "/v1/tasks/runs says how it went")
                return (begun, "/v1/tasks/runs?task=\(entry.name)")
            } catch let error as SchedulerError {
                let status: HTTPResponse.Status = error.code == .underWay ? .conflict : .serviceUnavailable
                throw Problem(status, "Not now", error.description)
            }
        }
    }
}
