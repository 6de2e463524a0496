import CoreMetrics
import HTTPTypes
import Hummingbird
import Synchronization

/// Counts every request by its route, method and status, and how long it took to the head of its answer.
///
/// The instruments are kept: finding them by their labels would cost more than counting.
final class RequestInstruments: RouterMiddleware {
    private struct Key: Hashable {
        var route: String
        var method: String
        var status: Int
    }

    private struct Kept {
        var counters: [Key: Counter] = [:]
        var timers: [String: CoreMetrics.Timer] = [:]
    }

    /// More are not kept; routes are written in this program, so there are never that many.
    private static let most = 2000
    private let kept = Mutex(Kept())

    func handle(
        _ request: Request, context: HubRequestContext,
        next: (Request, HubRequestContext) async throws -> Response
    ) async throws -> Response {
        let begin = ContinuousClock.now
        do {
            let response = try await next(request, context)
            count(request, context, response.status, begin)
            return response
        } catch {
            count(request, context, (error as? any HTTPResponseError)?.status ?? .internalServerError, begin)
            throw error
        }
    }

    private func count(
        _ request: Request, _ context: HubRequestContext, _ status: HTTPResponse.Status,
        _ begin: ContinuousClock.Instant
    ) {
        let key = Key(
            // Nobody outside chooses a label: what is no route is one word.
            route: context.endpointPath.map { $0.hasPrefix("/") ? $0 : "/" + $0 } ?? "none",
            method: Self.methods.contains(request.method) ? request.method.rawValue : "other", status: status.code)
        let (counter, timer) = kept.withLock { kept in
            if let counter = kept.counters[key], let timer = kept.timers[key.route] { return (counter, timer) }
            let labels = [("route", key.route), ("method", key.method), ("status", "\(key.status)")]
            let counter = Counter(label: "candlewick_http_requests_total", dimensions: labels)
            let timer = CoreMetrics.Timer(
                label: "candlewick_http_request_seconds", dimensions: [("route", key.route)])
            if kept.counters.count < Self.most { (kept.counters[key], kept.timers[key.route]) = (counter, timer) }
            return (counter, timer)
        }
        counter.increment()
        timer.recordNanoseconds(Int64(begin.duration(to: .now) / .nanoseconds(1)))
    }

    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .delete, .patch, .options]
}
