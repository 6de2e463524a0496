import CLibCurl

/// Takes a reply's bytes from libcurl: a success goes to the consumer, the beginning of anything else is kept.
@safe final class ReplySink {
    /// Bytes kept of a reply that is not a success.
    static let errorLimit = 1 << 16

    private let handle: CurlHandle
    private let consume: (RawSpan) -> Bool
    private var errorBody: [UInt8] = []
    private var wasStopped = false
    /// Whether the head came to its end. libcurl takes a head that breaks off for a whole one, with an empty body.
    private(set) var hasWholeHead = false

    init(_ handle: CurlHandle, _ consume: @escaping (RawSpan) -> Bool) {
        self.handle = handle
        self.consume = consume
    }

    func reply(_ status: Int) -> HTTPReply {
        HTTPReply(status: status, errorBody: errorBody, wasStopped: wasStopped)
    }

    /// The function for CURLOPT_WRITEFUNCTION, with the sink as context.
    static let write: clibcurl_bytes_function = { bytes, size, count, context in
        // The context is the sink given with this function, alive until the perform is over.
        guard let context = unsafe context, let bytes = unsafe bytes else { return 0 }
        let sink = unsafe Unmanaged<ReplySink>.fromOpaque(context).takeUnretainedValue()
        // libcurl's buffer, valid during this call.
        let span = unsafe RawSpan(_unsafeStart: bytes, byteCount: size * count)
        return sink.take(span) ? span.byteCount : 0
    }

    /// The function for CURLOPT_HEADERFUNCTION, likewise: gets the head line by line.
    static let writeHead: clibcurl_bytes_function = { bytes, size, count, context in
        // As in `write`.
        guard let context = unsafe context, let bytes = unsafe bytes else { return 0 }
        let sink = unsafe Unmanaged<ReplySink>.fromOpaque(context).takeUnretainedValue()
        let line = unsafe RawSpan(_unsafeStart: bytes, byteCount: size * count)
        sink.takeHead(line)
        return line.byteCount
    }

    private func takeHead(_ line: RawSpan) {
        // Of several heads (100, 200) the last counts. Trailers behind a body change nothing.
        // The span's bytes are copied during the call.
        let begin = unsafe line.extracting(first: 5).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
        if begin == "HTTP/" { hasWholeHead = false }
        if line.byteCount <= 2 { hasWholeHead = true }
    }

    private func take(_ bytes: RawSpan) -> Bool {
        if (200...299).contains(handle.status) {
            wasStopped = !consume(bytes)
            return !wasStopped
        }
        let rest = bytes.extracting(first: Self.errorLimit - errorBody.count)
        // Copied during the call.
        unsafe rest.withUnsafeBytes { unsafe errorBody.append(contentsOf: $0) }
        return true
    }
}

/// libcurl's list of header lines, freed with it.
@safe final class HeaderList {
    let first: UnsafeMutablePointer<curl_slist>?

    init(_ lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            // libcurl copies the line; nil only when memory is out.
            guard let longer = unsafe curl_slist_append(list, line) else { fatalError("libcurl is out of memory") }
            unsafe list = longer
        }
        unsafe first = list
    }

    deinit {
        // Made in init; no perform uses it any more.
        unsafe curl_slist_free_all(first)
    }
}
