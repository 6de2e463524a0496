import CLibCrypto

/// SHA-256 of a file's bytes, by OpenSSL.
enum FileDigest {
    /// 64 lower-case hexadecimal digits. Reads the file once.
    static func sha256(of path: String) throws(FileFailure) -> String {
        let file = try OpenFile(path)
        let digest = try SHA256()
        try file.read { (chunk) throws(FileFailure) in try digest.update(chunk) }
        return try digest.finish().map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }
}

/// A running SHA-256; its context is freed when it goes.
@safe private struct SHA256: ~Copyable {
    private let context: OpaquePointer

    init() throws(FileFailure) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw FileFailure("OpenSSL: no memory for SHA-256") }
        // The context is new; the nil engine is the default one.
        guard unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw FileFailure("OpenSSL refuses SHA-256")
        }
        unsafe self.context = context
    }

    // Made by `init`, freed nowhere else.
    deinit { unsafe EVP_MD_CTX_free(context) }

    func update(_ bytes: RawSpan) throws(FileFailure) {
        // The call reads exactly the span.
        let status = unsafe bytes.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        guard status == 1 else { throw FileFailure("OpenSSL: SHA-256 failed") }
    }

    func finish() throws(FileFailure) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        // The call writes at most EVP_MAX_MD_SIZE bytes and says how many.
        guard unsafe EVP_DigestFinal_ex(context, &digest, &length) == 1, length == 32 else {
            throw FileFailure("OpenSSL: SHA-256 failed")
        }
        return Array(digest.prefix(Int(length)))
    }
}
