/// The names of tables and columns that the line protocol carries: what QuestDB takes, which is wider than `SQLName`.
enum ILPName {
    private static let longest = 127

    /// The name with what has to be escaped escaped.
    static func table(_ name: String) throws(QuestDBError) -> [UInt8] {
        if name.hasPrefix(".") || name.hasSuffix(".") || name.contains("..") { throw refused(name, "a table") }
        return try escaped(name, "a table", forbidden: "?,'\"\\/:()+*%~\u{FEFF}")
    }

    /// The name with what has to be escaped escaped.
    static func column(_ name: String) throws(QuestDBError) -> [UInt8] {
        try escaped(name, "a column", forbidden: "?.,'\"\\/:()+-*%~\u{FEFF}")
    }

    private static func escaped(
        _ name: String, _ what: String, forbidden: String
    ) throws(QuestDBError) -> [UInt8] {
        let isBad = name.unicodeScalars.contains {
            $0.value < 0x20 || $0.value == 0x7f || forbidden.unicodeScalars.contains($0)
        }
        guard !name.isEmpty, name.utf8.count <= longest, !isBad else { throw refused(name, what) }
        return ILPText.symbol(name)
    }

    private static func refused(_ name: String, _ what: String) -> QuestDBError {
        QuestDBError(
            .badValue, "'\(name)'", "not a name for \(what)",
            advice: "use letters, digits and _, at most \(longest) bytes")
    }
}
