/// A statement. QuestDB's HTTP interface has no parameters, so values come into a text only as checked literals:
///
/// ```swift
/// let sql: SQLText = try "SELECT price FROM \(name: table) WHERE source = \(source) AND ordinal < \(limit)"
/// ```
///
/// The fixed parts are the program's own; a string becomes a quoted literal, a name is checked, and there is no way
/// to put in text as it is but `init(verbatim:)`.
public struct SQLText: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// The whole statement.
    public let text: String

    /// A statement that somebody else wrote, as it is: a user's own query, never a value.
    public init(verbatim text: String) { self.text = text }

    /// The program's own text.
    public init(stringLiteral text: String) { self.text = text }

    /// The program's own text with checked values.
    public init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    /// Puts checked values between the program's own words.
    public struct Interpolation: StringInterpolationProtocol {
        var text = ""

        /// An empty text.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        /// The program's own words.
        public mutating func appendLiteral(_ literal: String) { text += literal }

        /// Another statement, or a part of one, that was checked when it was made.
        public mutating func appendInterpolation(_ part: SQLText) { text += part.text }

        /// A table's or a column's name. Throws `badValue` for one that is not a letter or `_` followed by at most 126
        /// letters, digits and `_`, all ASCII.
        public mutating func appendInterpolation(name: String) throws(QuestDBError) {
            text += "\"\(try SQLName.checked(name))\""
        }

        /// A string, as a literal with its quotes doubled. Throws `badValue` when it has a NUL.
        public mutating func appendInterpolation(_ value: String) throws(QuestDBError) {
            text += try SQLText.literal(value)
        }

        /// Strings, as a list in parentheses for `IN`. Throws `badValue` when there is none, or one has a NUL.
        public mutating func appendInterpolation(_ values: [String]) throws(QuestDBError) {
            var literals: [String] = []
            for value in values { literals.append(try SQLText.literal(value)) }
            text += try SQLText.list(literals)
        }

        /// A whole number. Throws `badValue` for the smallest Int64, which is QuestDB's NULL.
        public mutating func appendInterpolation(
            _ value: some FixedWidthInteger & SignedInteger
        ) throws(QuestDBError) {
            text += try SQLText.literal(Int64(value))
        }

        /// Whole numbers, as a list in parentheses for `IN`. Throws `badValue` when there is none, or for the smallest
        /// Int64.
        public mutating func appendInterpolation(_ values: [Int64]) throws(QuestDBError) {
            var literals: [String] = []
            for value in values { literals.append(try SQLText.literal(value)) }
            text += try SQLText.list(literals)
        }

        /// A double, in the shortest form that gives it back. Throws `badValue` for NaN and the infinities.
        public mutating func appendInterpolation(_ value: Double) throws(QuestDBError) {
            guard value.isFinite else {
                throw QuestDBError(
                    .badValue, "\(value)", "no literal in SQL", advice: "ask with IS NULL or leave it out")
            }
            text += value.sign == .minus ? "(\(value))" : "\(value)"
        }
    }

    private static func literal(_ value: String) throws(QuestDBError) -> String {
        if value.utf8.contains(0) {
            throw QuestDBError(.badValue, "a string", "it has a NUL byte", advice: "leave the NUL out")
        }
        return "'" + value.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    private static func literal(_ value: Int64) throws(QuestDBError) -> String {
        if value == .min {
            throw QuestDBError(.badValue, "\(value)", "QuestDB's NULL, not a number", advice: "ask with IS NULL")
        }
        // In parentheses: `--` would begin a comment.
        return value < 0 ? "(\(value))" : "\(value)"
    }

    private static func list(_ literals: [String]) throws(QuestDBError) -> String {
        if literals.isEmpty {
            throw QuestDBError(
                .badValue, "IN ()", "an empty list", advice: "do not ask when there is nothing to ask for")
        }
        return "(\(literals.joined(separator: ", ")))"
    }
}

extension SQLText: CustomStringConvertible {
    /// The statement.
    public var description: String { text }
}
