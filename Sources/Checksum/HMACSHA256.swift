import CLibCrypto

/// Signs bytes with a key that both sides have (RFC 2104), by OpenSSL.
public enum HMACSHA256 {
    /// The signature in lower-case hexadecimal, 64 digits.
    public static func hexadecimal(key: RawSpan, _ message: RawSpan) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        var length = 0
        // OpenSSL reads both spans during the call only and writes the 32 bytes that SHA-256 has.
        unsafe key.withUnsafeBytes { key in
            unsafe message.withUnsafeBytes { message in
                unsafe digest.withUnsafeMutableBufferPointer { digest in
                    // An empty key points nowhere, which would be none.
                    let start = unsafe key.baseAddress ?? UnsafeRawPointer(digest.baseAddress!)
                    let bytes = unsafe message.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    let made = unsafe EVP_Q_mac(
                        nil, "HMAC", nil, "SHA256", nil, start, key.count, bytes, message.count, digest.baseAddress,
                        digest.count, &length)
                    // Fails only when memory is out, and then nothing else works either.
                    guard unsafe made != nil, length == 32 else { fatalError("OpenSSL gives no HMAC: out of memory") }
                }
            }
        }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
