import Foundation

/// The CSV files of a case: RFC 4180, the header line known.
struct CaseCSV {
    /// The lines behind the header, all with as many fields as it has.
    let lines: [[String]]

    /// Nil when there is no such file.
    ///
    /// - Parameter lastIsRest: the last field is the rest of its line, whatever it holds, and nothing is quoted.
    init?(_ file: URL, columns: [String], lastIsRest: Bool = false) throws {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        let text = try String(contentsOf: file, encoding: .utf8)
        var lines =
            try lastIsRest
            ? Self.lines(text, of: file, fields: columns.count) : Self.records(text, of: file)
        guard lines.first == columns else {
            throw CaseProblem("\(file.path): expected the header \(columns.joined(separator: ","))")
        }
        lines.removeFirst()
        for (index, line) in lines.enumerated() where line.count != columns.count {
            throw CaseProblem(
                "\(file.path): record \(index + 2) has \(line.count) fields; expected \(columns.count)")
        }
        self.lines = lines
    }

    private static func lines(_ text: String, of file: URL, fields: Int) throws -> [[String]] {
        guard text.hasSuffix("\n") else {
            throw CaseProblem("\(file.path): its last line is not complete; expected a line feed at its end")
        }
        return text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.split(separator: ",", maxSplits: fields - 1, omittingEmptySubsequences: false).map(String.init)
        }
    }

    static func records(_ text: String, of file: URL) throws -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field = ""
        var isQuoted = false
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch (scalar, isQuoted) {
            case ("\"", true) where scalars.first == "\"":
                field.unicodeScalars.append(scalar)
                scalars.removeFirst()
            case ("\"", true): isQuoted = false
            case ("\"", false) where field.isEmpty: isQuoted = true
            case (",", false):
                record.append(field)
                field = ""
            case ("\n", false):
                records.append(record + [field])
                (record, field) = ([], "")
            default: field.unicodeScalars.append(scalar)
            }
        }
        guard !isQuoted, record.isEmpty, field.isEmpty else {
            throw CaseProblem("\(file.path): its last line is not complete; expected a line feed at its end")
        }
        return records
    }
}
