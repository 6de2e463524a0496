/// The first byte of a server's response.
public struct QWPStatus: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The code's own form.
    public let rawValue: UInt8
    /// A code, known or not.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Written to the WAL.
    public static let ok = QWPStatus(rawValue: 0x00)
    /// Uploaded to the object store (Enterprise, when asked for).
    public static let durable = QWPStatus(rawValue: 0x02)
    /// A column's type does not go with the table's.
    public static let schemaMismatch = QWPStatus(rawValue: 0x03)
    /// The message is malformed.
    public static let parseError = QWPStatus(rawValue: 0x05)
    /// The server failed.
    public static let internalError = QWPStatus(rawValue: 0x06)
    /// The user may not write there.
    public static let securityError = QWPStatus(rawValue: 0x08)
    /// The table does not take writes now.
    public static let writeError = QWPStatus(rawValue: 0x09)
    /// The node does not take writes: a replica, or a primary that is stepping down.
    public static let notWritable = QWPStatus(rawValue: 0x0C)
    /// A message counts on symbols that the connection does not know.
    public static let dictionaryGap = QWPStatus(rawValue: 0x0D)

    /// Whether the same bytes would be refused again: nothing but a change of the data or the table helps.
    var isFinal: Bool { [.schemaMismatch, .parseError, .securityError].contains(self) }

    /// Whether the refusal says nothing about the message, only about the node.
    var isAboutNode: Bool { self == .notWritable }

    /// The name in the protocol.
    public var description: String {
        switch self {
        case .ok: "OK"
        case .durable: "DURABLE_ACK"
        case .schemaMismatch: "SCHEMA_MISMATCH"
        case .parseError: "PARSE_ERROR"
        case .internalError: "INTERNAL_ERROR"
        case .securityError: "SECURITY_ERROR"
        case .writeError: "WRITE_ERROR"
        case .notWritable: "NOT_WRITABLE"
        case .dictionaryGap: "DICTIONARY_GAP"
        default: "status \(rawValue)"
        }
    }
}
