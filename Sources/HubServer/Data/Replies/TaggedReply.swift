import HTTPTypes
import Hummingbird
import NIOCore

/// A whole body with the tag of its content: a client that has it already is told so instead.
struct TaggedReply: Sendable {
    let body: ByteBuffer
    let contentType: String
    /// `"…"`: from the content, so that the same content has it after a restart and from another hub.
    let tag: String
    /// Further headers.
    var headers = HTTPFields()

    init(_ body: ByteBuffer, _ contentType: String, headers: HTTPFields = HTTPFields()) {
        (self.body, self.contentType, self.headers) = (body, contentType, headers)
        // The buffer's bytes, for the duration of the call.
        tag = unsafe body.withUnsafeReadableBytes { unsafe ContentTag.of($0) }
    }

    /// The body, or 304 where the client has it.
    ///
    /// - Parameter gzipped: the body in that form, where it is at hand and the client takes it.
    func response(to request: Request, gzipped: ByteBuffer? = nil) -> Response {
        var headers = headers
        headers[.contentType] = contentType
        headers[.cacheControl] = "no-cache"
        headers[.vary] = "Accept, Accept-Encoding"
        headers[.eTag] = gzipped == nil ? tag : "W/\(tag)"
        if Self.names(request.headers[.ifNoneMatch], tag) {
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        if gzipped != nil { headers[.contentEncoding] = "gzip" }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: gzipped ?? body))
    }

    /// Whether If-None-Match has the tag. Compared weakly, as RFC 9110 wants it there.
    private static func names(_ header: String?, _ tag: String) -> Bool {
        guard let header else { return false }
        return header.split(separator: ",").contains { one in
            let one = one.trimmingBlanks()
            return one == "*" || one == tag || one == "W/\(tag)"
        }
    }
}
