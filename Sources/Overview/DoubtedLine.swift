import Coverage
import MarketData
import Storage

/// What is suspect of one history, whichever sources gave it.
struct DoubtedLine {
    /// Stretches that no source asserts without being suspect there.
    let ranges: RangeSet

    /// - Parameter suspects: of all series of the history.
    init(_ suspects: [Suspect], _ outlooks: [SourceOutlook], in wanted: TimeRange) {
        guard !suspects.isEmpty else {
            ranges = RangeSet()
            return
        }
        let bySource = Dictionary(grouping: suspects, by: \.series.source).mapValues { RangeSet($0.map(\.range)) }
        let doubted = bySource.values.reduce(RangeSet()) { $0.union($1) }
        let believed = outlooks.reduce(RangeSet()) { all, outlook in
            all.union(outlook.covered.subtracting(bySource[outlook.source] ?? RangeSet()))
        }
        ranges = doubted.subtracting(believed).intersection(RangeSet([wanted]))
    }
}
