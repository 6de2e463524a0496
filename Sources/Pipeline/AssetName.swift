/// What an asset may be called in the hub.
///
/// 1 to 32 bytes of ASCII letters, digits and `. - _ :`, beginning with a letter or digit. So a name
/// can stand in a file name, an address and a command line as it is; `/` is left out because it
/// parts base from quote.
public enum AssetName {
    /// The longest name in bytes.
    public static let longest = 32

    /// The name itself when it is one; O(length).
    ///
    /// - Throws: `badAssetName` with the first thing that is wrong.
    public static func checked(_ name: String) throws(PipelineError) -> String {
        func refusal(_ message: String) -> PipelineError {
            PipelineError(
                .badAssetName, "asset name \(quoted(name))", message,
                advice: "expected 1 to \(longest) ASCII letters, digits or . - _ : beginning with a letter or digit")
        }
        guard let first = name.utf8.first else { throw refusal("is empty") }
        guard name.utf8.count <= longest else { throw refusal("has \(name.utf8.count) bytes") }
        if let scalar = name.unicodeScalars.first(where: { !isAllowed($0) }) {
            throw refusal("has the character \(scalar.escaped(asASCII: true).debugDescription)")
        }
        guard isAlphanumeric(first) else { throw refusal("does not begin with a letter or digit") }
        return name
    }

    /// ASCII letters in upper case, everything else as it is.
    static func uppercased(_ code: String) -> String {
        String(
            decoding: code.utf8.map { byte in (0x61...0x7A).contains(byte) ? byte - 0x20 : byte }, as: UTF8.self)
    }

    /// Short and free of control characters, whatever a file put there.
    private static func quoted(_ name: String) -> String {
        let beginning = name.unicodeScalars.prefix(longest).map { $0.escaped(asASCII: true) }.joined()
        return "\"\(beginning)\(name.unicodeScalars.count > longest ? "..." : "")\""
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        guard let byte = UInt8(exactly: scalar.value) else { return false }
        return isAlphanumeric(byte) || [".", "-", "_", ":"].contains(scalar)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
