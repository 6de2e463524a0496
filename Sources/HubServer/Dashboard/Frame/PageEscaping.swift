import Mustache

/// Escapes text for HTML, code point by code point.
///
/// Mustache's own goes by characters, and a quotation mark with a combining accent behind it is another character than a
/// quotation mark: it would end an attribute. Names in the ledger come from files that anybody can have written.
struct PageEscaping: MustacheContentType {
    /// The name by which a template asks for it.
    static let name = "PAGE"

    /// Mustache knows content types by a table of the whole process.
    static func register() { MustacheContentTypes.register(PageEscaping(), named: name) }

    func escapeText(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // Control characters have no place in HTML, and bytes of rejected records can hold any.
            case "\u{0}"..."\u{8}", "\u{b}", "\u{c}", "\u{e}"..."\u{1f}", "\u{7f}"..."\u{9f}": escaped += "\u{fffd}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
