import CLibCurl
import MarketData
import Synchronization

/// One exchange on its way: libcurl's easy handle and what has come so far.
///
/// Made by the asking task, then used by the client's thread alone, but for the mark that it was cancelled. That is why
/// it may be sent.
@safe final class Transfer: @unchecked Sendable {
    private let call: HTTPCall
    private let settings: HTTPClientSettings
    private let wall: @Sendable () -> Timestamp
    private let isCancelled = Atomic(false)
    private var finish: (@Sendable (Result<HTTPAnswer, HTTPFailure>) -> Void)?

    private var handle: OpaquePointer?
    private var lines: HeaderLines?
    private let errorText = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    private var head = ReplyHead()
    private var receivedAt: Timestamp?
    private var body: [UInt8] = []
    private var failure: HTTPFailure?

    init(
        _ call: HTTPCall, _ settings: HTTPClientSettings, wall: @escaping @Sendable () -> Timestamp,
        finish: @escaping @Sendable (Result<HTTPAnswer, HTTPFailure>) -> Void
    ) {
        self.call = call
        self.settings = settings
        self.wall = wall
        self.finish = finish
        // Text of length 0, until libcurl writes another.
        unsafe errorText.initialize(repeating: 0)
    }

    deinit {
        // Both were made here; the loop has taken the handle out before it lets go of a transfer.
        if let handle = unsafe handle { unsafe curl_easy_cleanup(UnsafeMutableRawPointer(handle)) }
        unsafe errorText.deallocate()
    }

    /// From any thread.
    func cancel() { isCancelled.store(true, ordering: .relaxed) }
    var wasCancelled: Bool { isCancelled.load(ordering: .relaxed) }

    /// Sets up the handle; it lives as long as self.
    func start() -> OpaquePointer {
        // Fails only when memory is out, and then nothing else works either.
        guard let raw = unsafe curl_easy_init() else { fatalError("libcurl gives no handle: out of memory") }
        let handle = OpaquePointer(raw)
        unsafe self.handle = handle
        let lines = HeaderLines(call)
        self.lines = lines
        let options = unsafe CurlOptions(handle)
        options.apply(call, settings)
        // Self owns the list and the error's text, and outlives the handle's use of itself as context.
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe options.set(CURLOPT_HTTPHEADER, lines.first)
        unsafe options.set(CURLOPT_ERRORBUFFER, errorText.baseAddress)
        unsafe options.set(CURLOPT_WRITEDATA, context)
        unsafe options.set(CURLOPT_HEADERDATA, context)
        unsafe options.set(CURLOPT_WRITEFUNCTION, Self.write)
        unsafe options.set(CURLOPT_HEADERFUNCTION, Self.writeHead)
        return unsafe handle
    }

    /// Tells the asking task, once.
    func end(_ code: CURLcode) {
        guard let finish else { return }
        self.finish = nil
        if let failure {
            finish(.failure(failure))
        } else if code == CURLE_OK && !head.isWhole {
            finish(.failure(HTTPFailure(kind: .broken, text: "the connection ended within the reply's head")))
        } else if code == CURLE_OK {
            finish(
                .success(
                    HTTPAnswer(
                        status: head.status, headers: head.headers, body: body, receivedAt: receivedAt ?? wall())))
        } else {
            // libcurl ends its text with a zero within the buffer.
            let said = unsafe String(cString: errorText.baseAddress!)
            // A constant text.
            let text = said.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : said
            finish(.failure(HTTPFailure(kind: .init(code), text: settings.proxy.scrub(text))))
        }
    }

    /// Tells the asking task that there will be nothing, once.
    func endCancelled() {
        failure = HTTPFailure(kind: .cancelled)
        end(CURLE_OK)
    }

    private static let write: clibcurl_bytes_function = { bytes, size, count, context in
        // The context is the transfer given with this function, alive until its handle is gone.
        guard let context = unsafe context, let bytes = unsafe bytes else { return 0 }
        let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        // libcurl's buffer, valid during this call.
        let span = unsafe RawSpan(_unsafeStart: bytes, byteCount: size * count)
        return transfer.take(span) ? span.byteCount : 0
    }

    private static let writeHead: clibcurl_bytes_function = { bytes, size, count, context in
        // As in `write`.
        guard let context = unsafe context, let bytes = unsafe bytes else { return 0 }
        let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        return transfer.takeHead(unsafe String(decoding: buffer, as: UTF8.self)) ? size * count : 0
    }

    private func takeHead(_ line: String) -> Bool {
        if receivedAt == nil { receivedAt = wall() }
        guard head.take(line) else { return fail(.broken, "the reply's head is too long") }
        guard head.isWhole, failure == nil else { return failure == nil }
        if let length = head["content-length"].flatMap({ Int($0) }), length > call.largestReply, call.method != "HEAD" {
            return fail(.tooLarge, "it says \(length) bytes")
        }
        // 204 and 205 have no body that could be of a wrong kind.
        let type = head["content-type"] ?? ""
        if (200...299).contains(head.status), head.status != 204, head.status != 205,
            !ContentType.isAccepted(type, wanted: call.contentType)
        {
            return fail(.wrongContentType(ContentType.bare(type)), "")
        }
        return true
    }

    /// The body's next bytes, unpacked.
    private func take(_ bytes: RawSpan) -> Bool {
        let count = body.count + bytes.byteCount
        guard count <= call.largestReply else { return fail(.tooLarge, "it is longer than said") }
        if count > body.capacity { body.reserveCapacity(capacity(for: count)) }
        // Copied during the call.
        unsafe bytes.withUnsafeBytes { unsafe body.append(contentsOf: $0) }
        return true
    }

    /// Half, a quarter, … of the limit: growing copies, and old and new together are never more than the limit.
    private func capacity(for count: Int) -> Int {
        var capacity = call.largestReply
        while capacity / 2 >= count && capacity > 1 << 14 { capacity /= 2 }
        return capacity
    }

    private func fail(_ kind: HTTPFailure.Kind, _ text: String) -> Bool {
        failure = HTTPFailure(kind: kind, text: text)
        body = []
        return false
    }
}

extension HTTPFailure.Kind {
    /// What libcurl's code means to us.
    init(_ code: CURLcode) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .unknownHost
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR: self = .untrusted
        case CURLE_SSL_CACERT_BADFILE: self = .badCAFile
        case CURLE_FILESIZE_EXCEEDED: self = .tooLarge
        default: self = .broken
        }
    }
}
