/// Why a QWP message could not be made, sent, or was not taken.
public struct QWPError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong, for programs. An open set: later versions add codes.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The code's own form.
        public let rawValue: String
        /// A code, known or not.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// A name of a table or column that QuestDB does not take.
        public static let name = Code(rawValue: "name")
        /// A value that does not fit in its column.
        public static let value = Code(rawValue: "value")
        /// More symbols than a connection's dictionary takes.
        public static let dictionaryFull = Code(rawValue: "dictionary-full")
        /// A single row is larger than the server takes in a message.
        public static let rowTooLarge = Code(rawValue: "row-too-large")
        /// Settings that cannot work: an address, a certificate file.
        public static let settings = Code(rawValue: "settings")
        /// The server knows the caller not (401) or does not allow it (403).
        public static let unauthorized = Code(rawValue: "unauthorized")
        /// The server does not speak QWP at this address: fall back to ILP.
        public static let notOffered = Code(rawValue: "not-offered")
        /// The server refused a message; `status` says how.
        public static let rejected = Code(rawValue: "rejected")
        /// The server could not be reached for as long as the settings have patience.
        public static let unreachable = Code(rawValue: "unreachable")
        /// A message that is waited for was given up, or never sent.
        public static let discarded = Code(rawValue: "discarded")
        /// The sender was closed.
        public static let closed = Code(rawValue: "closed")
    }

    /// What went wrong.
    public let code: Code
    /// What happened and what to do, in a sentence.
    public let message: String
    /// The table concerned.
    public let table: String?
    /// The server's status byte, for `.rejected`.
    public let status: QWPStatus?
    /// The HTTP status of the refused upgrade, for `.unauthorized` and `.notOffered`.
    public let httpStatus: Int?
    /// The first message concerned, for `.rejected`.
    public let sequence: UInt64?
    /// Whether the same call can succeed later without a change.
    public let canRetry: Bool

    init(
        _ code: Code, _ message: String, table: String? = nil, status: QWPStatus? = nil, httpStatus: Int? = nil,
        sequence: UInt64? = nil, canRetry: Bool = false
    ) {
        (self.code, self.message, self.table, self.status) = (code, message, table, status)
        (self.httpStatus, self.sequence, self.canRetry) = (httpStatus, sequence, canRetry)
    }

    /// The message.
    public var description: String { message }
}

extension QWPError {
    static func name(_ name: String, table: String, _ complaint: String) -> QWPError {
        QWPError(.name, "QuestDB cannot take the name \(quoted(name)): \(complaint)", table: table)
    }

    static func value(_ value: Int64, row: Int, column: String, table: String) -> QWPError {
        QWPError(
            .value, "\(value) in row \(row) of \(table).\(column) does not fit in 32 bits: make the column a LONG",
            table: table)
    }

    static func dictionaryFull(_ capacity: Int) -> QWPError {
        QWPError(
            .dictionaryFull,
            "QuestDB takes at most \(capacity) different symbols a connection: send such texts in a VARCHAR column, "
                + "or open a second sender")
    }

    /// A name as it can be printed, whatever is in it.
    private static func quoted(_ name: String) -> String { name.debugDescription }
}
