public import MarketData

/// Sums over lines. Trades have no candles to count: where there is nothing else, time stands for them.
public struct Completeness: Hashable, Sendable {
    /// How many histories.
    public private(set) var lines = 0
    /// Those of them with nothing missing and nothing suspect.
    public private(set) var completeLines = 0
    /// Candles expected.
    public private(set) var expected = 0
    /// Candles missing.
    public private(set) var missing = CandlesByClass()
    /// Candles that are empty against the evidence; they count as present.
    public private(set) var suspect = 0
    /// Gaps, without suspect stretches.
    public private(set) var gaps = 0
    /// Seconds of open time that are wanted of trades.
    public private(set) var tradeSeconds = 0
    /// Those of them that a source has asserted.
    public private(set) var presentTradeSeconds = 0

    /// The sums over lines.
    public init(of lines: some Sequence<ReportLine> = []) { for line in lines { add(line) } }

    mutating func add(_ line: ReportLine) {
        lines += 1
        if line.isComplete { completeLines += 1 }
        expected += line.expected
        missing += line.missing
        suspect += line.suspect
        gaps += line.gaps
        guard line.line.kind == .trades else { return }
        for band in line.bands where band.state != .noSessions {
            // Each end is cut to seconds by itself, so that neighbours add up to the whole.
            let seconds = Int(band.range.end.nanoseconds / second - band.range.start.nanoseconds / second)
            tradeSeconds += seconds
            if !band.state.isGap { presentTradeSeconds += seconds }
        }
    }

    /// Candles that a source has asserted.
    public var present: Int { expected - missing.total }

    /// Whether nothing is missing and nothing suspect in any line.
    public var isComplete: Bool { completeLines == lines }

    /// The share of candles that is there, where only trades are summed the share of open time; nil when nothing is
    /// expected. 100 only when it is complete.
    public var percentage: Percentage? {
        Percentage(present, of: expected, isComplete: isComplete)
            ?? Percentage(presentTradeSeconds, of: tradeSeconds, isComplete: isComplete)
    }
}

private let second: Int64 = 1_000_000_000

/// The sums of a tier.
public struct TierCompleteness: Hashable, Sendable {
    /// Which tier.
    public let tier: Tier
    /// Over its lines.
    public let completeness: Completeness
}

/// The sums of an asset against its quote currency.
public struct AssetCompleteness: Hashable, Sendable {
    /// What is traded against what.
    public let instrument: Instrument
    /// The tier of the asset.
    public let tier: Tier
    /// Over its lines.
    public let completeness: Completeness
    /// Hours from the newest asserted moment of all its lines to the report; nil when nothing was ever asserted.
    public let hoursBehind: Int?
    /// That moment.
    public let newest: Timestamp?
    /// Its lines, as indices into the report's.
    package let lines: Range<Int>
}

/// The sums of an interval, or of trades.
public struct IntervalCompleteness: Hashable, Sendable {
    /// Candles of an interval, or trades.
    public let kind: SeriesKind
    /// Over its lines.
    public let completeness: Completeness
}
