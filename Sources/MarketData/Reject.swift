/// A record that was read and not kept, with what a person needs to mend it.
public struct Reject: Hashable, Sendable {
    /// Why, in classes that can be counted.
    public enum Code: Int32, Hashable, Sendable, CaseIterable {
        // 1 to 5 are the ABI's: an adapter could not read the record.
        /// Too many fields, too few, or one is missing.
        case columns = 1
        /// A number that is not one, or is not finite.
        case number = 2
        /// A time that is not one, or is out of reach.
        case time = 3
        /// Quoting, encoding, an unknown word.
        case text = 4
        /// Anything else that the adapter could not read.
        case other = 5
        // From 16 on: the record was read, and validation refused it.
        /// A price, or an average of prices, that is not finite and above 0.
        case price = 16
        /// Prices that contradict each other: low <= open, close <= high does not hold, or the vwap is far away.
        case range = 17
        /// A volume that is below 0 or infinite.
        case volume = 18
        /// An open time at which no candle of the interval opens.
        case alignment = 19
        /// A time before 2009-01-03 or after now.
        case period = 20
        /// A time before that of the row before.
        case order = 21
        /// A second candle for an interval, with other values than the first.
        case conflict = 22
        /// A number of trades below 0 that does not mean absent.
        case count = 23
        /// A taker's side that is none of the three values.
        case side = 24
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
    public let raw: String

    /// A refused record. Of its text only the first `longestRaw` bytes are kept, in whole Unicode scalars.
    public init(row: Int64, position: Int64, code: Code, reason: String, raw: String) {
        self.row = row
        self.position = position
        self.code = code
        self.reason = reason
        self.raw = raw.utf8.count <= Self.longestRaw ? raw : Self.beginning(of: raw)
    }

    /// How much of a record's text is kept, in bytes.
    public static let longestRaw = 512

    private static func beginning(of text: String) -> String {
        var length = 0
        return String(
            text.unicodeScalars.prefix { scalar in
                length += UTF8.width(scalar)
                return length <= longestRaw
            })
    }
}
