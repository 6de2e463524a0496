/// A record that was read and not kept, with what a person needs to mend it.
public struct Reject: Hashable, Sendable {
    /// Why, in classes that can be counted.
    public enum Code: Int32, Hashable, Sendable, CaseIterable {
        // 1 to 5 are the ABI's: an adapter could not read the record.
        case columns = 1
        case number = 2
        case time = 3
        case text = 4
        case other = 5
        // From 16 on: the record was read, and validation refused it.
        case price = 16
        case range = 17
        case volume = 18
        case alignment = 19
        case period = 20
        case order = 21
        case conflict = 22
    }

    /// The record of the input, counted from 1 (a line, where the input has lines); -1 unknown.
    public var row: Int64
    /// The record's first byte in the input, counted from 0; -1 unknown.
    public var position: Int64
    /// The class of the reason.
    public var code: Code
    /// What is wrong and what was expected.
    public var reason: String
    /// The record's own text, at most `longestRaw` bytes of it.
    public var raw: String

    /// A refused record.
    public init(row: Int64, position: Int64, code: Code, reason: String, raw: String) {
        self.row = row
        self.position = position
        self.code = code
        self.reason = reason
        self.raw = raw
    }

    /// How much of a record's text is kept, in bytes.
    public static let longestRaw = 512
}
