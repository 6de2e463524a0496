import MarketData
import TOMLKit

/// Reads typed values from one TOML file of a recording and notes everything that is wrong with it.
struct RecordingReader {
    let file: String
    private(set) var problems: [RecordingError.Problem] = []

    init(file: String) { self.file = file }

    /// A table of the file and the keys that lead to it.
    struct Section {
        let table: TOMLTable
        let path: String

        func name(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
        var keys: [String] { table.keys.sorted() }
        func has(_ key: String) -> Bool { table[key] != nil }
    }

    private static func words(for type: TOMLType) -> String {
        switch type {
        case .int: "a whole number"
        case .double: "a number with a fraction"
        case .string: "a text"
        case .bool: "true or false"
        case .array: "a list"
        case .table: "a table"
        case .date, .time, .dateTime: "a date without quotes"
        }
    }

    mutating func report(_ key: String?, line: Int? = nil, _ message: String) {
        problems.append(RecordingError.Problem(file, line: line, key: key, message))
    }

    /// The file's outermost table, nil when it is no TOML; the problem is then noted.
    mutating func root() -> Section? {
        let bytes: [UInt8]
        do throws(DiskFailure) {
            bytes = try PrivateFiles.contents(of: file, longest: 1 << 20)
        } catch {
            report(nil, error.message)
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            report(nil, "not UTF-8 text; expected a TOML file")
            return nil
        }
        // TOMLKit hands texts out as C strings, which a NUL would end too early.
        if let line = Self.lineOfEscapedNUL(bytes) {
            report(nil, line: line, "a text with a NUL in it (\\u0000); expected texts without")
            return nil
        }
        do {
            return Section(table: try TOMLTable(string: text), path: "")
        } catch let error as TOMLParseError {
            report(nil, line: error.source.begin.line, "not TOML: \(error.description)")
        } catch {
            report(nil, "not TOML: \(error)")
        }
        return nil
    }

    /// The line with an escape of NUL in it, nil for none.
    private static func lineOfEscapedNUL(_ bytes: [UInt8]) -> Int? {
        var line = 1
        var isEscape = false
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
            if isEscape {
                let rest = bytes[index...]
                if rest.starts(with: "u0000".utf8) || rest.starts(with: "U00000000".utf8) { return line }
                isEscape = false
            } else {
                isEscape = bytes[index] == UInt8(ascii: "\\")
            }
        }
        return nil
    }

    /// Notes every key that is not among the allowed ones.
    mutating func refuseUnknownKeys(in section: Section, allowed: [String]) {
        for key in section.keys where !allowed.contains(key) {
            report(section.name(of: key), "unknown key; allowed here: \(allowed.joined(separator: ", "))")
        }
    }

    /// A table within a table; nil when it is absent, and noted when it is needed or something else has its name.
    mutating func section(_ key: String, in section: Section, isRequired: Bool) -> Section? {
        let name = section.name(of: key)
        guard let value = section.table[key] else {
            if isRequired { report(name, "missing; expected a table [\(name)]") }
            return nil
        }
        guard let table = value.table else {
            report(name, "found \(Self.words(for: value.type)); expected a table [\(name)]")
            return nil
        }
        return Section(table: table, path: name)
    }

    /// The tables of a list, `[[reply.headers]]`; none when it is absent.
    mutating func sections(_ key: String, in section: Section) -> [Section] {
        let name = section.name(of: key)
        guard let value = section.table[key] else { return [] }
        guard let list = value.array else {
            report(name, "found \(Self.words(for: value.type)); expected tables [[\(name)]]")
            return []
        }
        var sections: [Section] = []
        for index in 0..<list.count {
            guard let table = list[index].table else {
                report("\(name)[\(index)]", "found \(Self.words(for: list[index].type)); expected tables [[\(name)]]")
                continue
            }
            sections.append(Section(table: table, path: "\(name)[\(index)]"))
        }
        return sections
    }

    /// A text that passes the rule. Absent: the default, or a problem when there is none.
    mutating func text(
        _ key: String, in section: Section, default absent: String? = nil, expected: String = "a text",
        rule: (String) -> Bool = { _ in true }
    ) -> String? {
        guard let value = section.table[key] else {
            if absent == nil { report(section.name(of: key), "missing; expected \(expected)") }
            return absent
        }
        guard let text = value.string else {
            report(section.name(of: key), "found \(Self.words(for: value.type)); expected \(expected)")
            return nil
        }
        guard rule(text) else {
            report(section.name(of: key), "found \"\(text)\"; expected \(expected)")
            return nil
        }
        return text
    }

    /// A moment; nil when it is absent, which is a problem where it is needed.
    mutating func time(_ key: String, in section: Section, isRequired: Bool = false) -> Timestamp? {
        if !isRequired, !section.has(key) { return nil }
        let expected = "a time like \"2023-07-02T00:05:00Z\""
        let text = text(key, in: section, expected: expected, rule: { Timestamp(rfc3339: $0) != nil })
        return text.flatMap { Timestamp(rfc3339: $0) }
    }

    /// A whole number in a range. Absent: the default, or a problem when there is none.
    mutating func integer(
        _ key: String, in section: Section, default absent: Int? = nil, within range: ClosedRange<Int>
    ) -> Int? {
        let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let value = section.table[key] else {
            if absent == nil { report(section.name(of: key), "missing; expected \(wanted)") }
            return absent
        }
        guard let number = value.int, range.contains(number) else {
            let found = value.int.map(String.init) ?? Self.words(for: value.type)
            report(section.name(of: key), "found \(found); expected \(wanted)")
            return nil
        }
        return number
    }

    /// True or false; false when it is absent.
    mutating func boolean(_ key: String, in section: Section) -> Bool {
        guard let value = section.table[key] else { return false }
        guard let boolean = value.bool else {
            report(section.name(of: key), "found \(Self.words(for: value.type)); expected true or false")
            return false
        }
        return boolean
    }
}
