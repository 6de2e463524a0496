import HTTPTypes
import Hummingbird

/// Answers HEAD as GET without its body, where an answer is short: pages and states. What is below /v1 can be a stream
/// without an end and takes GET alone.
struct HeadResponder<Inner: HTTPResponder<HubRequestContext>>: HTTPResponder {
    private let inner: Inner

    init(_ inner: Inner) { self.inner = inner }

    func respond(to request: Request, context: HubRequestContext) async throws -> Response {
        guard request.method == .head, !request.uri.path.hasPrefix("/v1/") else {
            return try await inner.respond(to: request, context: context)
        }
        var head = request.head
        head.method = .get
        return try await inner.respond(to: Request(head: head, body: request.body), context: context)
            .createHeadResponse()
    }
}
