import TOMLKit

/// Reads typed values from one TOML file and collects everything that is wrong with it, so that a
/// person mends a file once and not error by error.
struct TOMLReader {
    let file: String
    let code: AdapterProblem.Code
    private(set) var problems: [AdapterProblem] = []

    init(file: String, code: AdapterProblem.Code) {
        self.file = file
        self.code = code
    }

    /// A table of the file and the keys that lead to it.
    struct Section {
        let table: TOMLTable
        let path: String

        func name(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
        func has(_ key: String) -> Bool { table[key] != nil }
        var keys: [String] { table.keys.sorted() }
    }

    private static func words(for type: TOMLType) -> String {
        switch type {
        case .int: "a whole number"
        case .double: "a number with a fraction"
        case .string: "a text"
        case .bool: "true or false"
        case .array: "a list"
        case .table: "a table"
        case .date, .time, .dateTime: "a date or a time"
        }
    }

    mutating func report(_ key: String?, _ message: String) {
        problems.append(AdapterProblem(code, file: file, key: key, message))
    }

    /// Notes what was found in another way.
    mutating func note(_ problem: AdapterProblem) { problems.append(problem) }

    /// The file's outermost table, nil when it is no TOML; the problem is then noted.
    mutating func root() -> Section? {
        let bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try FileSystem.contents(of: file, longest: 1 << 20)
        } catch {
            report(nil, error.message)
            return nil
        }
        // TOMLKit hands the text to C as a NUL-terminated string and would stop at a NUL.
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            report(nil, "not UTF-8 text; expected a TOML file")
            return nil
        }
        do {
            return Section(table: try TOMLTable(string: text), path: "")
        } catch let error as TOMLParseError {
            problems.append(
                AdapterProblem(code, file: file, line: error.source.begin.line, "not TOML: \(error.description)"))
        } catch {
            report(nil, "not TOML: \(error)")
        }
        return nil
    }

    /// Notes every key that is not among the allowed ones.
    mutating func refuseUnknownKeys(in section: Section, allowed: [String]) {
        for key in section.keys where !allowed.contains(key) {
            report(section.name(of: key), "unknown key; allowed here: \(allowed.joined(separator: ", "))")
        }
    }

    /// A table within a table; nil when it is absent, and noted when something else has its name.
    mutating func section(_ key: String, in section: Section, isRequired: Bool = false) -> Section? {
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

    /// A text that passes the rule. Absent: the default, or a problem when there is none.
    mutating func text(
        _ key: String, in section: Section, default absent: String? = nil, expected: String,
        rule: (String) -> Bool
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

    /// A whole number in a range. Absent: the default, or a problem when there is none.
    mutating func integer(
        _ key: String, in section: Section, default absent: Int? = nil, within range: ClosedRange<Int>,
        expected: String
    ) -> Int? {
        let wanted = "\(expected) from \(range.lowerBound) to \(range.upperBound)"
        guard let value = section.table[key] else {
            if absent == nil { report(section.name(of: key), "missing; expected \(wanted)") }
            return absent
        }
        guard let number = value.int else {
            report(section.name(of: key), "found \(Self.words(for: value.type)); expected \(wanted)")
            return nil
        }
        guard range.contains(number) else {
            report(section.name(of: key), "found \(number); expected \(wanted)")
            return nil
        }
        return number
    }

    /// A text or a number, as text; nil when it is absent, and noted when it is something else.
    mutating func scalar(_ key: String, in section: Section, expected: String) -> String? {
        guard let value = section.table[key] else { return nil }
        if let text = value.string { return text }
        if let number = value.int { return String(number) }
        if let number = value.double { return "\(number)" }
        report(section.name(of: key), "found \(Self.words(for: value.type)); expected \(expected)")
        return nil
    }

    /// True or false.
    mutating func boolean(_ key: String, in section: Section, default absent: Bool) -> Bool {
        guard let value = section.table[key] else { return absent }
        guard let boolean = value.bool else {
            report(section.name(of: key), "found \(Self.words(for: value.type)); expected true or false")
            return absent
        }
        return boolean
    }

    /// A list of different texts that all pass the rule; every one that does not is noted.
    mutating func texts(
        _ key: String, in section: Section, expected: String, isRequired: Bool = false, rule: (String) -> Bool
    ) -> [String] {
        guard let elements = array(key, in: section, expected: expected, isRequired: isRequired) else { return [] }
        var texts: [String] = []
        for (index, element) in elements.enumerated() {
            let name = "\(section.name(of: key))[\(index)]"
            guard let text = element.string else {
                report(name, "found \(Self.words(for: element.type)); expected \(expected)")
                continue
            }
            guard rule(text) else {
                report(name, "found \"\(text)\"; expected \(expected)")
                continue
            }
            if texts.contains(text) { report(name, "\"\(text)\" stands here twice; expected it once") }
            texts.append(text)
        }
        return texts
    }

    /// A list of whole numbers in a range; every one that is not is noted.
    mutating func integers(
        _ key: String, in section: Section, within range: ClosedRange<Int>, expected: String
    ) -> [Int] {
        guard let elements = array(key, in: section, expected: expected, isRequired: false) else { return [] }
        var numbers: [Int] = []
        for (index, element) in elements.enumerated() {
            let name = "\(section.name(of: key))[\(index)]"
            guard let number = element.int, range.contains(number) else {
                let found = element.int.map(String.init) ?? Self.words(for: element.type)
                report(name, "found \(found); expected \(expected) from \(range.lowerBound) to \(range.upperBound)")
                continue
            }
            numbers.append(number)
        }
        return numbers
    }

    private mutating func array(
        _ key: String, in section: Section, expected: String, isRequired: Bool
    ) -> [any TOMLValueConvertible]? {
        let name = section.name(of: key)
        guard let value = section.table[key] else {
            if isRequired { report(name, "missing; expected a list, each \(expected)") }
            return nil
        }
        guard let array = value.array else {
            report(name, "found \(Self.words(for: value.type)); expected a list, each \(expected)")
            return nil
        }
        if isRequired, array.isEmpty { report(name, "an empty list; expected at least one, each \(expected)") }
        return Array(array)
    }
}
