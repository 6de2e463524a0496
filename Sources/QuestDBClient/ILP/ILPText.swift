/// Escaped text of the line protocol.
enum ILPText {
    /// As the value of a symbol, or a name: spaces, commas, equals signs, line ends and backslashes escaped.
    static func symbol(_ text: String) -> [UInt8] {
        escaped(text) { byte in
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: "="), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
                UInt8(ascii: "\\"):
                true
            default: false
            }
        }
    }

    /// Between the quotes of a string: quotes, line ends and backslashes escaped.
    static func string(_ text: String) -> [UInt8] {
        escaped(text) { byte in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\\"): true
            default: false
            }
        }
    }

    /// The server takes no NUL, escaped or not.
    static func checked(_ text: String, _ column: String) throws(QuestDBError) -> String {
        if text.utf8.contains(0) {
            throw QuestDBError(
                .badValue, "column '\(column)'", "its text has a NUL byte", advice: "leave the NUL out")
        }
        return text
    }

    private static func escaped(_ text: String, _ needsEscape: (UInt8) -> Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 8)
        for byte in text.utf8 {
            if needsEscape(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return bytes
    }
}
