import Coverage
import MarketData
import Reporting

/// What can be said of every stretch of what is wanted of one history.
struct HistoryBands {
    /// The part of time that is wanted.
    let wanted: TimeRange
    /// What any source has asserted.
    let covered: RangeSet
    /// What nobody has, ascending.
    let gaps: [LineGap]
    /// What is asserted and empty against the evidence.
    let suspects: RangeSet
    /// When trades can be made, for histories of trades whose market closes: their completeness is one of time. Nil
    /// elsewhere.
    var open: RangeSet?

    /// The bands, ascending and disjoint; together they are all of what is wanted. What is neither asserted nor a gap
    /// is time in which nothing can exist.
    func all() -> [HistoryBand] {
        let whole = RangeSet([wanted])
        let missing = RangeSet(gaps.map(\.range))
        let present = covered.intersection(open?.intersection(whole) ?? whole).subtracting(missing)
        let doubted = suspects.intersection(present)
        var bands = present.subtracting(doubted).ranges.map { HistoryBand($0, .covered) }
        bands += doubted.ranges.map { HistoryBand($0, .suspect) }
        if let open {
            for gap in gaps {
                let state = HistoryState(gap.gapClass)
                bands += RangeSet([gap.range]).intersection(open).ranges.map { HistoryBand($0, state) }
            }
        } else {
            bands += gaps.map { HistoryBand($0.range, HistoryState($0.gapClass)) }
        }
        let told = bands.isEmpty ? RangeSet() : RangeSet(bands.map(\.range))
        bands += whole.subtracting(told).ranges.map { HistoryBand($0, .noSessions) }
        bands.sort { $0.range.start < $1.range.start }
        return bands
    }
}

extension HistoryState {
    /// How the report calls what the finder found.
    init(_ gapClass: GapClass) {
        self =
            switch gapClass {
            case .notAsked: .notAsked
            case .fillable: .fillable
            case .sourceLimit: .sourceLimit
            case .failed: .failed
            case .notEntitled: .notEntitled
            case .marketClosed: .noSessions
            case .noTrades: .covered
            case .suspect: .suspect
            }
    }
}

extension CandlesByClass {
    /// The candles that a finder misses.
    init(_ counts: GapCounts) {
        self.init(
            notAsked: counts[.notAsked], fillable: counts[.fillable], sourceLimit: counts[.sourceLimit],
            failed: counts[.failed], notEntitled: counts[.notEntitled])
    }
}
