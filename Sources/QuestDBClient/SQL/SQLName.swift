/// The names of tables and columns that go into SQL: a strict subset of what QuestDB takes.
enum SQLName {
    private static let longest = 127

    /// The name, when it is a letter or `_` followed by letters, digits and `_`, all ASCII.
    static func checked(_ name: String) throws(QuestDBError) -> String {
        let letters = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        let startsWithDigit = name.utf8.first.map { (0x30...0x39).contains($0) } ?? true
        guard letters, !startsWithDigit, name.utf8.count <= longest else {
            throw QuestDBError(
                .badValue, "'\(name)'", "not a name for a table or a column",
                advice: "use a letter or _ followed by at most \(longest - 1) letters, digits and _")
        }
        return name
    }
}
