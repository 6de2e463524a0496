/// A value of a statement, sent in binary form and never as part of its text.
enum Parameter {
    case int8(Int64)
    case text(String)
    case bool(Bool)
    case float8(Double)
    case bytes([UInt8])
    case null(PostgreSQLType)
    case array(PostgreSQLType, NetworkBytes)

    /// A number, or NULL.
    static func int8(_ value: Int64?) -> Parameter { value.map { .int8($0) } ?? .null(.int8) }

    /// A number, or NULL.
    static func float8(_ value: Double?) -> Parameter { value.map { .float8($0) } ?? .null(.float8) }

    /// A text that nobody looks anything up by; see `withoutZeros`. Or NULL.
    static func words(_ value: String?) -> Parameter { value.map { .text($0.withoutZeros) } ?? .null(.text) }

    var type: PostgreSQLType {
        switch self {
        case .int8: .int8
        case .text: .text
        case .bool: .bool
        case .float8: .float8
        case .bytes: .bytes
        case .null(let type): type
        case .array(let element, _): element.array
        }
    }
}

/// The types that the store uses; raw values are PostgreSQL's object ids of them, which never change.
enum PostgreSQLType: UInt32 {
    case bool = 16
    case bytes = 17
    case int8 = 20
    case int2 = 21
    case int4 = 23
    case text = 25
    case float4 = 700
    case float8 = 701
    case timestamptz = 1184
    case numeric = 1700
    case int2Array = 1005
    case int4Array = 1007
    case textArray = 1009
    case int8Array = 1016
    case float8Array = 1022

    /// The type of an array of these.
    var array: PostgreSQLType {
        switch self {
        case .int2: .int2Array
        case .int4: .int4Array
        case .text: .textArray
        case .int8: .int8Array
        case .float8: .float8Array
        default: preconditionFailure("no arrays of \(self) are sent")
        }
    }
}

extension String {
    /// The text with U+2400 (the picture of a zero) for every zero character, which PostgreSQL cannot keep.
    var withoutZeros: String {
        utf8.contains(0)
            ? String(String.UnicodeScalarView(unicodeScalars.map { $0.value == 0 ? "\u{2400}" : $0 })) : self
    }
}
