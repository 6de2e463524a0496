/// What QuestDB takes as the name of a table or column.
enum QWPName {
    /// Bytes that a name may have in a message.
    static let longest = 127

    /// Why QuestDB would refuse a table of this name; nil when it would not.
    static func complaint(aboutTable name: String) -> String? {
        if let complaint = complaint(about: name) { return complaint }
        return name.hasPrefix(".") || name.hasSuffix(".") || name.contains("..")
            ? "it begins or ends with a dot or has two in a row" : nil
    }

    /// Why QuestDB would refuse a column of this name; nil when it would not.
    static func complaint(aboutColumn name: String) -> String? {
        if let complaint = complaint(about: name) { return complaint }
        return name.unicodeScalars.contains { $0 == "." || $0 == "-" } ? "it has a dot or a hyphen" : nil
    }

    private static func complaint(about name: String) -> String? {
        if name.isEmpty { return "it is empty" }
        if name.utf8.count > longest { return "it is longer than \(longest) bytes" }
        return name.unicodeScalars.contains(where: isForbidden) ? "it has a character that QuestDB does not allow" : nil
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "?", ",", "'", "\"", "\\", "/", ":", ")", "(", "+", "*", "%", "~": true
        case "\u{0}"..."\u{F}", "\u{7F}", "\u{FEFF}": true
        default: false
        }
    }
}
