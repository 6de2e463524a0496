import HTTPTypes
import Hummingbird
import NIOCore

/// Answers HEAD as GET without its body.
struct HeadResponder<Inner: HTTPResponder<HubRequestContext>>: HTTPResponder {
    private let inner: Inner

    init(_ inner: Inner) { self.inner = inner }

    func respond(to request: Request, context: HubRequestContext) async throws -> Response {
        guard request.method == .head else { return try await inner.respond(to: request, context: context) }
        var head = request.head
        head.method = .get
        // Only a GET becomes a WebSocket.
        head.headerFields[.upgrade] = nil
        let response = try await inner.respond(to: Request(head: head, body: request.body), context: context)
        return response.body.contentLength == nil
            ? Self.streamHead(response, context.channel) : response.createHeadResponse()
    }

    /// The head of a body that nobody has measured: made of nothing of it, and the body itself is never begun. The server
    /// would end it like one in chunks, with bytes that belong to no answer to HEAD; so the connection ends first.
    private static func streamHead(_ response: Response, _ channel: any Channel) -> Response {
        var headers = response.headers
        headers[.connection] = "close"
        return Response(
            status: response.status, headers: headers, body: ResponseBody { _ in try await channel.close() })
    }
}
