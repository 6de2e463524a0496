public import MarketData
public import Storage

/// What a user wants of a source: one series, or a whole category.
public struct LoadWish: Hashable, Sendable {
    /// Of what.
    public enum Subject: Hashable, Sendable {
        /// One instrument, by the hub's names; its category where it is known.
        case instrument(Instrument, category: AssetCategory?)
        /// Everything of a category, one reply for all.
        case group(category: AssetCategory, quote: String)
    }

    /// Of what.
    public var subject: Subject
    /// Candles of an interval, or trades.
    public var kind: SeriesKind
    /// Which part of time.
    public var range: TimeRange
    /// Prices adjusted for splits.
    public var adjusted: Bool

    /// A wish.
    public init(_ subject: Subject, _ kind: SeriesKind, range: TimeRange, adjusted: Bool = false) {
        self.subject = subject
        self.kind = kind
        self.range = range
        self.adjusted = adjusted
    }

    /// What a source would have to assert.
    public func scope(of source: SourceAdapter) -> CoverageScope {
        let name = source.seriesSource(adjusted: adjusted)
        return switch subject {
        case .instrument(let instrument, _): .series(Series(instrument, kind, source: name))
        case .group(let category, _): .group(source: name, kind: kind, category: category)
        }
    }
}
