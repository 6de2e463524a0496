/// Why a stretch of a history is not there. The raw values are what people read.
public enum GapClass: String, Hashable, Sendable, CaseIterable {
    /// A source could give it if something were not in the way, or no source serves the history.
    case notAsked = "not asked"
    /// A source can be asked for it.
    case fillable
    /// Beyond the reach of every source that serves the history: a file is needed.
    case sourceLimit = "source limit"
    /// The best source was asked and gave up.
    case failed
    /// A source has it and says that it is not in the user's plan; no other can give it.
    case notEntitled = "not entitled"
    /// No candle can exist there. Not a gap.
    case marketClosed = "market closed"
    /// Asserted, without rows, and nothing speaks against it. Not a gap.
    case noTrades = "no trades"
    /// Asserted, without rows, against the evidence.
    case suspect
}
