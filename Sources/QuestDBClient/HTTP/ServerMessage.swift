/// What the body of a refusal says: `/exec`'s `error` and `position`, `/write`'s `message` and `line`, or a text.
struct ServerMessage {
    /// One line, at most `limit` characters.
    var text: String
    var position: Int?
    var line: Int?
    private static let limit = 1000

    init(_ body: [UInt8]) {
        var text = String(decoding: body, as: UTF8.self)
        // What is not JSON is a text, and said as it is.
        if case .object(let members)? = try? JSONValue(body) {
            for member in members {
                switch (member.name, member.value) {
                case ("error", .string(let said)), ("message", .string(let said)): text = said
                case ("position", .number(let digits)): position = Int(digits)
                case ("line", .number(let digits)): line = Int(digits)
                default: break
                }
            }
        }
        self.text = Self.oneLine(text)
    }

    private static func oneLine(_ text: String) -> String {
        let words = text.split { $0.isWhitespace || $0.isNewline || $0.unicodeScalars.allSatisfy { $0.value < 0x20 } }
        let line = words.joined(separator: " ")
        return line.count > limit ? "\(line.prefix(limit))…" : line
    }
}
