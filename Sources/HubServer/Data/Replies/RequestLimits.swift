import HTTPTypes
import Hummingbird

/// What a request may be at most, before anything else looks at it.
struct RequestLimits: RouterMiddleware {
    /// Bytes of path and query: a cursor can have a whole file's path in it.
    static let longestURI = 8192
    /// Bytes of all headers' names and values; the server's decoder has a larger limit of its own.
    static let longestHead = 16_384
    /// Bytes of a body.
    static let longestBody = 1 << 20

    func handle(
        _ request: Request, context: HubRequestContext,
        next: (Request, HubRequestContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.string.utf8.count <= Self.longestURI else {
            throw Problem(
                .uriTooLong, "Address too long", "path and query may have \(Self.longestURI) bytes together")
        }
        let head = request.headers.reduce(0) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + 4 }
        guard head <= Self.longestHead else {
            throw Problem(
                .requestHeaderFieldsTooLarge, "Head too large",
                "all headers may have \(Self.longestHead) bytes together")
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.longestBody {
            throw Problem(
                .contentTooLarge, "Body too large", "a body may have \(Self.longestBody) bytes",
                headers: [.connection: "close"])
        }
        return try await next(request, context)
    }
}
