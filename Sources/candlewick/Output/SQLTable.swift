import Storage

/// The answer to a person's SQL: a table of at most `rowsShown` rows, or JSON, one object a line, without limit.
struct SQLTable {
    let json: Bool
    static let rowsShown = 1000

    func show(_ store: any SQLQuerying, _ sql: String) throws {
        if json { try printObjects(store, sql) } else { try printTable(store, sql) }
    }

    private func printTable(_ store: any SQLQuerying, _ sql: String) throws {
        var columns: [String] = []
        var rows: [[String]] = []
        try store.query(sql) { names in
            columns = names
        } row: { values in
            rows.append(values.map(Self.text))
            return rows.count <= Self.rowsShown
        }
        Table(columns: columns, rows: Array(rows.prefix(Self.rowsShown))).print()
        if rows.count > Self.rowsShown {
            Terminal.note("candlewick: only the first \(grouped(Self.rowsShown)) rows are shown; --json prints all")
        }
    }

    private func printObjects(_ store: any SQLQuerying, _ sql: String) throws {
        var output = TextOutput()
        var keys: [String] = []
        try store.query(sql) { names in
            keys = names.map(Self.quoted)
        } row: { values in
            output.text("{")
            for (index, value) in values.enumerated() {
                if index > 0 { output.text(",") }
                output.text("\(keys[index]):\(Self.json(value))")
            }
            output.text("}")
            try output.endLine()
            return !output.isClosed
        }
        try output.flush()
    }

    private static func text(_ value: SQLValue) -> String {
        switch value {
        case .null: "-"
        case .integer(let number): String(number)
        case .real(let number): shortest(number)
        case .text(let text): text
        case .blob(let bytes): "\(bytes.count) bytes"
        }
    }

    private static func json(_ value: SQLValue) -> String {
        switch value {
        case .null: "null"
        case .integer(let number): String(number)
        case .real(let number): number.isFinite ? shortest(number) : "null"
        case .text(let text): quoted(text)
        case .blob(let bytes): quoted(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
