public import MarketData

/// A stretch of a history of which one thing can be said.
public struct HistoryBand: Hashable, Sendable {
    /// From when to when.
    public var range: TimeRange
    /// What can be said of it.
    public var state: HistoryState

    /// A stretch and its state.
    public init(_ range: TimeRange, _ state: HistoryState) { (self.range, self.state) = (range, state) }
}

/// What the report says of one history, whichever sources gave it.
public struct ReportLine: Hashable, Sendable {
    /// Which history.
    public var line: HistoryLine
    /// How much its asset matters.
    public var tier: Tier
    /// Nil when nobody said.
    public var category: AssetCategory?
    /// Candles that the wanted range holds in open time; 0 for trades.
    public var expected: Int
    /// Candles that no source has asserted; none for trades.
    public var missing: CandlesByClass
    /// Candles inside what was asserted that are empty against the evidence: they count as present.
    public var suspect: Int
    /// Gaps, of trades too; suspect stretches are not counted.
    public var gaps: Int
    /// How its rows came.
    public var provenance: Provenance
    /// The adapters that gave it.
    public var sources: [String]
    /// The end of the newest asserted range, nil for none.
    public var newest: Timestamp?
    /// Whole hours from there to the report, rounded down; nil for none.
    public var hoursBehind: Int?
    /// Ascending over the wanted range. What no band holds is not wanted of this history.
    public var bands: [HistoryBand]

    /// A line with all its parts.
    public init(
        _ line: HistoryLine, tier: Tier, category: AssetCategory? = nil, expected: Int, missing: CandlesByClass,
        suspect: Int = 0, gaps: Int, provenance: Provenance, sources: [String], newest: Timestamp?, hoursBehind: Int?,
        bands: [HistoryBand]
    ) {
        self.line = line
        self.tier = tier
        self.category = category
        self.expected = expected
        self.missing = missing
        self.suspect = suspect
        self.gaps = gaps
        self.provenance = provenance
        self.sources = sources
        self.newest = newest
        self.hoursBehind = hoursBehind
        self.bands = bands
    }

    /// Candles that a source has asserted: what is expected and not missing.
    public var present: Int { expected - missing.total }

    /// Whether nothing is missing and nothing suspect, neither by the counts nor in the bands: a stretch may be shorter
    /// than a candle, and trades have none.
    public var isComplete: Bool {
        missing.total == 0 && suspect == 0 && gaps == 0
            && !bands.contains { $0.state.isGap || $0.state == .suspect }
    }

    /// The share that is there: of candles, for trades of open time. Nil when nothing is expected.
    public var percentage: Percentage? { Completeness(of: [self]).percentage }
}
