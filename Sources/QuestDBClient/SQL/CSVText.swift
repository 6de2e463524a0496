/// What stands between the quotes of a CSV field. The server doubles quotes, and writes backslashes and control
/// characters as JSON does: `\\`, `\n`, `\u0001`.
enum CSVText {
    /// The text that was escaped; a backslash that begins no such escape stays.
    static func unescaped(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            let next = at + 1 < bytes.count ? bytes[at + 1] : nil
            if bytes[at] == UInt8(ascii: "\""), next == UInt8(ascii: "\"") {
                result.append(bytes[at])
                at += 2
            } else if bytes[at] == UInt8(ascii: "\\"), let (byte, length) = escape(bytes, at) {
                result.append(byte)
                at += length
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The byte that an escape stands for, and the escape's length.
    private static func escape(_ bytes: [UInt8], _ at: Int) -> (UInt8, Int)? {
        guard at + 1 < bytes.count else { return nil }
        switch bytes[at + 1] {
        case UInt8(ascii: "\\"): return (UInt8(ascii: "\\"), 2)
        case UInt8(ascii: "b"): return (8, 2)
        case UInt8(ascii: "f"): return (12, 2)
        case UInt8(ascii: "n"): return (10, 2)
        case UInt8(ascii: "r"): return (13, 2)
        case UInt8(ascii: "t"): return (9, 2)
        case UInt8(ascii: "u"):
            // Only control characters are written so: `\u00` and two digits.
            guard at + 5 < bytes.count, bytes[(at + 2)...].starts(with: [0x30, 0x30]),
                let value = UInt8(String(decoding: bytes[at + 4...at + 5], as: UTF8.self), radix: 16)
            else { return nil }
            return (value, 6)
        default: return nil
        }
    }
}
