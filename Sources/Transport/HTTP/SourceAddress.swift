import CLibCurl

/// Where a request goes, read by the same code of libcurl that sends it: no two readers can disagree about the host.
struct SourceAddress: Hashable, Sendable {
    /// What is wrong with an address.
    struct Problem: Error, Hashable, Sendable { var message: String }

    /// All of it, without a fragment.
    let text: String
    /// `https` or `http`.
    let scheme: String
    /// In lower case.
    let host: String
    let port: Int

    /// Host and port: whose limit, whose credentials.
    var authority: String { "\(host):\(port)" }
    /// Whether nobody else can read along.
    var isPrivate: Bool { scheme == "https" || Self.isLoopback(host) }

    /// A whole address.
    init(_ text: String) throws(Problem) { try self.init(text, from: nil) }

    /// What a `Location` says, seen from this address.
    func following(_ location: String) throws(Problem) -> SourceAddress { try SourceAddress(location, from: self) }

    private init(_ text: String, from base: SourceAddress?) throws(Problem) {
        guard !text.isEmpty, text.utf8.count <= 16_384 else {
            throw Problem(message: text.isEmpty ? "it is empty" : "it is longer than 16384 characters")
        }
        // Blanks, controls and line breaks would end the request's first line; others have to be percent-encoded.
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            throw Problem(message: "it holds a blank, a control character, a backslash or one that is not ASCII")
        }
        guard let parts = AddressParts() else { throw Problem(message: "memory is out") }
        if let base { _ = parts.set(base.text) }
        if let problem = parts.set(text) { throw Problem(message: problem) }
        parts.dropFragment()
        guard let scheme = parts[CURLUPART_SCHEME], scheme == "https" || scheme == "http" else {
            throw Problem(message: "https:// or http:// was expected")
        }
        guard parts[CURLUPART_USER] == nil, parts[CURLUPART_PASSWORD] == nil else {
            throw Problem(message: "it names a user; keys belong into the credential settings")
        }
        guard let host = parts[CURLUPART_HOST], !host.isEmpty, !host.contains("%"), let whole = parts[CURLUPART_URL],
            let port = parts.port
        else { throw Problem(message: "it has no host") }
        (self.text, self.scheme, self.host, self.port) = (whole, scheme, host.lowercased(), port)
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "[::1]" || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }
}

/// libcurl's reader of addresses.
@safe private struct AddressParts: ~Copyable {
    private let handle: OpaquePointer

    init?() {
        guard let handle = unsafe curl_url() else { return nil }
        unsafe self.handle = handle
    }

    deinit {
        // Made in init, used nowhere else.
        unsafe curl_url_cleanup(handle)
    }

    /// Reads an address, a relative one against the one before; what is wrong with it, nil for nothing.
    func set(_ text: String) -> String? {
        // libcurl copies the text.
        let code = unsafe curl_url_set(handle, CURLUPART_URL, text, 0)
        // A constant text.
        return code == CURLUE_OK ? nil : unsafe String(cString: curl_url_strerror(code))
    }

    func dropFragment() {
        // Nil removes the part.
        _ = unsafe curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0)
    }

    /// A part, nil when the address has none.
    subscript(part: CURLUPart) -> String? { text(part, flags: 0) }

    /// As given, or the scheme's own.
    var port: Int? { text(CURLUPART_PORT, flags: UInt32(CURLU_DEFAULT_PORT)).flatMap { Int($0) } }

    private func text(_ part: CURLUPart, flags: UInt32) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text = unsafe text else { return nil }
        // libcurl's copy, ours to free.
        defer { unsafe curl_free(text) }
        return unsafe String(cString: text)
    }
}
