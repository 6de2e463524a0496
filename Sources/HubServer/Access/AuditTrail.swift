import Access
import HTTPTypes
import Hummingbird
import Logging

/// Notes in the ledger what a request changed, or that it was refused.
struct AuditTrail {
    private let access: AccessControl
    private let action: String
    private let path: String
    private let origin: String
    private let logger: Logger

    /// What changes are called in the log; others by method and endpoint.
    private static let actions = [
        "POST /v1/jobs": "job.start", "POST /v1/jobs/{job}/pause": "job.pause",
        "POST /v1/jobs/{job}/resume": "job.resume", "POST /v1/jobs/{job}/cancel": "job.cancel",
        "POST /v1/jobs/{job}/retry": "job.retry", "POST /v1/runs/{run}/cancel": "run.cancel",
        "POST /v1/tasks/{name}/run": "task.run", "POST /v1/tokens": "token.add",
        "DELETE /v1/tokens/{name}": "token.revoke", "POST /login": "login", "POST /logout": "logout",
        // The forms of the pages.
        "POST /jobs/{job}/pause": "job.pause", "POST /jobs/{job}/resume": "job.resume",
        "POST /jobs/{job}/cancel": "job.cancel", "POST /jobs/{job}/retry": "job.retry", "POST /tokens": "token.add",
        "POST /tokens/{name}/revoke": "token.revoke",
    ]
    /// Those names, in order.
    static let names = Set(actions.values).sorted()

    init(_ access: AccessControl, _ request: Request, _ context: HubRequestContext) {
        let name = "\(request.method) \(context.endpointPath ?? "nothing")"
        action = Self.actions[name] ?? name
        // Bounded: an address is as long as its writer likes.
        path = String(request.uri.path.prefix(200))
        (self.access, origin, logger) = (access, context.origin, context.logger)
    }

    /// A change that was made, or an answer that says why not.
    func note(who: Principal?, _ response: Response) async {
        let isDone = response.status.code < 400
        // What was made has an address of its own.
        let made = [.created, .accepted].contains(response.status) ? response.headers[.location] : nil
        let subject = made.map { String($0.prefix(200)) } ?? path
        if isDone, action != "login" { return await note(who, subject, "done") }
        if !isDone { await noteRefusal(who, "refused: \(response.status)") }
    }

    /// Somebody has logged in.
    func noteLogin(_ who: Principal) async { await note(who, path, "done") }

    /// A request that was refused.
    func note(who: Principal?, refused problem: Problem) async {
        await noteRefusal(who, "refused: \(problem.status.code) \(problem.title)")
    }

    /// A request that failed half way.
    func note(who: Principal?, failed error: any Error) async {
        let status = (error as? any HTTPResponseError)?.status.code ?? 500
        await noteRefusal(who, "failed: \(status)")
    }

    private func noteRefusal(_ who: Principal?, _ outcome: String) async {
        guard let before = access.refusals.take() else { return }
        let more = before == 0 ? "" : "; \(before) more before it were not noted"
        await note(who, path, outcome + more)
    }

    private func note(_ who: Principal?, _ subject: String, _ outcome: String) async {
        do {
            try await access.note(
                who: who?.name ?? "nobody", action: action, subject: subject, outcome: outcome, origin: origin)
        } catch {
            // The change was made; that it is not in the ledger is said where it still can be.
            logger.error("audit: \(who?.name ?? "nobody") \(action) \(subject) \(outcome) is not noted: \(error)")
        }
    }
}
