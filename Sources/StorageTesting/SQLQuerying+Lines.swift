public import Storage

extension SQLQuerying {
    /// All that a query gives, a text a row: values as they print, `NULL` for none, `|` between them.
    public func lines(_ sql: String) throws -> [String] {
        var lines: [String] = []
        try query(
            sql, columns: { _ in },
            row: { values in
                lines.append(values.map(\.text).joined(separator: "|"))
                return true
            })
        return lines
    }
}

extension SQLValue {
    fileprivate var text: String {
        switch self {
        case .null: "NULL"
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .text(let value): value
        case .blob(let value): "\(value)"
        }
    }
}
