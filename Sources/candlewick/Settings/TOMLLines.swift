import Foundation

/// On which lines of a TOML text sections and keys stand, for errors: the parser tells that only of what it cannot read.
///
/// Keys of inline tables have no line of their own: that of the table is told.
struct TOMLLines {
    /// By section, number of its table among those of that name, and key; a section itself by the empty key.
    private struct Place: Hashable {
        var section: String
        var table: Int
        var key: String
    }

    private var lines: [Place: Int] = [:]

    init(_ text: String) {
        var (section, tables, fence): (String, [String: Int], String?) = ("", [:], nil)
        for (index, bytes) in text.utf8.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
            let line = Substring(bytes)
            if let end = fence {
                if line.contains(end) { fence = nil }
                continue
            }
            let trimmed = line.drop { $0.isWhitespace }
            if trimmed.hasPrefix("[") {
                section = Self.name(trimmed.drop { $0 == "[" }.prefix { $0 != "]" })
                if trimmed.hasPrefix("[[") { tables[section, default: -1] += 1 }
                note(section, tables[section] ?? 0, "", index + 1)
            } else if !trimmed.hasPrefix("#"), let sign = trimmed.firstIndex(of: "=") {
                let path = ([section] + [Self.name(trimmed[..<sign])]).filter { !$0.isEmpty }.joined(separator: ".")
                let dot = path.lastIndex(of: ".") ?? path.startIndex
                let key = path[dot...].drop { $0 == "." }
                note(String(path[..<dot]), tables[section] ?? 0, String(key), index + 1)
                // What is inside of a long text is none of ours.
                for mark in ["\"\"\"", "'''"]
                where trimmed.split(separator: mark, omittingEmptySubsequences: false).count == 2 {
                    fence = mark
                }
            }
        }
    }

    /// The line of a key, or that of its section where it is not there; counted from 1, nil where neither has one.
    func line(_ section: String, _ table: Int, _ key: String) -> Int? {
        [(section, key), (section, ""), ("", section)].lazy.compactMap {
            lines[Place(section: $0.0, table: $0.0.isEmpty ? 0 : table, key: $0.1)]
        }.first
    }

    private mutating func note(_ section: String, _ table: Int, _ key: String, _ line: Int) {
        let place = Place(section: section, table: table, key: key)
        lines[place] = lines[place] ?? line
    }

    /// `a . "b"` as `a.b`.
    private static func name(_ text: Substring) -> String {
        text.split(separator: ".").map { $0.trimmingCharacters(in: .whitespaces.union(["\"", "'"])) }
            .joined(separator: ".")
    }
}
