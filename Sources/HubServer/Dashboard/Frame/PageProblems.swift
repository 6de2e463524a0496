import Access
import HTTPTypes
import Hummingbird
import Logging
import Storage

/// Whatever goes wrong is said as a page to who looks with a browser: what it is, and what to do next. Programs get the problem
/// as it is.
struct PageProblems: RouterMiddleware {
    let dashboard: Dashboard
    /// Who has to log in is sent there by whoever asks who it is, who stands around this.
    var leavesLogin = false

    func handle(
        _ request: Request, context: HubRequestContext,
        next: (Request, HubRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let problem = ProblemMiddleware.problem(error)
            if !Self.isForPeople(request) || leavesLogin && problem.status == .unauthorized { throw error }
            if problem.status == .internalServerError {
                context.logger.error("\(request.method) \(request.uri.path): \(error)")
            }
            var context = context
            context.who = context.who ?? problem.who
            var response = try dashboard.response(
                "problem", Self.fields(problem, request), PageRequest(request, context), status: problem.status)
            for field in problem.headers where field.name != .wwwAuthenticate { response.headers.append(field) }
            return response
        }
    }

    /// Whether a browser asks for what it shows as a page.
    static func isForPeople(_ request: Request) -> Bool {
        request.headers[values: .accept].contains { $0.lowercased().contains("text/html") }
    }

    private static func fields(_ problem: Problem, _ request: Request) -> Fields {
        let isUnknown = problem.status == .notFound && problem.title == problem.status.reasonPhrase
        var fields: Fields = [
            "title": isUnknown ? "No such page" : problem.title, "status": problem.status.code,
            "detail": isUnknown ? "There is no page at \(request.uri.path.prefix(200))." : problem.detail + ".",
            "steps": steps(problem, request).map { ["text": $0.text, "href": $0.href] as Fields },
        ]
        if let wait = problem.headers[.retryAfter] { fields["wait"] = wait == "1" ? "1 second" : "\(wait) seconds" }
        return fields
    }

    private struct Step {
        var text: String
        var href: String
    }

    /// What to do next.
    private static func steps(_ problem: Problem, _ request: Request) -> [Step] {
        let path = request.uri.path
        // What a form was sent to has its page above it: `/jobs/3` of `/jobs/3/retry`.
        let above = request.method == .post ? path.split(separator: "/").dropLast().joined(separator: "/") : ""
        var steps: [Step] = []
        switch problem.status {
        case .unauthorized: steps.append(Step(text: "Log in", href: "/login"))
        case .forbidden: steps.append(Step(text: "Log in with a token that may", href: "/login"))
        case .badRequest where request.method == .get:
            // The same page without what it was asked.
            steps.append(Step(text: "The same page without a filter", href: Link(path: path).text))
        default: break
        }
        if above.hasPrefix("jobs/") { steps.append(Step(text: "Back to the job", href: Link(path: "/" + above).text)) }
        if path.hasPrefix("/jobs") { steps.append(Step(text: "All jobs", href: "/jobs")) }
        if path.hasPrefix("/asset") { steps.append(Step(text: "All assets", href: "/asset")) }
        if path.hasPrefix("/v1") { steps.append(Step(text: "What the API has", href: "/v1/openapi.json")) }
        return steps + [Step(text: "The overview", href: "/")]
    }
}
