import Logging
import MarketData

/// Makes one line of a message; whatever is in it, it stays one line that a terminal shows as it is.
struct LogLine {
    /// Characters of a text that are kept.
    static let longest = 4096

    static func bytes(_ format: LogFormat, _ entry: Entry) -> [UInt8] {
        let text = format == .json ? json(entry) : plain(entry)
        return Array(text.utf8) + [10]
    }

    struct Entry {
        var time: Timestamp
        var level: Logger.Level
        var label: String
        var message: String
        /// By key.
        var metadata: [(key: String, value: Logger.MetadataValue)]
    }

    /// To the millisecond, always with three digits.
    private static func time(_ time: Timestamp) -> String {
        let whole = Timestamp(nanoseconds: time.nanoseconds - time.nanoseconds % 1_000_000_000).description
        let milliseconds = String(time.nanoseconds / 1_000_000 % 1000)
        return whole.dropLast() + "." + String(repeating: "0", count: 3 - milliseconds.utf8.count) + milliseconds + "Z"
    }

    private static func plain(_ entry: Entry) -> String {
        var text = "\(time(entry.time)) \(entry.level.rawValue.uppercased()) \(escaped(entry.label)): "
        text += escaped(entry.message)
        for (key, value) in entry.metadata {
            let value = value.description
            // Blanks and quotes would make it look like several. By code point: with an accent behind it a quotation mark
            // is another character, and still looks like one.
            let isPlain = !value.isEmpty && !value.unicodeScalars.contains { $0 == " " || $0 == "\"" || $0 == "=" }
            text += " \(escaped(key))=\(isPlain ? escaped(value) : "\"" + escaped(value, ["\"", "\\"]) + "\"")"
        }
        return text
    }

    private static func json(_ entry: Entry) -> String {
        var text = "{\"time\":\"\(time(entry.time))\",\"level\":\"\(entry.level.rawValue)\""
        text += ",\"logger\":\(quoted(entry.label)),\"message\":\(quoted(entry.message))"
        let own: Set = ["time", "level", "logger", "message"]
        for (key, value) in entry.metadata {
            text += ",\(quoted(own.contains(key) ? key + "_" : key)):\(json(value, depth: 0))"
        }
        return text + "}"
    }

    private static func json(_ value: Logger.MetadataValue, depth: Int) -> String {
        switch value {
        case .array(let values) where depth < 4:
            return "[" + values.prefix(100).map { json($0, depth: depth + 1) }.joined(separator: ",") + "]"
        case .dictionary(let values) where depth < 4:
            let pairs = values.sorted { $0.key < $1.key }.prefix(100).map { key, value in
                "\(quoted(key)):\(json(value, depth: depth + 1))"
            }
            return "{" + pairs.joined(separator: ",") + "}"
        default: return quoted(value.description)
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars.prefix(longest) {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            default:
                if isControl(scalar) {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    /// - Parameter marks: what has a backslash in front, too.
    private static func escaped(_ text: String, _ marks: Set<Unicode.Scalar> = []) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(longest) {
            if isControl(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                if marks.contains(scalar) { result += "\\" }
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// What moves a terminal's cursor, ends a line or turns the direction of writing; all below U+FFFF.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x2028...0x202e, 0x2066...0x2069, 0x200e, 0x200f, 0xfeff: true
        default: false
        }
    }
}
