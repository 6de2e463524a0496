public import MarketData

/// The refused records of one input: the first ones whole, the rest as numbers.
public struct RejectLog: Sendable {
    /// How many are kept with reason and text.
    public let limit: Int
    /// The kept ones in the order they came, at most `limit`.
    public private(set) var rejects: [Reject] = []
    /// How many there were of each code, also beyond the limit.
    public private(set) var counts: [Reject.Code: Int] = [:]

    /// An empty log that keeps up to `limit` rejects; 0 only counts.
    public init(limit: Int = 1000) {
        precondition(limit >= 0, "a log cannot keep fewer than no rejects")
        self.limit = limit
    }

    /// How many there were.
    public var total: Int { counts.values.reduce(0, +) }

    /// Whether the next one is kept: when it is not, nobody needs to write its reason or fetch its text.
    public var hasRoom: Bool { rejects.count < limit }

    /// Counts a reject and keeps it while there is room. The closure is called only then.
    public mutating func add(_ code: Reject.Code, _ reject: () -> Reject) {
        counts[code, default: 0] += 1
        if hasRoom { rejects.append(reject()) }
    }
}
