import Checksum

/// A token as its owner has it: `cw_` and 256 random bits in base64url, 46 characters. Shown once, kept nowhere.
///
/// The ledger has its SHA-256. That is enough: slow, salted hashes are for secrets that people think up, of which one can
/// try all that are likely; nobody tries 2^256.
public struct TokenSecret: Sendable {
    /// What is sent: `Authorization: Bearer cw_…`.
    public let text: String

    static let prefix = "cw_"
    static let length = prefix.count + 43

    /// A new one, from the system's generator for secrets.
    public static func random() -> TokenSecret { TokenSecret(text: prefix + RandomText.make()) }

    private init(text: String) { self.text = text }

    /// One that somebody sent; nil for what cannot be one.
    public init?(_ text: String) {
        let isPlain = text.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard text.utf8.count == Self.length, text.hasPrefix(Self.prefix), isPlain else { return nil }
        self.text = text
    }

    /// What the ledger keeps: 64 lower-case hexadecimal digits.
    public var sha256: String { digest(of: text) }
}

/// The SHA-256 of a text, in lower-case hexadecimal.
func digest(of text: String) -> String {
    var digest = SHA256()
    let bytes = Array(text.utf8)
    // Bytes have no padding, so that all of them are readable.
    unsafe digest.update(bytes.span.bytes)
    return digest.hexadecimal()
}

/// Secrets of 256 bits as text.
enum RandomText {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// 43 letters of base64url.
    static func make() -> String {
        // On Linux this is getrandom(2), which is meant for keys.
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        for _ in 0..<4 {
            let number = generator.next()
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
        }
        // 256 bits are 42 letters of 6 bits and one of 4.
        let text = (0..<43).map { place in
            let (byte, shift) = (place * 6 / 8, place * 6 % 8)
            let pair = UInt16(bytes[byte]) << 8 | (byte + 1 < bytes.count ? UInt16(bytes[byte + 1]) : 0)
            return letters[Int(pair >> (10 - shift) & 63)]
        }
        return String(decoding: text, as: UTF8.self)
    }
}
