import Foundation
import TOMLKit

/// A TOML file of the form `[section] key = value`, whose errors name file, line, section and key.
struct TOMLFile {
    let path: String
    private let table: TOMLTable
    private let lines: TOMLLines
    /// Which of the tables of its name it is, where it is one of `[[section.key]]`.
    private var place = 0

    init(path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw Failure("\(path): there is no such file; candlewick init writes candlewick.toml and tiers.toml")
        }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Failure("\(path): cannot be read; make it a readable file: chmod u+r '\(path)'")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure("\(path): is no UTF-8 text; write it again with candlewick init")
        }
        try self.init(path: path, text: text)
    }

    init(path: String, text: String) throws {
        (self.path, lines) = (path, TOMLLines(text))
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw Failure("\(path):\(error.source.begin.line): \(error.description)")
        }
    }

    /// Refuses sections and keys that are not in the list.
    func allow(_ known: [String: [String]]) throws {
        for (section, value) in table {
            guard let keys = known[section] else {
                throw Failure("\(at(section)): [\(section)] is not known; known are \(list(Array(known.keys)))")
            }
            guard let inner = value.table else {
                throw Failure("\(at("", section)): \(section) must be a section, [\(section)]")
            }
            for key in inner.keys where !keys.contains(key) {
                throw Failure("\(at(section, key)): '\(key)' in [\(section)] is not known; known are \(list(keys))")
            }
        }
    }

    /// The keys of a section.
    func keys(_ section: String) -> [String] { table[section]?.table?.keys ?? [] }

    /// Whether a key is there.
    func has(_ section: String, _ key: String) -> Bool { table[section]?[key] != nil }

    func string(_ section: String, _ key: String) throws -> String? {
        guard let value = table[section]?[key] else { return nil }
        guard let text = value.string, !text.isEmpty else { throw wrong(section, key, "text in quotes") }
        return text
    }

    func boolean(_ section: String, _ key: String) throws -> Bool? {
        guard let value = table[section]?[key] else { return nil }
        guard let truth = value.bool else { throw wrong(section, key, "true or false") }
        return truth
    }

    func strings(_ section: String, _ key: String) throws -> [String]? {
        guard let value = table[section]?[key] else { return nil }
        guard let array = value.array else { throw wrong(section, key, "a list of texts, [\"…\"]") }
        return try array.map { element in
            guard let text = element.string, !text.isEmpty else {
                throw wrong(section, key, "a list of texts, [\"…\"]")
            }
            return text
        }
    }

    /// A text, or a list of texts.
    func oneOrMore(_ section: String, _ key: String) throws -> [String]? {
        guard let value = table[section]?[key] else { return nil }
        if value.array != nil, let texts = try strings(section, key), !texts.isEmpty { return texts }
        guard let text = value.string, !text.isEmpty else {
            throw wrong(section, key, "text in quotes, or a list of texts, [\"…\"]")
        }
        return [text]
    }

    func integer(_ section: String, _ key: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = table[section]?[key] else { return nil }
        guard let number = value.int, range.contains(number) else {
            throw wrong(section, key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func integers(_ section: String, _ key: String, in range: ClosedRange<Int>) throws -> [Int]? {
        guard let value = table[section]?[key] else { return nil }
        let expected = "a list of whole numbers from \(range.lowerBound) to \(range.upperBound)"
        guard let array = value.array, !array.isEmpty else { throw wrong(section, key, expected) }
        return try array.map { element in
            guard let number = element.int, range.contains(number) else { throw wrong(section, key, expected) }
            return number
        }
    }

    func number(_ section: String, _ key: String, above least: Double, upTo most: Double) throws -> Double? {
        guard let value = table[section]?[key] else { return nil }
        guard let number = value.double ?? value.int.map(Double.init), number > least, number <= most else {
            throw wrong(section, key, "a number above \(least) and at most \(most), like 1e-9")
        }
        return number
    }

    /// The tables of `[[section.key]]`, each as a file of one section that is called so; refuses keys that are not in the
    /// list.
    func tables(_ section: String, _ key: String, allow keys: [String]) throws -> [TOMLFile] {
        guard let value = table[section]?[key] else { return [] }
        guard let array = value.array else { throw wrong(section, key, "tables, [[\(section).\(key)]]") }
        return try array.enumerated().map { index, element in
            guard let inner = element.table else { throw wrong(section, key, "tables, [[\(section).\(key)]]") }
            let table = TOMLTable(["\(section).\(key)": inner])
            let file = TOMLFile(path: path, table: table, lines: lines, place: index)
            try file.allow(["\(section).\(key)": keys])
            return file
        }
    }

    private init(path: String, table: TOMLTable, lines: TOMLLines, place: Int) {
        (self.path, self.table, self.lines, self.place) = (path, table, lines, place)
    }

    func flag(_ section: String, _ key: String) throws -> Bool? {
        guard let value = table[section]?[key] else { return nil }
        guard let flag = value.bool else { throw wrong(section, key, "true or false") }
        return flag
    }

    func wrong(_ section: String, _ key: String, _ expected: String) -> Failure {
        Failure("\(at(section, key)): '\(key)' in [\(section)] must be \(expected)")
    }

    /// File and line of a key, or of its section where the key is not there.
    func at(_ section: String, _ key: String = "") -> String {
        lines.line(section, place, key).map { "\(path):\($0)" } ?? path
    }

    private func list(_ names: [String]) -> String { names.sorted().joined(separator: ", ") }
}
