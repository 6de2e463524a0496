import Coverage
package import Ingestion
package import MarketData
package import Reporting
package import Storage

/// Fills the report from what the ledger knows of a store and what its sources could give.
package struct ReportFilling {
    /// The ledger and the store's identity in it.
    package let ledger: any Ledger
    package let store: StoreIdentity
    /// The store's location, without secrets.
    package let location: String
    package let sources: [HistorySource]
    /// Which histories, and from when to when.
    package let scope: SurveyScope
    package let now: Timestamp
    /// How many gaps are told one by one.
    package var told = 500
    /// An asset is stale whose newest moment lies further back.
    package var staleAfterHours = 24
    /// The hub's own version.
    package let hubVersion: String

    /// The report of a store as it is now.
    package init(
        ledger: any Ledger, store: StoreIdentity, location: String, sources: [HistorySource], scope: SurveyScope,
        now: Timestamp, told: Int = 500, staleAfterHours: Int = 24, hubVersion: String
    ) {
        (self.ledger, self.store, self.location, self.sources) = (ledger, store, location, sources)
        (self.scope, self.now, self.told, self.staleAfterHours) = (scope, now, told, staleAfterHours)
        self.hubVersion = hubVersion
    }

    /// Of the time that was named nothing has passed yet.
    package struct NothingWanted: Error, CustomStringConvertible {
        package let description: String
    }

    /// Looks at every history that is wanted.
    ///
    /// - Throws: `StorageError` of the ledger; `NothingWanted` when nothing can be wanted of the time that was named.
    package func report() throws -> HistoryReport {
        let suspects = Dictionary(grouping: try ledger.suspects(in: store, base: nil), by: \.series.line)
        let survey = HistorySurvey(ledger, of: store, sources: sources, now: now)
        var lines: [ReportLine] = []
        var span: TimeRange?
        var largest = LargestGaps(told)
        var doubts: [ReportGap] = []
        var hours = MarketHours(until: now)
        try survey.eachWithGaps(scope) { line, finder in
            let doubted = DoubtedLine(suspects[line.line] ?? [], line.outlooks, in: line.wanted)
            lines.append(reportLine(line, finder, doubted.ranges, &hours))
            let start = min(span?.start ?? line.wanted.start, line.wanted.start)
            span = TimeRange(start, max(span?.end ?? line.wanted.end, line.wanted.end))
            largest.take(finder.gaps, of: line)
            for suspect in suspects[line.line] ?? [] {
                for range in doubted.ranges.intersection(RangeSet([suspect.range])).ranges {
                    doubts.append(
                        ReportGap(
                            line.line, range, .suspect, candles: candles(line, RangeSet([range]), &hours),
                            reason: "\(suspect.series.source): \(suspect.evidence)",
                            remedy: "candlewick gaps --class suspect --asset \(line.line.instrument.base)"))
                }
            }
        }
        return HistoryReport(
            try reportScope(span), lines: lines, gaps: largest.told(SyncGaps(sources)) + doubts, told: told)
    }

    private func reportScope(_ span: TimeRange?) throws -> HistoryReport.Scope {
        // Of no history at all the report is about the last day, or what was named.
        let end = min(scope.end ?? now, now)
        let start = scope.start ?? Timestamp(nanoseconds: end.nanoseconds - 86_400_000_000_000)
        guard let wanted = span ?? TimeRange(start, end) else {
            throw NothingWanted(
                description: "start \(start) does not lie before \(end); name a time that has passed")
        }
        return HistoryReport.Scope(
            madeAt: now, store: location, hubVersion: hubVersion, wanted: wanted,
            tiers: Tier.allCases.filter { scope.tiers?.contains($0) ?? false }, intervals: scope.intervals ?? [],
            staleAfterHours: staleAfterHours)
    }

    private func reportLine(
        _ line: SurveyedLine, _ finder: GapFinder, _ doubted: RangeSet, _ hours: inout MarketHours
    ) -> ReportLine {
        let sum = finder.completeness(in: line.wanted, line.outlooks)
        let bands = HistoryBands(
            wanted: line.wanted, covered: line.covered, gaps: finder.gaps, suspects: doubted,
            open: line.line.kind == .trades ? hours.open(line.line.kind, line.calendar) : nil)
        let giving = line.outlooks.filter { outlook in outlook.covered.ranges.contains { $0.overlaps(line.wanted) } }
        return ReportLine(
            line.line, tier: line.asset.tier, category: line.asset.category, expected: sum.expected,
            missing: CandlesByClass(sum.missing), suspect: candles(line, doubted, &hours), gaps: finder.gaps.count,
            provenance: sum.provenance.flatMap { Reporting.Provenance(rawValue: $0.rawValue) } ?? .none,
            sources: giving.map(\.source), newest: sum.newest,
            hoursBehind: sum.newest.map { hoursBehind($0, line, &hours) }, bands: bands.all())
    }

    /// Candles that can exist in these ranges; 0 for trades.
    private func candles(_ line: SurveyedLine, _ ranges: RangeSet, _ hours: inout MarketHours) -> Int {
        guard !ranges.isEmpty, let interval = line.line.kind.interval else { return 0 }
        guard let open = hours.open(line.line.kind, line.calendar) else {
            return line.calendar.count(of: interval, in: ranges)
        }
        return line.calendar.count(of: interval, in: ranges.intersection(open))
    }

    /// Whole hours since the first moment behind the newest one at which the market was open: on a Sunday nobody is
    /// behind with Friday's stocks.
    private func hoursBehind(_ newest: Timestamp, _ line: SurveyedLine, _ hours: inout MarketHours) -> Int {
        var since = newest
        if let open = hours.open(line.line.kind, line.calendar) {
            guard let rest = TimeRange(newest, now) else { return 0 }
            since = open.intersection(RangeSet([rest])).ranges.first?.start ?? now
        }
        return max(0, Int((now.nanoseconds - since.nanoseconds) / 3_600_000_000_000))
    }
}
