public import MarketData

/// How much of a history, or of many, is asserted.
public struct Completeness: Hashable, Sendable {
    /// Histories in the sum.
    public private(set) var lines: Int
    /// Those of them in which nothing is missing.
    public private(set) var completeLines: Int
    /// Candles that can exist; 0 for trades.
    public private(set) var expected: Int
    /// Candles that can exist and are missing, by class.
    public private(set) var missing: GapCounts
    /// How what is asserted came, nil where nothing is.
    public private(set) var provenance: Provenance?
    /// The end of what is asserted, of several histories the earliest one; nil where one has nothing.
    public private(set) var newest: Timestamp?

    /// The sum over no history.
    public static let none = Completeness()

    private init() {
        (lines, completeLines, expected, missing) = (0, 0, 0, GapCounts())
    }

    init(expected: Int, gaps: [LineGap], provenance: Provenance?, newest: Timestamp?) {
        self.init()
        lines = 1
        self.expected = expected
        for gap in gaps where gap.gapClass != .marketClosed { missing[gap.gapClass] += gap.candles }
        completeLines = gaps.contains { $0.gapClass != .marketClosed } ? 0 : 1
        (self.provenance, self.newest) = (provenance, newest)
    }

    /// Candles that can exist and are asserted, with or without a row.
    public var asserted: Int { expected - missing.sum }

    /// How many of a hundred candles are asserted, nil where none can exist.
    public var percentage: Double? { expected == 0 ? nil : 100 * Double(asserted) / Double(expected) }

    /// Hours from the end of what is asserted until `now`, 0 where that lies behind it; nil where nothing is asserted.
    public func hoursBehind(_ now: Timestamp) -> Double? {
        newest.map { $0 >= now ? 0 : (Double(now.nanoseconds) - Double($0.nanoseconds)) / 3.6e12 }
    }

    /// Adds the histories of another.
    public static func += (left: inout Completeness, right: Completeness) {
        if left.lines == 0 {
            left.newest = right.newest
        } else if right.lines > 0 {
            left.newest = left.newest.flatMap { mine in right.newest.map { min(mine, $0) } }
        }
        left.lines += right.lines
        left.completeLines += right.completeLines
        left.expected += right.expected
        left.missing += right.missing
        left.provenance =
            left.provenance.flatMap { mine in right.provenance.map { mine.joined(with: $0) } ?? mine }
            ?? right.provenance
    }
}

extension GapFinder {
    /// How complete the history is that was looked at last.
    ///
    /// - Parameters:
    ///   - wanted: what it was looked at for.
    ///   - outlooks: the list it was looked at with.
    public func completeness(in wanted: TimeRange, _ outlooks: [SourceOutlook]) -> Completeness {
        // The newest of all that is asserted, wanted or not.
        let newest = outlooks.compactMap { $0.covered.ranges.last?.end }.max()
        return Completeness(
            expected: expected, gaps: gaps, provenance: Provenance.of(outlooks, in: wanted), newest: newest)
    }
}
