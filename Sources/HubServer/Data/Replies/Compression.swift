import HTTPTypes
import Hummingbird
import NIOCore

/// Sends text as gzip to those who take it, piece by piece as it is made.
///
/// Never event streams: their events have to arrive one by one. Never what is small, or has an encoding already.
struct Compression: RouterMiddleware {
    /// Below so many bytes it is not worth it.
    static let leastLength = 1024

    func handle(
        _ request: Request, context: HubRequestContext,
        next: (Request, HubRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard Self.isWorthIt(response) else { return response }
        if response.headers[.vary]?.lowercased().contains("accept-encoding") != true {
            response.headers.append(HTTPField(name: .vary, value: "Accept-Encoding"))
        }
        guard Self.takesGzip(request), response.headers[.contentEncoding] == nil else { return response }
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        // Another form of the same content: equal in meaning, not byte by byte.
        if let tag = response.headers[.eTag], !tag.hasPrefix("W/") { response.headers[.eTag] = "W/\(tag)" }
        let plain = response.body
        response.body = ResponseBody { writer in
            let compressing = GzipWriter(parent: writer, gzip: try Gzip())
            try await plain.write(compressing)
        }
        return response
    }

    private static func isWorthIt(_ response: Response) -> Bool {
        guard response.status != .notModified, let type = response.headers[.contentType],
            response.body.contentLength ?? .max >= leastLength
        else { return false }
        let name = type.prefix { $0 != ";" }
        return name != "text/event-stream"
            && (name.hasPrefix("text/")
                || [
                    "application/json", "application/x-ndjson", "application/problem+json", "application/javascript",
                    "application/openmetrics-text", "image/svg+xml",
                ].contains(name))
    }

    /// Whether Accept-Encoding names gzip, and not with weight 0.
    static func takesGzip(_ request: Request) -> Bool {
        guard let header = request.headers[.acceptEncoding] else { return false }
        for one in header.split(separator: ",").prefix(32) {
            let parts = one.split(separator: ";").map { $0.trimmingBlanks().lowercased() }
            guard let name = parts.first, name == "gzip" || name == "x-gzip" else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            return weight > 0
        }
        return false
    }
}

/// Compresses what is written through it.
private struct GzipWriter: ResponseBodyWriter {
    var parent: any ResponseBodyWriter
    let gzip: Gzip

    mutating func write(_ buffer: ByteBuffer) async throws {
        // The buffer's bytes, for the duration of the call.
        let out = try unsafe buffer.withUnsafeReadableBytes { try unsafe gzip.feed($0) }
        if !out.isEmpty { try await parent.write(ByteBuffer(bytes: out)) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        let rest = try unsafe gzip.feed(UnsafeRawBufferPointer(start: nil, count: 0), end: true)
        try await parent.write(ByteBuffer(bytes: rest))
        try await parent.finish(trailingHeaders)
    }
}
