public import MarketData
public import Storage

/// Counts the rows of a store again and compares them with what its ledger says: every record with its range's rows, the
/// rows that no record asserts, and each coverage set with the union of its records.
///
/// O(rows), and memory for one asset at a time.
public struct Recount {
    private let store: any TimeSeriesStore
    private let ledger: any Ledger

    /// Of a store, by a ledger.
    public init(_ store: any TimeSeriesStore, _ ledger: any Ledger) { (self.store, self.ledger) = (store, ledger) }

    /// Counts everything; changes nothing. The meter counts assets.
    public func run(meter: RowMeter? = nil) throws(StorageError) -> RecountReport {
        let identity = try store.identity()
        try store.awaitVisible()
        let stored = Dictionary(grouping: try store.series(matching: SeriesFilter()), by: \.series.instrument.base)
        var groups = GroupRecords(
            Dictionary(
                try ledger.assets().map { ($0.ticker, $0.category) }, uniquingKeysWith: { first, _ in first }))
        var bases = Set(stored.keys)
        try ledger.eachCoverageSet(in: identity, base: nil) { set in
            if case .series(let series) = set.scope { bases.insert(series.instrument.base) } else { groups.add(set) }
        }
        for scope in groups.scopes { groups.take(try ledger.coverage(of: scope, in: identity), of: scope) }
        var report = RecountReport()
        meter?.expect(bases.count)
        for base in bases.sorted() {
            defer { meter?.add(1) }
            let sets = Dictionary(grouping: try ledger.coverageSets(in: identity, base: base), by: \.scope)
            let summaries = stored[base] ?? []
            let scopes = Set(summaries.map { CoverageScope.series($0.series) }).union(sets.keys)
            for scope in scopes.sorted(by: { "\($0)" < "\($1)" }) {
                guard case .series(let series) = scope else { continue }
                let records = try ledger.coverage(of: scope, in: identity)
                let summary = summaries.first { $0.series == series }
                try judge(series, records, sets[scope] ?? [], others: groups.covered(series), summary, &report)
            }
        }
        for scope in groups.scopes {
            report.differences += Self.setDifferences(scope, groups.records(of: scope), groups.sets(of: scope))
        }
        return report
    }

    /// Notes as verified what agrees.
    public func note(_ report: RecountReport, at moment: Timestamp) throws(StorageError) {
        let identity = try store.identity()
        if report.agreeing.isEmpty { return }
        try ledger.record(report.agreeing.map { .verified($0, in: identity, at: moment) })
    }

    /// Compares one series with its records and sets, and with what is asserted of its whole category.
    private func judge(
        _ series: Series, _ records: [CoverageRecord], _ sets: [CoverageSet], others: RangeSet,
        _ summary: SeriesSummary?, _ report: inout RecountReport
    ) throws(StorageError) {
        let (scope, before) = (CoverageScope.series(series), report.differences.count)
        report.differences += Self.setDifferences(scope, records, sets)
        let covered = records.filter { $0.claim == .covered }.sorted { $0.range.start < $1.range.start }
        let told = zip(covered, covered.sharing(with: others)).filter { $0.0.rows != nil }
        let counts = try store.counts(told.map { (series, $0.0.range) })
        for ((record, isShared), found) in zip(told, counts) {
            let noted = record.rows ?? 0
            if isShared ? found >= noted : found == noted { continue }
            report.differences.append(
                RecountDifference(
                    scope: scope, range: record.range,
                    problem: .rows(stored: found, noted: noted, isAtLeast: isShared), medium: record.medium,
                    origin: record.origin))
        }
        if let summary {
            report.differences += try unasserted(summary, RangeSet(covered.map(\.range)).union(others))
        }
        report.recordsCounted += told.count
        if !told.isEmpty, report.differences.count == before { report.agreeing.append(scope) }
    }

    /// Rows of a series outside of what is asserted.
    private func unasserted(
        _ summary: SeriesSummary, _ covered: RangeSet
    ) throws(StorageError) -> [RecountDifference] {
        // `resample` makes candles of rows that nobody asserted, too.
        if summary.series.source == Series.derivedSource { return [] }
        guard let whole = TimeRange(summary.first, summary.last.advanced(by: 1)) else { return [] }
        let outside = RangeSet([whole]).subtracting(covered).ranges
        let counts = try store.counts(outside.map { (summary.series, $0) })
        return zip(outside, counts).compactMap { range, rows in
            rows == 0
                ? nil
                : RecountDifference(
                    scope: .series(summary.series), range: range, problem: .unasserted(rows: rows), medium: nil)
        }
    }

    /// Where a scope's sets are not the union of its records.
    private static func setDifferences(
        _ scope: CoverageScope, _ records: [CoverageRecord], _ sets: [CoverageSet]
    ) -> [RecountDifference] {
        var differences: [RecountDifference] = []
        for claim in CoverageRecord.Claim.allCases {
            for medium in CoverageMedium.allCases {
                let content = CoverageSet.Content(claim)
                let told = RangeSet(
                    records.filter { $0.claim == claim && $0.medium == medium }.map(\.range)
                        .sorted { $0.start < $1.start })
                let kept = RangeSet(
                    sets.filter { $0.content == content && $0.medium == medium }.flatMap(\.ranges.ranges))
                let (missing, extra) = (told.subtracting(kept), kept.subtracting(told))
                guard let start = (missing.ranges + extra.ranges).map(\.start).min(),
                    let end = (missing.ranges + extra.ranges).map(\.end).max(), let range = TimeRange(start, end)
                else { continue }
                differences.append(
                    RecountDifference(
                        scope: scope, range: range,
                        problem: .set(content, onlyInRecords: missing, onlyInSet: extra), medium: medium))
            }
        }
        return differences
    }
}

extension [CoverageRecord] {
    /// Of each, whether another one, or others, assert a part of its range; the records ascend by start.
    func sharing(with others: RangeSet) -> [Bool] {
        var reached = Timestamp.earliest
        return indices.map { place in
            let range = self[place].range
            let isReached = range.start < reached
            reached = Swift.max(reached, range.end)
            let isFollowed = place + 1 < count && self[place + 1].range.start < range.end
            return isReached || isFollowed || !others.isDisjoint(from: range)
        }
    }
}
