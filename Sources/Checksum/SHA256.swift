import CLibCrypto

/// A SHA-256 being computed, by OpenSSL.
@safe public struct SHA256: ~Copyable {
    private let context: OpaquePointer

    /// The digest of no bytes yet.
    public init() {
        // Both fail only when memory is out, and then nothing else works either.
        guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            fatalError("OpenSSL gives no SHA-256: out of memory")
        }
        unsafe self.context = context
    }

    deinit {
        // Made in init, used nowhere else.
        unsafe EVP_MD_CTX_free(context)
    }

    /// Goes on with these bytes.
    public mutating func update(_ bytes: RawSpan) {
        // OpenSSL reads the span's bytes during the call only.
        unsafe bytes.withUnsafeBytes { buffer in
            _ = unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
        }
    }

    /// The digest in lower-case hexadecimal, 64 digits.
    public consuming func hexadecimal() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        // 32 bytes are what EVP_sha256 writes.
        _ = unsafe digest.withUnsafeMutableBufferPointer { unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil) }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
