import CLibCurl
import Synchronization

/// Blocking HTTP to one server. Any thread may use it at any time; connections are kept and used again.
///
/// Redirects are not followed (a credential goes to the configured host alone), the environment's proxies and
/// netrc are not used.
final class HTTPClient: Sendable {
    let endpoint: QuestDBEndpoint
    private let idle = Mutex<[CurlHandle]>([])
    /// More than these are closed when they come back.
    private static let idleLimit = 4

    init(_ endpoint: QuestDBEndpoint) { self.endpoint = endpoint }

    /// GET; `consume` gets the body of a 2xx piece by piece and says whether to go on.
    func get(_ request: HTTPRequest, consume: (RawSpan) -> Bool) throws(QuestDBError) -> HTTPReply {
        // No body, so no pointer.
        try unsafe exchange(request, body: nil, consume: consume)
    }

    /// GET of a short reply.
    func get(_ request: HTTPRequest, limit: Int = 1 << 28) throws(QuestDBError) -> (reply: HTTPReply, body: [UInt8]) {
        var body: [UInt8] = []
        let reply = try get(request) { bytes in
            // The span's bytes are copied during the call.
            unsafe bytes.withUnsafeBytes { unsafe body.append(contentsOf: $0) }
            return body.count <= limit
        }
        if reply.wasStopped {
            throw QuestDBError(
                .badReply, endpoint.address, "the reply is longer than \(limit) bytes",
                advice: "ask for fewer rows, or read them as a stream")
        }
        return (reply, body)
    }

    /// POST of these bytes, which are read where they are.
    func post(_ request: HTTPRequest, body: RawSpan) throws(QuestDBError) -> HTTPReply {
        // The pointer is used until the exchange is over, which is before this returns.
        let result: Result<HTTPReply, QuestDBError> = unsafe body.withUnsafeBytes { bytes in
            Result { () throws(QuestDBError) in try unsafe exchange(request, body: bytes) { _ in true } }
        }
        return try result.get()
    }

    private func exchange(
        _ request: HTTPRequest, body: UnsafeRawBufferPointer?, consume: (RawSpan) -> Bool
    ) throws(QuestDBError) -> HTTPReply {
        let handle = idle.withLock { $0.popLast() } ?? CurlHandle()
        handle.reset()
        configure(handle)
        handle.set(CURLOPT_URL, endpoint.address + request.target)
        if let timeout = request.timeout { handle.set(CURLOPT_TIMEOUT_MS, timeout.wholeMilliseconds) }
        var lines = request.headers
        if let body = unsafe body {
            handle.set(CURLOPT_POST, 1)
            handle.set(CURLOPT_POSTFIELDSIZE_LARGE, size: body.count)
            // Lives until the exchange is over, see `post`. Nil would make libcurl read standard input.
            unsafe handle.set(CURLOPT_POSTFIELDS, body.baseAddress ?? UnsafeRawPointer(bitPattern: 1))
            // Without `Expect:` libcurl waits up to a second for 100-continue.
            lines += ["Content-Type: text/plain; charset=utf-8", "Expect:"]
        }
        let headers = HeaderList(lines)
        let (code, reply) = withoutActuallyEscaping(consume) { consume in
            let sink = ReplySink(handle, consume)
            // Both outlive the perform, the only user of these pointers.
            unsafe handle.set(CURLOPT_HTTPHEADER, headers.first)
            let context = unsafe UnsafeRawPointer(Unmanaged.passUnretained(sink).toOpaque())
            unsafe handle.set(CURLOPT_WRITEDATA, context)
            unsafe handle.set(CURLOPT_HEADERDATA, context)
            unsafe handle.set(CURLOPT_WRITEFUNCTION, ReplySink.write)
            unsafe handle.set(CURLOPT_HEADERFUNCTION, ReplySink.writeHead)
            let code = handle.perform(isSecure: endpoint.isSecure)
            return withExtendedLifetime((sink, headers)) {
                (code == CURLE_OK && !sink.hasWholeHead ? CURLE_PARTIAL_FILE : code, sink.reply(handle.status))
            }
        }
        // After a failure libcurl has closed the connection; the handle itself can be used again.
        idle.withLock { if $0.count < Self.idleLimit { $0.append(handle) } }
        if code == CURLE_OK || reply.wasStopped { return reply }
        throw .broken(code, endpoint)
    }

    private func configure(_ handle: CurlHandle) {
        // No signals: time-outs of name look-ups need none here (libcurl looks up in a thread).
        handle.set(CURLOPT_NOSIGNAL, 1)
        handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_NOPROXY, "*")
        handle.set(CURLOPT_USERAGENT, "QuestDBClient.swift")
        handle.set(CURLOPT_TCP_KEEPALIVE, 1)
        handle.set(CURLOPT_BUFFERSIZE, 1 << 18)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, endpoint.connectTimeout.wholeMilliseconds)
        handle.set(CURLOPT_LOW_SPEED_LIMIT, 1)
        handle.set(CURLOPT_LOW_SPEED_TIME, max(1, Int(endpoint.idleTimeout.components.seconds)))
        if let file = endpoint.caFile {
            handle.set(CURLOPT_CAINFO, file)
            // Only these authorities: not the system's folder as well.
            unsafe handle.set(CURLOPT_CAPATH, nil as UnsafeRawPointer?)
        }
        switch endpoint.credential {
        case .none: break
        case .basic(let user, let password):
            handle.set(CURLOPT_HTTPAUTH, 1 << 0)
            handle.set(CURLOPT_USERNAME, user)
            handle.set(CURLOPT_PASSWORD, password)
        case .token(let token):
            handle.set(CURLOPT_HTTPAUTH, 1 << 6)
            handle.set(CURLOPT_XOAUTH2_BEARER, token)
        }
    }
}

extension Duration {
    /// Rounded up, at least 1: libcurl reads 0 as "no limit".
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        let (whole, overflow) = Int(clamping: seconds).multipliedReportingOverflow(by: 1000)
        // Three weeks: libcurl's own limit on 32-bit systems, and beyond any use.
        if overflow { return Int(Int32.max) }
        return min(Int(Int32.max), max(1, whole + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)))
    }
}
