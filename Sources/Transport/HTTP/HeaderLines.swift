import CLibCurl

/// libcurl's list of header lines; overwritten before it is freed, as secrets are in it.
@safe final class HeaderLines {
    /// Nil for no lines. Lives as long as self.
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    init(_ call: HTTPCall) {
        for header in call.headers { append(header) }
        // Without an empty `Expect:` libcurl waits up to a second for 100-continue; without an empty type it says that
        // a body is a form.
        if call.method == "POST" {
            append(HTTPCall.Header(name: "Expect", value: ""), isRemoval: true)
            if !call.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
                append(HTTPCall.Header(name: "Content-Type", value: "application/octet-stream"))
            }
        }
    }

    deinit {
        // Made in init; the handle that used it is done.
        unsafe clibcurl_wipe_list(first)
    }

    private func append(_ header: HTTPCall.Header, isRemoval: Bool = false) {
        // libcurl's way to send a header without a value is a semicolon.
        let isEmpty = header.value.isEmpty && header.secret == nil
        var line = Array((header.name + (isEmpty && !isRemoval ? ";" : isEmpty ? ":" : ": \(header.value)")).utf8)
        // Room for all, so that the array does not move and leave a copy of the secret behind.
        line.reserveCapacity(line.count + (header.secret?.withBytes { $0.byteCount } ?? 0) + 1)
        // Copied during the call.
        header.secret?.withBytes { bytes in unsafe bytes.withUnsafeBytes { unsafe line.append(contentsOf: $0) } }
        line.append(0)
        unsafe line.withUnsafeMutableBytes { line in
            // Ends with the zero above; libcurl copies it and gives nil only when memory is out.
            let text = unsafe line.baseAddress!.assumingMemoryBound(to: CChar.self)
            guard let longer = unsafe curl_slist_append(first, text) else { fatalError("libcurl is out of memory") }
            unsafe first = longer
            // Within the array; not optimised away.
            unsafe wipe(line)
        }
    }
}
