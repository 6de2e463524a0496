/// What a token may be called.
public enum TokenName {
    /// Names that the audit log has for others.
    static let taken = ["local", "schedule", "nobody"]

    /// What is wrong with a name, nil where nothing is: 1 to 64 letters, digits, `.`, `-`, `_` or `@`, beginning with a
    /// letter or a digit.
    public static func complaint(_ name: String) -> String? {
        let isPlain = name.utf8.allSatisfy { byte in
            isLetterOrDigit(byte) || ".-_@".utf8.contains(byte)
        }
        guard isPlain, (1...64).contains(name.utf8.count), let first = name.utf8.first, isLetterOrDigit(first) else {
            return "give 1 to 64 letters, digits, '.', '-', '_' or '@', beginning with a letter or a digit"
        }
        return taken.contains(name)
            ? "\(name) stands for somebody without a token in the audit log; give another name" : nil
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
