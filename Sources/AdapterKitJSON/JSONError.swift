public import AdapterKit

/// What is wrong with a document or with a value in it.
public struct JSONError: Error, Hashable, Sendable {
    /// What kind of wrong.
    public enum Reason: Sendable {
        /// The text is no JSON: HTML, plain text, a broken rule.
        case notJSON
        /// The text ends before the document does.
        case truncated
        /// A field is missing.
        case missing
        /// A value is of another kind, an object where an array was expected.
        case kind
        /// A number that is not one, or too large.
        case number
        /// A time that is not one, or out of 64 bits of nanoseconds.
        case time
        /// A text that is not one, or not one that is known.
        case text
    }

    /// What kind of wrong.
    public var reason: Reason
    /// A sentence: what is wrong, what was expected.
    public var message: String
    /// The first byte of the document that it concerns, counted from 0.
    public var position: Int

    /// Something wrong. An adapter may throw its own, from where it reads values.
    public init(_ reason: Reason, _ message: String, at position: Int) {
        self.reason = reason
        self.message = message
        self.position = position
    }
}

extension JSONError: CustomStringConvertible {
    /// The message and its place.
    public var description: String { "byte \(position): \(message)" }
}

extension AdapterFailure {
    /// The reply cannot be used: `malformed`, with the place of what is wrong.
    ///
    /// - Parameters:
    ///   - error: what is wrong.
    ///   - subject: what was being read, "Massive's trades"; empty: nothing is said of it.
    ///   - row: the record, counted from 1; nil when it concerns none.
    public init(_ error: JSONError, in subject: String = "", row: Int64? = nil) {
        let start = subject.isEmpty ? "" : subject + ": "
        self.init(.malformed, start + error.message, row: row, position: Int64(error.position))
    }
}

extension Reject {
    /// One record cannot be used: pass over it.
    ///
    /// - Parameters:
    ///   - error: what is wrong with a value of it.
    ///   - row: its number, counted from 1.
    ///   - record: its text, `JSONValue.range`.
    public init(_ error: JSONError, row: Int64, record: Range<Int>) {
        let code: Code =
            switch error.reason {
            case .missing, .kind: .columns
            case .number: .number
            case .time: .time
            case .text: .text
            case .notJSON, .truncated: .other
            }
        self.init(code, error.message, row: row, record: record)
    }
}
