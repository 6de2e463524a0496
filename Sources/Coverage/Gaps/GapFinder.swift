public import MarketData

/// Finds the gaps of histories, each with its class, one history after the other.
///
/// Made for one kind of history and one market; its buffers are used again for every history.
public struct GapFinder: Sendable {
    /// The gaps of the history that was looked at last, ascending.
    public private(set) var gaps: [LineGap] = []
    var sweep: LineSweep

    /// A finder for histories of a kind.
    ///
    /// - Parameter open: the time in which candles can exist, nil for always.
    public init(_ kind: SeriesKind, open: RangeSet? = nil) {
        sweep = LineSweep(kind, open: open ?? RangeSet([.all]))
    }

    /// Looks at a history: `gaps` are then what no source has asserted of `wanted`, split where the class changes.
    ///
    /// A gap begins and ends in open time; closed time within it is part of its range, and its candles are counted in
    /// open time alone. A source that gives the history by its trades asserts what it has asserted, and decides no class.
    ///
    /// - Parameter closed: whether closed stretches that lie at no gap's inside are listed, too, as `marketClosed`.
    public mutating func find(in wanted: TimeRange, _ outlooks: [SourceOutlook], closed: Bool = false) {
        gaps.removeAll(keepingCapacity: true)
        let rank = SourceOutlook.rank(outlooks)
        sweep.read(outlooks, wanted: wanted)
        let (grid, open) = (sweep.grid, sweep.open)
        var found = gaps
        gaps = []
        sweep.forEachStretch(.missing, closed: closed, key: { GapVerdict($0, rank: rank) }) { slots, verdict in
            let candles = verdict != nil && grid.countsCandles ? open.count(slots) : 0
            found.append(
                LineGap(
                    grid.time(of: slots), verdict?.gapClass ?? .marketClosed, candles: candles, source: verdict?.source
                ))
        }
        gaps = found
    }

    /// Candles that the history looked at last can have; 0 for trades.
    public var expected: Int { sweep.expected }
}
