/// One line of unquoted CSV, taken apart for messages and for finding out a file's layout; rows are decoded
/// with `LineReader`, which is many times faster.
public struct CSVLine: Sendable {
    /// Where each field lies in the bytes, without commas and line end; an empty line has one empty field.
    public let fields: [Range<Int>]
    /// The whole line, without its end.
    public let range: Range<Int>

    /// Splits the line that lies at `range` of `bytes`.
    public init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        self.range = range
        var fields: [Range<Int>] = []
        var start = range.lowerBound
        for index in range where bytes[index] == UInt8(ascii: ",") {
            fields.append(start..<index)
            start = index + 1
        }
        fields.append(start..<range.upperBound)
        self.fields = fields
    }

    /// Nothing, or only blanks.
    public func isBlank(_ bytes: Span<UInt8>) -> Bool {
        range.allSatisfy { bytes[$0] == UInt8(ascii: " ") || bytes[$0] == UInt8(ascii: "\t") }
    }

    /// Whether this reads like names of columns: more than one field, none of them empty or a number.
    public func looksLikeHeader(_ bytes: Span<UInt8>) -> Bool {
        fields.count > 1
            && fields.allSatisfy { field in
                !field.isEmpty && Double(decimal: bytes.extracting(field)) == nil
                    && field.contains { bytes[$0] | 0x20 >= UInt8(ascii: "a") && bytes[$0] | 0x20 <= UInt8(ascii: "z") }
            }
    }

    /// The fields as names of columns: lower case, without blanks, `_`, `-` and quotes.
    public func names(_ bytes: Span<UInt8>) -> [String] {
        fields.map { field in
            String(quoting: bytes, field, limit: 64).lowercased().filter { !" _-\"'.".contains($0) }
        }
    }

    /// The lines from `start` on that can be seen whole, at most `limit` of them; the last one of the input may
    /// lack its line feed.
    public static func lines(
        _ bytes: Span<UInt8>, from start: Int, isLast: Bool, limit: Int
    ) -> [CSVLine] {
        var lines: [CSVLine] = []
        var first = start
        var index = start
        while index < bytes.count, lines.count < limit {
            if bytes[index] == UInt8(ascii: "\n") {
                lines.append(CSVLine(bytes, first..<withoutReturn(bytes, first, index)))
                first = index + 1
            }
            index += 1
        }
        if isLast, lines.count < limit, first < bytes.count {
            lines.append(CSVLine(bytes, first..<withoutReturn(bytes, first, bytes.count)))
        }
        return lines
    }
}

/// `end`, or one before it when a carriage return is there.
private func withoutReturn(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    end > start && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
}

extension String {
    /// Bytes of the input for a message: at most `limit` of them, `…` behind what was cut off; what is no text
    /// is replaced.
    public init(quoting bytes: Span<UInt8>, _ range: Range<Int>, limit: Int = 40) {
        var kept: [UInt8] = []
        for index in range.prefix(limit) {
            kept.append(bytes[index] < 0x20 || bytes[index] == 0x7F ? UInt8(ascii: "?") : bytes[index])
        }
        self = String(decoding: kept, as: UTF8.self) + (range.count > limit ? "…" : "")
    }
}
