import Synchronization

/// Takes the secrets in use out of whatever a server, or libcurl, has said.
final class Redactor: Sendable {
    private let secrets = Mutex<[Secret]>([])

    /// What stands in a secret's place.
    static let mark = "<secret>"

    /// Remembers a secret.
    func add(_ secret: Secret) {
        secrets.withLock { if !$0.contains(secret) { $0.append(secret) } }
    }

    /// The text without them, as they are and percent-encoded, also where letters changed their case: a host's name
    /// does that.
    func scrub(_ text: String) -> String {
        var bytes = Array(text.utf8)
        return scrub(&bytes, atLeast: 1, anyCase: true) ? String(decoding: bytes, as: UTF8.self) : text
    }

    /// Takes those of at least `length` bytes out, as they are and percent-encoded.
    func scrub(_ bytes: inout [UInt8], atLeast length: Int) { _ = scrub(&bytes, atLeast: length, anyCase: false) }

    /// False when there was none.
    private func scrub(_ bytes: inout [UInt8], atLeast length: Int, anyCase: Bool) -> Bool {
        var found = false
        for secret in secrets.withLock({ $0 }) where secret.withBytes({ $0.byteCount }) >= length {
            var plain = secret.withBytes { Self.copy($0) }
            var encoded = Self.percentEncoded(plain)
            if anyCase {
                Self.lower(&plain)
                Self.lower(&encoded)
            }
            found = Self.replace(plain, in: &bytes, anyCase: anyCase) || found
            found = Self.replace(encoded, in: &bytes, anyCase: anyCase) || found
            // Both are copies of a secret, and nobody else's.
            unsafe plain.withUnsafeMutableBytes { unsafe wipe($0) }
            unsafe encoded.withUnsafeMutableBytes { unsafe wipe($0) }
        }
        return found
    }

    private static func copy(_ bytes: RawSpan) -> [UInt8] {
        // Copied during the call.
        unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }

    private static func replace(_ needle: [UInt8], in bytes: inout [UInt8], anyCase: Bool) -> Bool {
        var text = bytes
        if anyCase { lower(&text) }
        guard var found = ByteSearch.first(needle, in: text, from: 0) else { return false }
        var clean: [UInt8] = []
        var rest = 0
        while true {
            clean += bytes[rest..<found]
            clean += Array(mark.utf8)
            rest = found + needle.count
            guard let next = ByteSearch.first(needle, in: text, from: rest) else { break }
            found = next
        }
        bytes = clean + bytes[rest...]
        return true
    }

    /// ASCII letters in lower case, in place.
    private static func lower(_ bytes: inout [UInt8]) {
        for index in bytes.indices where (0x41...0x5a).contains(bytes[index]) { bytes[index] |= 0x20 }
    }

    /// RFC 3986: all but the unreserved characters.
    private static func percentEncoded(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return bytes.flatMap { byte -> [UInt8] in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                [byte]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }
}
