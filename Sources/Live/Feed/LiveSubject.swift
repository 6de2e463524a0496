public import MarketData

/// The history that an event is about.
public struct LiveSubject: Hashable, Sendable {
    /// What is traded.
    public var instrument: Instrument
    /// Candles of an interval, or trades.
    public var kind: SeriesKind
    /// Whose rows; nil for the history whichever sources gave it.
    public var source: String?

    /// A history, or one source's part of it.
    public init(_ instrument: Instrument, _ kind: SeriesKind, source: String? = nil) {
        (self.instrument, self.kind, self.source) = (instrument, kind, source)
    }

    /// One series.
    public init(_ series: Series) { self.init(series.instrument, series.kind, source: series.source) }
}

/// Which histories; nil means any.
public struct LivePattern: Hashable, Sendable {
    /// Base asset.
    public var asset: String?
    /// Quote currency.
    public var quote: String?
    /// Candles of this length only; with it no trades.
    public var interval: Interval?
    /// Adapter id or `derived`. What is told of a history as a whole (gaps) has none and matches any.
    public var source: String?

    /// All histories, unless something is given.
    public init(asset: String? = nil, quote: String? = nil, interval: Interval? = nil, source: String? = nil) {
        (self.asset, self.quote, self.interval, self.source) = (asset, quote, interval, source)
    }

    /// Whether it names nothing.
    public var isAny: Bool { asset == nil && quote == nil && interval == nil && source == nil }

    /// Whether a history is one of them.
    public func matches(_ subject: LiveSubject) -> Bool {
        if let asset, asset != subject.instrument.base { return false }
        if let quote, quote != subject.instrument.quote { return false }
        if let interval, interval != subject.kind.interval { return false }
        if let source, let own = subject.source, source != own { return false }
        return true
    }
}
