import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1
import Storage

/// Whatever goes wrong is said as a problem.
struct ProblemMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: HubRequestContext,
        next: (Request, HubRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return try problem.response(from: request, context: context)
        } catch {
            let problem = Self.problem(error)
            if problem.status == .internalServerError {
                context.logger.error("\(request.method) \(request.uri.path): \(error)")
            }
            return try problem.response(from: request, context: context)
        }
    }

    /// What is said of an error.
    static func problem(_ error: any Error) -> Problem {
        if let problem = error as? Problem { return problem }
        switch error {
        case let error as StorageError:
            let isAway = [.unreachable, .busy, .needsMigration, .suspended].contains(error.code)
            return Problem(isAway ? .serviceUnavailable : .internalServerError, "Store", "\(error)")
        case is HTTPParserError:
            // What comes behind it on this connection means nothing.
            return Problem(
                .badRequest, "Bad request", "the body is not framed as HTTP wants it, or ended before its end",
                headers: [.connection: "close"])
        case let error as any HTTPResponseError:
            let detail =
                error.status == .notFound
                ? "there is nothing here; /v1/openapi.json lists what there is" : "\((error as? HTTPError)?.body ?? "")"
            return Problem(error.status, error.status.reasonPhrase, detail)
        default:
            return Problem(.internalServerError, "Internal error", "the log of the hub says more")
        }
    }
}
