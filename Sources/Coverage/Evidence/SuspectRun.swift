public import MarketData

/// Intervals without rows inside what was asserted, that cannot be believed.
public struct SuspectRun: Hashable, Sendable {
    /// Why. Of several reasons the first in this order is told. The raw values are the ledger's.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Finer candles, or trades, have rows there.
        case finer = "FINER"
        /// A coarser candle holds more trades than its parts, or is there without any part.
        case coarser = "COARSER"
        /// Its neighbours trade so much that an empty interval is all but impossible.
        case improbable = "IMPROBABLE"
    }

    /// From the first to the end of the last empty interval.
    public let range: TimeRange
    /// Empty intervals in it.
    public let intervals: Int
    /// Why.
    public let reason: Reason
    /// The numbers that speak against it, for people.
    public let evidence: String
    /// Trades that an interval there would have had, by its neighbours; nil where that was not the reason.
    public let expectedTrades: Double?
}

/// What the intervals without rows of a window are.
public struct EvidenceReport: Hashable, Sendable {
    /// Those that cannot be believed, ascending, neighbours of one reason as one; closed time parts them.
    public let suspects: [SuspectRun]
    /// Those that nothing speaks against, as runs: the first interval's open to the last one's end, ascending.
    public let noTrades: [TimeRange]
    /// Intervals judged that have no row.
    public let emptyIntervals: Int

    /// Empty intervals that are suspect.
    public var suspectIntervals: Int { suspects.reduce(0) { $0 + $1.intervals } }
    /// Empty intervals in which there were no trades.
    public var noTradesIntervals: Int { emptyIntervals - suspectIntervals }
}
