public import Coverage
public import MarketData

/// What is asked of whom to make a history complete.
public struct HistoryPlan: Hashable, Sendable {
    /// A stretch that is asked for as one.
    public struct Part: Hashable, Sendable {
        /// How it comes.
        public enum Route: Hashable, Sendable {
            /// As it is.
            case candles
            /// By the trades of the source, of which the candles are made.
            case trades
        }

        /// From the open of its first candle to the end of the last; within the reach of each of its sources.
        public let range: TimeRange
        /// Places in the list of sources: the first is asked first, each further one where those before it did not give it.
        public let sources: [Int]
        /// How it comes.
        public let route: Route
        /// Candles in it that can exist; 0 for trades.
        public let candles: Int
        /// Requests to the first source, nil where nobody can estimate them.
        public let requests: Int?
        /// How long the first source's rate makes them take, in seconds, nil where nobody can estimate it.
        public let seconds: Double?
    }

    /// Which history.
    public let line: HistoryLine
    /// What is asked for, ascending; no part shares a moment with another.
    public let parts: [Part]
    /// What nobody can give as it is and the trades of a source could, were it allowed. It is among `unplanned`, too.
    public let offered: [Part]
    /// What is missing and not planned, each with why.
    public let unplanned: [LineGap]

    init(line: HistoryLine, parts: [Part], offered: [Part], unplanned: [LineGap]) {
        (self.line, self.parts, self.offered, self.unplanned) = (line, parts, offered, unplanned)
    }

    /// Whether there is nothing to do.
    public var isEmpty: Bool { parts.isEmpty }
    /// Requests of all parts whose number can be estimated.
    public var requests: Int { parts.reduce(0) { $0 + ($1.requests ?? 0) } }
    /// Seconds of all parts whose time can be estimated, one after the other.
    public var seconds: Double { parts.reduce(0) { $0 + ($1.seconds ?? 0) } }
}
