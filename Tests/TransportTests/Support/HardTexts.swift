/// Texts and bytes that a careless writer would get wrong, and a generator with a seed to mix them.
struct HardTexts: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    static let pieces = [
        "", "a", "\"", "\"\"\"", "'", "'''", "\\", "\\n", "\\u0000", "\\\\u0000", "\n", "\r\n", "\r", "\t", "\u{1}",
        "\u{1F}",
        "\u{7F}", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{FFFF}", "\u{E000}", "\u{10FFFF}", "é", "e\u{301}", "日本", "😀",
        "\u{200D}",
        "#", "=", "[x]", "]]", "{", " ", "  ", "%20", "true", "1979-05-27", "0x1F", "<mark>",
    ]

    mutating func text() -> String {
        (0..<Int.random(in: 0...6, using: &self)).map { _ in Self.pieces.randomElement(using: &self) ?? "" }.joined()
    }

    /// A text with at least one character.
    mutating func name() -> String { "n" + text() }

    mutating func bytes() -> [UInt8] {
        (0..<Int.random(in: 0...80, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
    }

    mutating func time() -> Int64 {
        switch Int.random(in: 0...3, using: &self) {
        case 0: .random(in: .min ... .max, using: &self)
        case 1: .min
        case 2: 1_688_256_300_000_000_000
        default: .random(in: 0...2_000_000_000, using: &self) * 1_000_000_000
        }
    }
}
