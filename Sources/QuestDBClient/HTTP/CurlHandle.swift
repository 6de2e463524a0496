import CLibCurl

/// libcurl's easy handle: keeps its connection open between requests.
///
/// Belongs to one thread at a time: `HTTPClient` lends it to one exchange. That is why it may be sent.
@safe final class CurlHandle: @unchecked Sendable {
    private let handle: OpaquePointer

    init() {
        Self.prepare
        // Fails only when memory is out, and then nothing else works either.
        guard let handle = unsafe curl_easy_init() else { fatalError("libcurl gives no handle: out of memory") }
        unsafe self.handle = OpaquePointer(handle)
    }

    deinit {
        // Made in init, used nowhere else.
        unsafe curl_easy_cleanup(UnsafeMutableRawPointer(handle))
    }

    /// libcurl's own global state, set up once and safe from any thread that way.
    private static let prepare: Void = {
        _ = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    }()

    /// The C side's pointer: valid while self lives.
    private var raw: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(handle) }

    /// Forgets all options; the connection and the sessions stay.
    func reset() { unsafe curl_easy_reset(raw) }

    func set(_ option: CURLoption, _ value: Int) { _ = unsafe clibcurl_set_long(raw, option, value) }

    func set(_ option: CURLoption, size value: Int) {
        _ = unsafe clibcurl_set_size(raw, option, curl_off_t(value))
    }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ value: String) { _ = unsafe clibcurl_set_text(raw, option, value) }

    /// The pointer must stay valid until the next `perform` is over.
    @unsafe func set(_ option: CURLoption, _ value: UnsafeRawPointer?) {
        _ = unsafe clibcurl_set_pointer(raw, option, value)
    }

    func set(_ option: CURLoption, _ value: clibcurl_bytes_function) {
        _ = unsafe clibcurl_set_bytes_function(raw, option, value)
    }

    /// Does the request that was set up, with SIGPIPE kept from the process when the connection is encrypted.
    func perform(isSecure: Bool) -> CURLcode {
        isSecure ? unsafe clibcurl_perform_without_sigpipe(raw) : unsafe curl_easy_perform(raw)
    }

    /// The status of the last reply, 0 when there was none.
    var status: Int {
        var status = 0
        // Asks for a long, which is what this information is.
        _ = unsafe clibcurl_get_long(raw, CURLINFO_RESPONSE_CODE, &status)
        return status
    }
}
