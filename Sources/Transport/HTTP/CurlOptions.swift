import CLibCurl

/// Sets up an easy handle; valid while its handle is.
@safe struct CurlOptions {
    private let handle: OpaquePointer

    /// Of a handle that outlives self.
    @unsafe init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    /// The C side's pointer.
    private var raw: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(handle) }

    func set(_ option: CURLoption, _ value: Int) { _ = unsafe clibcurl_set_long(raw, option, value) }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ value: String) { _ = unsafe clibcurl_set_text(raw, option, value) }

    /// The pointer must stay valid as long as the handle is used.
    @unsafe func set(_ option: CURLoption, _ value: UnsafeRawPointer?) {
        _ = unsafe clibcurl_set_pointer(raw, option, value)
    }

    func set(_ option: CURLoption, _ value: clibcurl_bytes_function) {
        _ = unsafe clibcurl_set_bytes_function(raw, option, value)
    }

    /// Everything but what points to the transfer.
    func apply(_ call: HTTPCall, _ settings: HTTPClientSettings) {
        set(CURLOPT_URL, call.address.text)
        set(CURLOPT_USERAGENT, settings.userAgent)
        applyMethod(call)
        applySecurity(settings)
        // An empty list names all that this libcurl can unpack.
        set(CURLOPT_ACCEPT_ENCODING, "")
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        set(CURLOPT_CONNECTTIMEOUT_MS, call.connectTimeout.wholeMilliseconds)
        set(CURLOPT_TIMEOUT_MS, call.totalTimeout.wholeMilliseconds)
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_LOW_SPEED_TIME, max(1, (call.idleTimeout.wholeMilliseconds + 999) / 1000))
        set(CURLOPT_TCP_KEEPALIVE, 1)
        // No signals: look-ups of names are done in a thread and need none.
        set(CURLOPT_NOSIGNAL, 1)
        // Set even when empty: libcurl would look into the environment itself, without our exceptions.
        set(CURLOPT_PROXY, settings.proxy.address(scheme: call.address.scheme))
        set(CURLOPT_NOPROXY, settings.proxy.exceptionList)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    private func applyMethod(_ call: HTTPCall) {
        switch call.method {
        case "HEAD": set(CURLOPT_NOBODY, 1)
        case "POST":
            set(CURLOPT_POST, 1)
            _ = unsafe clibcurl_set_size(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(call.body.count))
            unsafe call.body.withUnsafeBytes { body in
                // libcurl copies the bytes now. Nil would make it read standard input.
                unsafe set(CURLOPT_COPYPOSTFIELDS, body.baseAddress ?? UnsafeRawPointer(bitPattern: 1))
            }
        default: set(CURLOPT_HTTPGET, 1)
        }
    }

    private func applySecurity(_ settings: HTTPClientSettings) {
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        // We follow redirects ourselves: only to allowed hosts, and without what is meant for the first one.
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        if let file = settings.caFile {
            set(CURLOPT_CAINFO, file)
            // Only these authorities: not the system's folder as well. Nil points nowhere.
            unsafe set(CURLOPT_CAPATH, nil as UnsafeRawPointer?)
        }
    }
}
