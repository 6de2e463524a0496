import HTTPTypes
import Hummingbird
import Logging
import Storage

/// Whatever goes wrong with a page is said as a page.
struct PageProblems: RouterMiddleware {
    let dashboard: Dashboard

    func handle(
        _ request: Request, context: HubRequestContext,
        next: (Request, HubRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = ProblemMiddleware.problem(error)
            // Who has to log in is sent there by whoever asked who it is.
            if problem.status == .unauthorized { throw problem }
            if problem.status == .internalServerError {
                context.logger.error("\(request.method) \(request.uri.path): \(error)")
            }
            let fields: Fields = [
                "title": problem.title, "status": problem.status.code, "detail": problem.detail,
                "missing": problem.status == .notFound,
            ]
            return try dashboard.response("problem", fields, PageRequest(request, context), status: problem.status)
        }
    }
}
