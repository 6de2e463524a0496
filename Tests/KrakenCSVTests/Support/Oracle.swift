/// Reads Kraken's lines the slow way: with String and `Double(text)`, and nothing of the adapter's.
enum Oracle {
    /// The rows of a file that has no header and no byte-order mark, and whose lines have all their columns.
    static func rows(_ text: String, columns: Int) -> [Row] {
        var rows: [Row] = []
        var position: Int64 = 0
        var number: Int64 = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            if let row = row(line, columns: columns, number: number, position: position) { rows.append(row) }
            position += Int64(line.utf8.count) + 1
        }
        return rows
    }

    /// Nil for a line that is not of that many columns, or with a number that is none.
    private static func row(_ line: Substring, columns: Int, number: Int64, position: Int64) -> Row? {
        var line = line
        if line.utf8.last == UInt8(ascii: "\r") { line = Substring(line.unicodeScalars.dropLast()) }
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == columns, !fields[0].hasPrefix("+"), let time = Int64(fields[0]), time < 9_223_372_036
        else { return nil }
        var numbers: [Double] = []
        for field in fields[1..<min(columns, 6)] {
            guard isPlain(field), let value = Double(field), value.isFinite else { return nil }
            numbers.append(value)
        }
        guard columns == 7 else {
            return Row(
                row: number, position: position, time: time * 1_000_000_000, numbers: numbers, count: -1,
                mark: columns == 3 ? -1 : 1)
        }
        guard let trades = Int64(fields[6]), trades >= 0 else { return nil }
        return Row(
            row: number, position: position, time: time * 1_000_000_000, numbers: numbers, count: trades, mark: 1)
    }

    /// Whether the characters are those of a decimal number: `Double(text)` also takes hexadecimal and nan, and
    /// `1.` and `.5`.
    private static func isPlain(_ text: Substring) -> Bool {
        guard text.utf8.allSatisfy({ "0123456789.+-eE".utf8.contains($0) }) else { return false }
        let mantissa = text.split(omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }[0]
        let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        return parts.allSatisfy { $0.utf8.last.map { (48...57).contains($0) } ?? false }
    }
}
