/// What a statement gave, whole in memory.
public struct SQLReply: Hashable, Sendable {
    /// Of the result; empty for a statement without rows.
    public var columns: [SQLColumn]
    /// One array a row, as long as `columns`.
    public var rows: [[SQLValue]]
    /// Rows that an UPDATE changed, nil for other statements.
    public var updated: Int64?
}

/// A column of a result.
public struct SQLColumn: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// QuestDB's type name: `DOUBLE`, `TIMESTAMP`, `SYMBOL`.
    public var type: String
}

/// A value of a result.
public enum SQLValue: Hashable, Sendable {
    /// NULL; also a NaN and the infinities, which QuestDB prints as NULL.
    case null
    /// A BOOLEAN.
    case bool(Bool)
    /// A BYTE, SHORT, INT or LONG.
    case long(Int64)
    /// A FLOAT or DOUBLE, the bits that are stored.
    case double(Double)
    /// Anything else as the server prints it: a TIMESTAMP as `2024-01-01T00:00:00.000000Z`.
    case text(String)

    /// The whole number, nil for anything else.
    public var int64: Int64? { if case .long(let value) = self { value } else { nil } }
    /// The double, also of a whole number; nil for anything else.
    public var double: Double? {
        switch self {
        case .double(let value): value
        case .long(let value): Double(value)
        default: nil
        }
    }
    /// The text, nil for anything else.
    public var string: String? { if case .text(let value) = self { value } else { nil } }
    /// The truth, nil for anything else.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
}

extension SQLReply {
    /// From `/exec`'s JSON; nil when it is not what that endpoint sends.
    init?(_ json: JSONValue) {
        guard case .object = json else { return nil }
        columns = []
        rows = []
        if case .number(let digits)? = json["updated"] { updated = Int64(digits) }
        guard case .array(let names)? = json["columns"] else {
            // A statement without rows says `ddl` or `dml`.
            if json["ddl"] == nil, json["dml"] == nil { return nil }
            return
        }
        for name in names {
            guard case .string(let title)? = name["name"], case .string(let type)? = name["type"] else { return nil }
            columns.append(SQLColumn(name: title, type: type))
        }
        guard case .array(let dataset)? = json["dataset"] else { return nil }
        rows.reserveCapacity(dataset.count)
        for case let row in dataset {
            guard case .array(let cells) = row, cells.count == columns.count else { return nil }
            var values: [SQLValue] = []
            values.reserveCapacity(cells.count)
            for (cell, column) in zip(cells, columns) {
                guard let value = SQLValue(cell, type: column.type) else { return nil }
                values.append(value)
            }
            rows.append(values)
        }
    }
}

extension SQLValue {
    /// One cell; nil for a value that its column's type cannot have.
    fileprivate init?(_ cell: JSONValue, type: String) {
        switch cell {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .string(let text): self = .text(text)
        case .number(let digits):
            switch type {
            case "DOUBLE", "FLOAT":
                guard let value = Double(digits) else { return nil }
                self = .double(value)
            case "BYTE", "SHORT", "INT", "LONG":
                guard let value = Int64(digits) else { return nil }
                self = .long(value)
            default: self = .text(digits)
            }
        case .array, .object: self = .text(cell.text)
        }
    }
}

extension JSONValue {
    /// Written out again without spaces, for types this client has no value for (arrays).
    fileprivate var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let digits): digits
        case .string(let text): "\"\(text)\""
        case .array(let values): "[\(values.map(\.text).joined(separator: ","))]"
        case .object(let members): "{\(members.map { "\"\($0.name)\":\($0.value.text)" }.joined(separator: ","))}"
        }
    }
}
