public import MarketData

/// What is known of one source for one history at this moment: what it has given, what it could give, and why it cannot.
///
/// Gaps and plans are worked out from a list of these; a place in that list names a source in what comes out.
public struct SourceOutlook: Hashable, Sendable {
    /// How a source gives a history.
    public enum Route: Hashable, Sendable {
        /// As it is.
        case candles
        /// By its trades, of which the hub makes the candles: asked only where that was allowed.
        ///
        /// `tradesPerCandle` is how many trades a candle of the history has on average, nil where nobody knows.
        case trades(tradesPerCandle: Double?)
    }

    /// A range that was asked for and given up, and that nobody has taken up again.
    public struct Failure: Hashable, Sendable {
        /// When.
        public var range: TimeRange
        /// The class of the failure: `transient`, `not-entitled`.
        public var errorClass: String
        /// What happened, for people.
        public var message: String

        /// A range that was given up.
        public init(_ range: TimeRange, errorClass: String, message: String) {
            (self.range, self.errorClass, self.message) = (range, errorClass, message)
        }

        /// The class of a source that says: not in your plan.
        public static let notEntitled = "not-entitled"
    }

    /// The adapter's id, or `derived`.
    public var source: String
    /// Who is asked first: larger is earlier.
    public var priority: Int
    /// Whether its bytes are files.
    public var isFile: Bool
    /// What it can give of the history at this moment, nil where it does not serve it (interval, kind).
    public var reach: TimeRange?
    /// Why it cannot be asked now: `MASSIVE_API_KEY is not set`; nil where it can.
    public var obstacle: String?
    /// What it has asserted.
    public var covered: RangeSet
    /// What it has said that it can never give.
    public var limited: RangeSet
    /// What was given up.
    public var failures: [Failure]
    /// Candles in a reply; 0 where nobody knows: then one request is counted.
    public var rowsPerRequest: Int
    /// How often it may be asked; 0 for as often as one likes.
    public var requestsPerSecond: Double
    /// As candles, or by its trades.
    public var route: Route

    /// An outlook with all its parts.
    public init(
        _ source: String, priority: Int = 0, isFile: Bool = false, reach: TimeRange? = nil, obstacle: String? = nil,
        covered: RangeSet = RangeSet(), limited: RangeSet = RangeSet(), failures: [Failure] = [],
        rowsPerRequest: Int = 0, requestsPerSecond: Double = 0, route: Route = .candles
    ) {
        self.source = source
        self.priority = priority
        self.isFile = isFile
        self.reach = reach
        self.obstacle = obstacle
        self.covered = covered
        self.limited = limited
        self.failures = failures
        self.rowsPerRequest = rowsPerRequest
        self.requestsPerSecond = requestsPerSecond
        self.route = route
    }
}

extension SourceOutlook {
    /// Whether it gives the history as it is.
    public var givesCandles: Bool { route == .candles }

    /// Whether this one is asked before another that can give the same: the larger priority, then the larger replies
    /// (fewer requests), then the id.
    public func comes(before other: SourceOutlook) -> Bool {
        if priority != other.priority { return priority > other.priority }
        // Unknown counts as one request, which is the fewest.
        let (mine, theirs) = (
            rowsPerRequest == 0 ? .max : rowsPerRequest, other.rowsPerRequest == 0 ? .max : other.rowsPerRequest
        )
        if mine != theirs { return mine > theirs }
        return source < other.source
    }
}
