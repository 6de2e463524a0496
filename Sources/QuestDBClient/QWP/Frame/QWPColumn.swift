/// What a column of a QWP message holds, by its code in the schema.
public enum QWPType: UInt8, Sendable, Hashable {
    /// 32-bit integer; `Int32.min` is QuestDB's NULL.
    case int = 0x04
    /// 64-bit integer; `Int64.min` is QuestDB's NULL.
    case long = 0x05
    /// IEEE double; NaN is QuestDB's NULL, and it shows infinities as NULL too.
    case double = 0x07
    /// A text of few different values, sent as a number of the connection's dictionary.
    case symbol = 0x09
    /// Microseconds since 1970, UTC.
    case timestamp = 0x0A
    /// Nanoseconds since 1970, UTC.
    case timestampNanos = 0x10

    /// Bytes that a value takes at least.
    var width: Int {
        switch self {
        case .int: 4
        case .long, .double, .timestamp, .timestampNanos: 8
        case .symbol: 1
        }
    }
}

/// A column of a table: its name, its type, and whether it is the table's designated timestamp.
public struct QWPColumn: Sendable, Hashable {
    /// The name; the designated timestamp's is not sent, the server knows it.
    public let name: String
    /// What it holds.
    public let type: QWPType
    /// Whether rows are ordered and partitioned by it.
    public let isDesignated: Bool

    /// A column that is not the designated timestamp.
    public init(_ name: String, _ type: QWPType) {
        (self.name, self.type, isDesignated) = (name, type, false)
    }

    private init(designated name: String, _ type: QWPType) {
        (self.name, self.type, isDesignated) = (name, type, true)
    }

    /// The designated timestamp of a table, sent in microseconds. The name is for errors only.
    public static func designated(_ name: String) -> QWPColumn { QWPColumn(designated: name, .timestamp) }

    /// The designated timestamp of a table, sent in nanoseconds. The name is for errors only.
    public static func designatedNanos(_ name: String) -> QWPColumn { QWPColumn(designated: name, .timestampNanos) }
}
