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
        let found = scrub(&bytes, atLeast: 1) { Self.lowercased($0) }
        return found ? String(decoding: bytes, as: UTF8.self) : text
    }

    /// Takes those of at least `length` bytes out, as they are and percent-encoded.
    func scrub(_ bytes: inout [UInt8], atLeast length: Int) { _ = scrub(&bytes, atLeast: length) { $0 } }

    /// Looks in what `form` makes of the bytes, which has the same length; false when there was none.
    private func scrub(_ bytes: inout [UInt8], atLeast length: Int, form: ([UInt8]) -> [UInt8]) -> Bool {
        var found = false
        for secret in secrets.withLock({ $0 }) where secret.withBytes({ $0.byteCount }) >= length {
            let plain = secret.withBytes { Self.copy($0) }
            for needle in [plain, Self.percentEncoded(plain)] {
                var needle = form(needle)
                found = Self.replace(needle, in: &bytes, form: form) || found
                // A copy of a secret.
                unsafe needle.withUnsafeMutableBytes { unsafe wipe($0) }
            }
        }
        return found
    }

    private static func copy(_ bytes: RawSpan) -> [UInt8] {
        // Copied during the call.
        unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }

    private static func replace(_ needle: [UInt8], in bytes: inout [UInt8], form: ([UInt8]) -> [UInt8]) -> Bool {
        let text = form(bytes)
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

    /// ASCII letters in lower case.
    private static func lowercased(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
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
