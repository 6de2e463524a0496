public import MarketData

/// What a reply proves about a range of time, with or without rows.
public struct RangeAssertion: Hashable, Sendable {
    /// What it proves.
    public enum Class: Int32, Hashable, Sendable {
        /// The source covers the range: an interval without a row had no trades.
        case covered = 1
        /// The source can never give the range.
        case sourceLimit = 2
    }

    /// What it proves.
    public var assertionClass: Class
    /// A string id of the session; 0: the query's symbol, or all of a grouped reply.
    public var symbol: UInt32
    /// The range.
    public var range: TimeRange

    /// An assertion about a range.
    public init(_ assertionClass: Class, symbol: UInt32 = 0, range: TimeRange) {
        self.assertionClass = assertionClass
        self.symbol = symbol
        self.range = range
    }
}

/// What one `decode` did.
public struct Decoded: Hashable, Sendable {
    /// Rows written to the batch.
    public var rows: Int
    /// Bytes of the input that need not be shown again.
    public var consumed: Int
    /// The rows or the rejects are full: decode again with what was not consumed, also when no
    /// further input has come.
    public var isFull: Bool
    /// The last candle of these rows can still change.
    public var lastIsForming: Bool
    /// Records that were read past.
    public var rejects: [Reject]
    /// What the reply proves.
    public var assertions: [RangeAssertion]
    /// Begins a session that goes on behind these rows; empty: cannot.
    public var resumeToken: [UInt8]
    /// To be sent over the stream now.
    public var messages: [[UInt8]]
}
