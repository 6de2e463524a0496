import Checksum

/// What a reply is found by: the SHA-256 of source, method, address, body and asked content type.
struct CacheKey: Hashable, Sendable {
    /// 64 digits in lower-case hexadecimal.
    let digits: String

    init(source: String, _ request: SourceRequest) {
        var digest = SHA256()
        let parts: [[UInt8]] = [
            Array(source.utf8), Array(request.method.utf8), Array(request.address.utf8), request.body,
            Array(request.contentType.utf8),
        ]
        for part in parts {
            // With its length before it: what ends one part cannot begin the next.
            let length = Array("\(part.count):".utf8)
            // Bytes have no padding that could be undefined.
            unsafe digest.update(length.span.bytes)
            unsafe digest.update(part.span.bytes)
        }
        digits = digest.hexadecimal()
    }
}
