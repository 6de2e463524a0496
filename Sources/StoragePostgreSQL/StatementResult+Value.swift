import CLibPQ
import Storage

extension StatementResult {
    /// A field that came as text, as people want it.
    func value(_ row: Int, _ column: Int) -> SQLValue {
        if isNull(row, column) { return .null }
        let text = text(row, column)
        switch type(column) {
        case .int2, .int4, .int8: return Int64(text).map(SQLValue.integer) ?? .text(text)
        case .float4, .float8: return Double(text).map(SQLValue.real) ?? .text(text)
        case .numeric: return Self.number(text)
        case .bool: return .text(text == "t" ? "true" : "false")
        case .timestamptz: return .text(Self.time(text))
        case .bytes: return Self.bytes(text).map(SQLValue.blob) ?? .text(text)
        default: return .text(text)
        }
    }

    /// A numeric as a number where that says the same, as text where it has more digits.
    private static func number(_ text: String) -> SQLValue {
        if let whole = Int64(text) { return .integer(whole) }
        let digits = text.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        if digits <= 15, let real = Double(text) { return .real(real) }
        return .text(text)
    }

    /// RFC 3339 from PostgreSQL's form of a time in UTC: `2017-07-14 02:40:00.5+00`. Years before 1 stay as they are.
    private static func time(_ text: String) -> String {
        guard text.hasSuffix("+00"), let space = text.firstIndex(of: " ") else { return text }
        return text[..<space] + "T" + text[text.index(after: space)...].dropLast(3) + "Z"
    }

    /// Bytes from their hexadecimal form: `\x00ff`.
    private static func bytes(_ text: String) -> [UInt8]? {
        guard text.hasPrefix("\\x") else { return nil }
        let digits = Array(text.utf8.dropFirst(2))
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }
}
