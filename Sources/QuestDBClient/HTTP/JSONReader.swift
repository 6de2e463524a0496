/// Reads RFC 8259 documents of at most 64 levels.
struct JSONReader {
    let bytes: [UInt8]
    private var at = 0
    private static let deepest = 64

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSONValue.Malformed) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        if at < bytes.count { throw malformed }
        return value
    }

    private var malformed: JSONValue.Malformed { JSONValue.Malformed(offset: at) }

    private mutating func skipSpace() {
        while at < bytes.count, [0x20, 0x0a, 0x0d, 0x09].contains(bytes[at]) { at += 1 }
    }

    /// Whether this byte comes next, after spaces; then it is read.
    private mutating func accept(_ byte: Unicode.Scalar) -> Bool {
        skipSpace()
        guard at < bytes.count, bytes[at] == UInt8(ascii: byte) else { return false }
        at += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONValue.Malformed) -> JSONValue {
        if depth > Self.deepest { throw malformed }
        if accept("{") { return try object(depth) }
        if accept("[") { return try array(depth) }
        if accept("\"") { return .string(try string()) }
        for (word, value) in [("null", JSONValue.null), ("true", .bool(true)), ("false", .bool(false))]
        where bytes[at...].starts(with: word.utf8) {
            at += word.utf8.count
            return value
        }
        return .number(try number())
    }

    private mutating func object(_ depth: Int) throws(JSONValue.Malformed) -> JSONValue {
        var members: [JSONValue.Member] = []
        if accept("}") { return .object([]) }
        repeat {
            guard accept("\"") else { throw malformed }
            let name = try string()
            guard accept(":") else { throw malformed }
            members.append(JSONValue.Member(name: name, value: try value(depth: depth + 1)))
        } while accept(",")
        guard accept("}") else { throw malformed }
        return .object(members)
    }

    private mutating func array(_ depth: Int) throws(JSONValue.Malformed) -> JSONValue {
        var values: [JSONValue] = []
        if accept("]") { return .array([]) }
        repeat { values.append(try value(depth: depth + 1)) } while accept(",")
        guard accept("]") else { throw malformed }
        return .array(values)
    }

    private mutating func digits() throws(JSONValue.Malformed) {
        let start = at
        while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
        if at == start { throw malformed }
    }

    private mutating func number() throws(JSONValue.Malformed) -> String {
        let start = at
        if at < bytes.count, bytes[at] == UInt8(ascii: "-") { at += 1 }
        let whole = at
        try digits()
        if bytes[whole] == 0x30, at > whole + 1 { throw malformed }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    /// The rest of a string whose opening quote was read.
    private mutating func string() throws(JSONValue.Malformed) -> String {
        var text: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: text, as: UTF8.self) else { throw malformed }
                return text
            case UInt8(ascii: "\\"): text += try escape()
            case 0..<0x20: throw malformed
            default: text.append(byte)
            }
        }
        throw malformed
    }

    private mutating func escape() throws(JSONValue.Malformed) -> [UInt8] {
        guard at < bytes.count else { throw malformed }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): return try codePoint()
        default: throw malformed
        }
    }

    /// `\u` and its digits, with the second of a surrogate pair; a lone surrogate becomes U+FFFD.
    private mutating func codePoint() throws(JSONValue.Malformed) -> [UInt8] {
        let first = try hexadecimal()
        if (0xd800...0xdbff).contains(first), bytes[at...].starts(with: [0x5c, 0x75]) {
            let rewind = at
            at += 2
            let second = try hexadecimal()
            if (0xdc00...0xdfff).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
            {
                return Array(String(Character(scalar)).utf8)
            }
            at = rewind
        }
        return Array(String(Character(Unicode.Scalar(first) ?? "\u{FFFD}")).utf8)
    }

    private mutating func hexadecimal() throws(JSONValue.Malformed) -> UInt32 {
        guard bytes.count - at >= 4 else { throw malformed }
        let digits = bytes[at..<at + 4]
        guard digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw malformed }
        at += 4
        return value
    }
}
