public import MarketData

/// A gap, or a suspect stretch, that the report tells one by one.
public struct ReportGap: Hashable, Sendable {
    /// Of which history.
    public var line: HistoryLine
    /// From when to when.
    public var range: TimeRange
    /// Its class.
    public var state: HistoryState
    /// Candles that are missing; 0 for trades.
    public var candles: Int
    /// Why, as a sentence.
    public var reason: String
    /// The file that would fill it, empty where nobody knows one.
    public var requiredFile: String
    /// What to do, as a sentence or a command; empty for nothing.
    public var remedy: String

    /// A gap with all its parts.
    public init(
        _ line: HistoryLine, _ range: TimeRange, _ state: HistoryState, candles: Int, reason: String,
        requiredFile: String = "", remedy: String = ""
    ) {
        self.line = line
        self.range = range
        self.state = state
        self.candles = candles
        self.reason = reason
        self.requiredFile = requiredFile
        self.remedy = remedy
    }

    /// Whether it is told before another: more candles, then longer, then older, then by name.
    func precedes(_ other: ReportGap) -> Bool {
        if candles != other.candles { return candles > other.candles }
        let (length, otherLength) = (range.width, other.range.width)
        if length != otherLength { return length > otherLength }
        if range.start != other.range.start { return range.start < other.range.start }
        return line.precedes(other.line)
    }
}

extension TimeRange {
    /// Nanoseconds; wider than Int64 where the range is most of time.
    var width: Int128 { Int128(end.nanoseconds) - Int128(start.nanoseconds) }
}

extension HistoryLine {
    /// By base, quote, interval; trades behind the candles.
    func precedes(_ other: HistoryLine) -> Bool {
        if instrument != other.instrument { return instrument.precedes(other.instrument) }
        return kind.precedes(other.kind)
    }
}

extension Instrument {
    /// By base, then quote.
    func precedes(_ other: Instrument) -> Bool {
        base != other.base ? base < other.base : quote < other.quote
    }
}

extension SeriesKind {
    /// Shorter intervals first, trades last.
    package func precedes(_ other: SeriesKind) -> Bool {
        guard let interval else { return false }
        guard let otherInterval = other.interval else { return true }
        return interval < otherInterval
    }
}
