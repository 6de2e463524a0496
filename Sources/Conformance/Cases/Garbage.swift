/// What no source sends.
public struct Garbage: Sendable, CustomStringConvertible {
    /// What it is.
    public var description: String
    /// All of it.
    public var bytes: [UInt8]

    /// Some bytes and what they are.
    public init(_ description: String, _ bytes: [UInt8]) { (self.description, self.bytes) = (description, bytes) }

    private init(_ text: String) { self.init(text.isEmpty ? "nothing" : "'\(text.prefix(40))'", Array(text.utf8)) }

    /// Texts that are no reply of any source, and random bytes.
    public static let all: [Garbage] =
        [
            "", " ", "\n", "null", "true", "42", "\"text\"", "[]", "{}", "[[]]", "[{}]", "{\"result\":", "{\"a\":1}{",
            "<html><head><title>503</title></head><body>Down for maintenance</body></html>",
            "<!DOCTYPE html><p>Access denied", "<?xml version=\"1.0\"?><a/>", "<?xml version=\"1.0\"?>", "<a",
            "<a></b>",
            "error", "Not Found", "\u{FEFF}", "NaN", "{'error':[]}", "{\"error\":[],\"error\":", "\\u0000",
        ].map { Garbage($0) } + [
            Garbage("100,000 open brackets", Array(repeating: UInt8(ascii: "["), count: 100_000)),
            Garbage("100,000 open objects", Array(String(repeating: "{\"a\":", count: 100_000).utf8)),
            Garbage("100,000 open elements", Array(String(repeating: "<a>", count: 100_000).utf8)),
            Garbage("no UTF-8", [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D]), Garbage("a NUL", [0]),
        ] + (UInt64(1)...24).map(random)

    /// Whether some source may send it and mean that it has nothing: `[]`, a blank line.
    var mayBeAReply: Bool {
        bytes.count <= 6 && !bytes.contains(0)
            && ["", " ", "\n", "null", "[]", "{}", "[[]]", "[{}]", "\u{FEFF}"].contains(
                String(decoding: bytes, as: UTF8.self))
    }

    /// Bytes that a damaged reply may hold: those that mean something in one, and some others.
    static let likely = Array("0123456789.-+eE\"\"'[]{}<>/=,:; \\\n".utf8) + [0, 0x80, 0xFF, 0xC3]

    /// Random bytes, the same for the same seed.
    public static func random(seed: UInt64) -> Garbage {
        var random = SeededGenerator(state: seed)
        let bytes = (0..<Int.random(in: 1...600, using: &random)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        return Garbage("random bytes of seed \(seed)", bytes)
    }
}
