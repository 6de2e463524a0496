/// Writes the TOML of a recording, without secrets.
struct RecordingText {
    let file: String
    let secrets: Redaction
    private(set) var bytes: [UInt8] = []

    init(file: String, secrets: Redaction) { (self.file, self.secrets) = (file, secrets) }

    mutating func header(_ text: String) {
        if !bytes.isEmpty { append("\n") }
        append(text + "\n")
    }

    mutating func line(_ key: String, _ value: Int) { append("\(key) = \(value)\n") }

    mutating func line(_ key: String, _ value: Bool) { append("\(key) = \(value)\n") }

    /// A text, with what is no plain character escaped.
    mutating func line(_ key: String, _ value: String) throws(RecordingError) {
        let (key, value) = (secrets.cut(from: key), secrets.cut(from: value))
        guard !key.utf8.contains(0), !value.utf8.contains(0) else {
            throw RecordingError(file, key: key, "has a NUL in it; expected a text without, as a recording holds none")
        }
        append("\(Self.isBare(key) ? key : Self.quoted(key)) = \(Self.quoted(value))\n")
    }

    private mutating func append(_ text: String) { bytes += text.utf8 }

    private static func isBare(_ key: String) -> Bool {
        !key.isEmpty
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            default:
                switch scalar.properties.generalCategory {
                // Nothing that a person would not see, or a parser might judge.
                case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    quoted += "\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
                default: quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return quoted + "\""
    }
}
