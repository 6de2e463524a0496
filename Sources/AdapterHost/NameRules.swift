/// What names in manifests, configurations and requests may look like.
enum NameRules {
    private static func consists(_ text: String, of allowed: (UInt8) -> Bool, longest: Int) -> Bool {
        (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy(allowed)
    }

    private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The source's name in the store: `kraken-csv`.
    static func isAdapterID(_ text: String) -> Bool {
        consists(text, of: { isLower($0) || isDigit($0) || $0 == 0x2D }, longest: 64)
            && text.first != "-" && text.last != "-"
    }

    /// `1.0.0`, `1.2.3-beta.1+build`.
    static func isSemanticVersion(_ text: String) -> Bool {
        let core = text.prefix { $0 != "-" && $0 != "+" }
        let numbers = core.split(separator: ".", omittingEmptySubsequences: false)
        let rest = text.dropFirst(core.count)
        return numbers.count == 3
            && numbers.allSatisfy { consists(String($0), of: isDigit, longest: 9) }
            && (rest.isEmpty
                || consists(
                    String(rest.dropFirst()),
                    of: {
                        isLower($0) || isUpper($0) || isDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x2B
                    }, longest: 64))
    }

    /// A line for people: something, and no control characters.
    static func isLine(_ text: String) -> Bool {
        (1...400).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
            && text.contains { $0 != " " }
    }

    /// A file's name and no part of a path.
    static func isFileName(_ text: String) -> Bool {
        isLine(text) && text != "." && text != ".." && !text.utf8.contains(0x2F) && text.utf8.count <= 255
    }

    /// `linux-x86_64`.
    static func isPlatform(_ text: String) -> Bool {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy {
                consists(String($0), of: { isLower($0) || isDigit($0) || $0 == 0x5F }, longest: 32)
            }
    }

    /// `api.kraken.com`: no scheme, no port, lower case.
    static func isHostName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                consists(String(label), of: { isLower($0) || isDigit($0) || $0 == 0x2D }, longest: 63)
                    && label.first != "-" && label.last != "-"
            }
    }

    /// The name of a credential: `kraken-key`, `MASSIVE_KEY`.
    static func isCredentialName(_ text: String) -> Bool {
        consists(
            text, of: { isLower($0) || isUpper($0) || isDigit($0) || $0 == 0x2D || $0 == 0x5F }, longest: 64)
    }

    /// An IANA zone: `UTC`, `America/New_York`, `Etc/GMT+5`.
    static func isZone(_ text: String) -> Bool {
        consists(
            text,
            of: {
                isLower($0) || isUpper($0) || isDigit($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2F || $0 == 0x5F
            }, longest: 64) && text.first != "/" && text.last != "/"
    }

    /// An asset's code or ticker: one word without a slash.
    static func isAssetCode(_ text: String) -> Bool {
        isLine(text) && text.utf8.count <= 32 && !text.contains(" ") && !text.contains("/")
    }

    /// 64 hexadecimal digits.
    static func isSHA256(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { isDigit($0) || (0x61...0x66).contains($0) || (0x41...0x46).contains($0) }
    }

    /// A token of HTTP: the name of a header or a method.
    static func isToken(_ text: String) -> Bool {
        let marks = Set("!#$%&'*+-.^_`|~".utf8)
        return consists(text, of: { isLower($0) || isUpper($0) || isDigit($0) || marks.contains($0) }, longest: 256)
    }
}
