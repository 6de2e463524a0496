public import MarketData

/// A window of the rows of one series, with what else is known of the same instrument from the same source: what is
/// needed to judge intervals without rows.
public struct EvidenceWindow: Sendable {
    /// Candles as a witness sees them: when each opens, and how many trades it holds.
    public struct Rows: Sendable {
        /// Open times (of trades: times), ns UTC, ascending, none twice but for trades.
        public var times: [Int64]
        /// Trades in each; -1 unknown. Empty where none is known.
        public var trades: [Int64]

        /// Rows of these times. Traps unless there are as many counts as times, or none.
        public init(times: [Int64], trades: [Int64] = []) {
            precondition(trades.isEmpty || trades.count == times.count, "one count for each time, or none")
            (self.times, self.trades) = (times, trades)
        }

        func trades(_ row: Int) -> Int64 { trades.isEmpty ? -1 : trades[row] }
    }

    /// Another series of the instrument and the source.
    public struct Witness: Sendable {
        /// Its candles' interval; nil for trades.
        public var interval: Interval?
        /// Its rows.
        public var rows: Rows

        /// The rows of a series of that interval, nil for trades.
        public init(_ interval: Interval?, _ rows: Rows) { (self.interval, self.rows) = (interval, rows) }
    }

    /// Length of the candles.
    public var interval: Interval
    /// What is to be judged; only what is `known` of it is.
    public var judged: RangeSet
    /// What the source has asserted, context before and behind what is judged included: outside of it an interval
    /// without a row means nothing.
    public var known: RangeSet
    /// When the market is open.
    public var open: RangeSet
    /// The rows, of the context too.
    public var rows: Rows
    /// Finer candles, coarser candles and trades; of those that are neither (the interval is no multiple of the other) no
    /// use is made.
    public var witnesses: [Witness]

    /// A window with all its parts. `known` nil: what is judged and no more; `open` nil: always.
    public init(
        _ interval: Interval, rows: Rows, judged: RangeSet, known: RangeSet? = nil, open: RangeSet? = nil,
        witnesses: [Witness] = []
    ) {
        self.interval = interval
        self.rows = rows
        self.judged = judged
        self.known = known ?? judged
        self.open = open ?? RangeSet([.all])
        self.witnesses = witnesses
    }
}
