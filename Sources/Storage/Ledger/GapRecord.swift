public import MarketData

/// What became of a gap that a job tried to fill.
public enum GapStatus: String, Hashable, Sendable, CaseIterable {
    /// A source has asserted all of it.
    case filled = "FILLED"
    /// It was tried, and some of it is still missing; another try can help.
    case failed = "FAILED"
    /// No source can give it.
    case unfillable = "UNFILLABLE"
}

/// A gap that a job dealt with.
public struct Gap: Hashable, Sendable {
    /// The store that lacks it.
    public var store: StoreIdentity
    /// Of which history.
    public var line: HistoryLine
    /// From when to when.
    public var range: TimeRange
    /// What became of it.
    public var status: GapStatus
    /// The class that it had: `fillable`, `source limit`.
    public var gapClass: String
    /// Candles that were missing; 0 for trades.
    public var candles: Int
    /// Who filled it, or was asked last; empty for nobody.
    public var source: String
    /// Why it is not filled, and what would fill it; empty when it is.
    public var message: String
    /// The file that would fill it; empty where nobody knows one.
    public var requiredFile: String
    /// The job that dealt with it.
    public var job: JobID
    /// When.
    public var at: Timestamp

    /// A gap with all its parts.
    public init(
        in store: StoreIdentity, of line: HistoryLine, _ range: TimeRange, _ status: GapStatus, gapClass: String,
        candles: Int, source: String = "", message: String = "", requiredFile: String = "", job: JobID, at: Timestamp
    ) {
        self.store = store
        self.line = line
        self.range = range
        self.status = status
        self.gapClass = gapClass
        self.candles = candles
        self.source = source
        self.message = message
        self.requiredFile = requiredFile
        self.job = job
        self.at = at
    }
}
