public import Coverage
public import MarketData
public import Storage

/// What is known of one history at a moment, and what the sources can do about it.
public struct SurveyedLine: Sendable {
    /// Which.
    public var line: HistoryLine
    /// The asset, as the ledger has it.
    public var asset: Asset
    /// The part of time that is wanted.
    public var wanted: TimeRange
    /// When its candles can exist.
    public var calendar: TradingCalendar
    /// The sources; a place in this list names one in gaps and plans.
    public var outlooks: [SourceOutlook]
    /// The hub has looked at the rows there, of any source.
    public var examined: RangeSet
    /// Stretches without rows that cannot be believed, of any source, by start.
    public var suspects: [Suspect] = []

    /// Those of them that no other source has settled, with rows or without.
    public var openSuspects: [Suspect] {
        suspects.filter { suspect in
            let others = outlooks.filter { $0.source != suspect.series.source && !$0.covered.isEmpty }
            let settled = others.reduce(RangeSet()) { $0.union($1.covered.subtracting(doubts(of: $1.source))) }
            return !settled.holds(suspect.range)
        }
    }

    /// As one that asks for what cannot be believed: no source has asserted that, and those that gave it without rows have
    /// nothing more there.
    func doubting() -> SurveyedLine {
        if suspects.isEmpty { return self }
        var line = self
        for index in line.outlooks.indices {
            let doubts = doubts(of: line.outlooks[index].source)
            if doubts.isEmpty { continue }
            line.outlooks[index].covered = line.outlooks[index].covered.subtracting(doubts)
            if line.outlooks[index].givesCandles {
                line.outlooks[index].limited = line.outlooks[index].limited.union(doubts)
            }
        }
        return line
    }

    /// Where a source's word is not believed.
    private func doubts(of source: String) -> RangeSet {
        RangeSet(suspects.filter { $0.series.source == source }.map(\.range))
    }

    /// What any source has asserted.
    public var covered: RangeSet {
        outlooks.reduce(into: RangeSet()) { union, outlook in
            if !outlook.covered.isEmpty { union = union.isEmpty ? outlook.covered : union.union(outlook.covered) }
        }
    }
}
