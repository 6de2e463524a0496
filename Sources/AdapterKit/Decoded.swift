import CAdapterABI

/// What a reply proves about a range of time, with or without rows.
public struct Assertion: Equatable, Sendable {
    /// What is proved. The codes are the ABI's `CW_ASSERT_…`.
    public enum Class: Int32, Sendable {
        /// Inside, an interval without a row had no trades.
        case covered = 1
        /// The source can never give this range.
        case sourceLimit = 2
    }

    /// What is proved.
    public var assertionClass: Class
    /// The instrument by its `Host.intern` number; 0: the query's, or all of a grouped reply.
    public var symbol: UInt32
    /// First instant of the range, nanoseconds UTC.
    public var start: Int64
    /// First instant behind it.
    public var end: Int64

    /// An assertion.
    public init(_ assertionClass: Class, start: Int64, end: Int64, symbol: UInt32 = 0) {
        self.assertionClass = assertionClass
        self.symbol = symbol
        self.start = start
        self.end = end
    }
}

/// What one `decode` did. Rows and rejects are counted by their writers.
public struct Decoded: Equatable, Sendable {
    /// Bytes that need not be shown again: whole records only.
    public var consumed: Int
    /// Decoding stopped because rows or rejects were full: the host calls again, also without new bytes.
    public var isFull: Bool
    /// What the reply proves.
    public var assertions: [Assertion]
    /// With this as `Query.resumeToken` a later session goes on behind these rows; empty: it cannot.
    public var resumeToken: String
    /// The last candle can still change. Better is to leave such a candle out.
    public var lastIsForming = false
    /// Streams: to be sent now.
    public var messages: [String] = []

    /// What was done.
    public init(consumed: Int, isFull: Bool = false, assertions: [Assertion] = [], resumeToken: String = "") {
        self.consumed = consumed
        self.isFull = isFull
        self.assertions = assertions
        self.resumeToken = resumeToken
    }

    /// Nothing was read: "show me more". What a session returns while a reply that it can only read
    /// whole (JSON, XML) is not complete: `guard reply.isLast else { return .needsMore }`.
    public static let needsMore = Decoded(consumed: 0)

    /// Writes what was done for the host, texts and arrays into `arena`.
    func write(to decoded: UnsafeMutablePointer<cw_decoded>, rows: Int, rejects: Int, arena: TextArena) {
        // The host's struct, of checked size; the arena lives until the next call on the session.
        unsafe decoded.pointee.flags =
            (isFull ? CW_DECODED_FULL : 0) | (lastIsForming ? CW_DECODED_LAST_FORMING : 0)
        unsafe decoded.pointee.rows = UInt64(rows)
        unsafe decoded.pointee.rejects = UInt64(rejects)
        unsafe decoded.pointee.consumed = UInt64(consumed)
        let list = assertions.map {
            cw_assertion(assertion_class: $0.assertionClass.rawValue, symbol: $0.symbol, start: $0.start, end: $0.end)
        }
        unsafe decoded.pointee.assertions = arena.array(list)
        unsafe decoded.pointee.assertion_count = UInt64(list.count)
        unsafe decoded.pointee.resume_token = arena.text(resumeToken)
        unsafe decoded.pointee.messages = arena.array(messages.map { unsafe arena.text($0) })
        unsafe decoded.pointee.message_count = UInt64(messages.count)
    }
}
