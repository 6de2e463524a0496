import MarketData
import Storage

extension LedgerContent {
    mutating func note(_ record: CoverageRecord, _ fault: LedgerFault) throws(StorageError) {
        guard let store = jobs.first(where: { $0.id == record.job })?.start.store else {
            throw MemoryPlace.error(.other, "there is no job \(record.job)")
        }
        var record = record
        if fault == .forgetsLimits { record.claim = .covered }
        if fault == .losesOrigins { record.origin = "" }
        if fault == .cutsRanges, record.range == .all {
            record.range = TimeRange(Timestamp(nanoseconds: 0), .latest) ?? .all
        }
        merge(record, fault)
        guard case .series(let series) = record.scope, fault != .keepsExamined else { return }
        func isNear(_ other: Series) -> Bool {
            other.instrument == series.instrument && (other.source == series.source || fault == .forgetsOfAllSources)
        }
        for index in examined.indices where examined[index].store == store && isNear(examined[index].series) {
            examined[index].ranges = examined[index].ranges.subtracting(RangeSet([record.range]))
        }
        suspects.removeAll {
            $0.store == store && isNear($0.suspect.series) && $0.suspect.range.overlaps(record.range)
        }
    }

    private mutating func merge(_ record: CoverageRecord, _ fault: LedgerFault) {
        func touches(_ other: CoverageRecord) -> Bool {
            guard other.scope == record.scope, other.claim == record.claim, other.medium == record.medium,
                other.origin == record.origin || fault == .mergesOrigins,
                other.job == record.job || fault == .mergesJobs, fault != .keepsRangesApart
            else { return false }
            return other.range.end == record.range.start || record.range.end == other.range.start
                || (other.range.overlaps(record.range) && fault == .mergesOverlaps)
        }
        var whole = record
        let parts = coverage.filter(touches)
        coverage.removeAll {
            touches($0)
                || ($0.scope, $0.range, $0.origin) == (record.scope, record.range, record.origin)
                    && ($0.claim, $0.medium, $0.job) == (record.claim, record.medium, record.job)
        }
        for part in parts {
            let ends = (min(part.range.start, whole.range.start), max(part.range.end, whole.range.end))
            whole.range = TimeRange(ends.0, ends.1) ?? whole.range
            whole.rows = whole.rows.flatMap { rows in part.rows.map { rows + $0 } }
            whole.at = max(whole.at, part.at)
            whole.verifiedAt = nil
        }
        if fault == .losesRows { whole.rows = record.rows }
        coverage.append(whole)
    }

    mutating func verify(
        _ scope: CoverageScope, _ store: StoreIdentity, _ moment: Timestamp, _ fault: LedgerFault
    ) {
        if fault == .forgetsCounts { return }
        let ofStore = Set(jobs.filter { $0.start.store == store || fault == .countsEverywhere }.map(\.id))
        for index in coverage.indices where coverage[index].scope == scope && coverage[index].claim == .covered {
            if ofStore.contains(coverage[index].job) { coverage[index].verifiedAt = moment }
        }
    }

    mutating func note(_ examination: Examination, _ fault: LedgerFault) {
        let (store, series) = (examination.store, examination.series)
        if fault != .keepsSuspects {
            suspects.removeAll { found in
                found.store == store && found.suspect.series == series
                    && examination.ranges.ranges.contains { $0.overlaps(found.suspect.range) }
            }
        }
        suspects += examination.suspects.map { suspect in
            var suspect = suspect
            if fault == .losesEvidence { suspect.evidence = "" }
            return (store, suspect)
        }
        if let known = examined.firstIndex(where: { $0.store == store && $0.series == series }) {
            examined[known].ranges = examined[known].ranges.union(examination.ranges)
        } else {
            examined.append((store, series, examination.ranges))
        }
    }

    /// What was said of a scope.
    func coverage(of scope: CoverageScope, in store: StoreIdentity, _ fault: LedgerFault) -> [CoverageRecord] {
        let ofStore = Set(jobs.filter { $0.start.store == store || fault == .mixesUpCoveredStores }.map(\.id))
        return coverage.filter { $0.scope == scope && ofStore.contains($0.job) }.sorted {
            ($0.range.start, $0.claim.rawValue, $0.job.value) < ($1.range.start, $1.claim.rawValue, $1.job.value)
        }
    }

    /// All that is known of ranges in a store.
    func sets(in store: StoreIdentity, base: String?, _ fault: LedgerFault) -> [CoverageSet] {
        let ofStore = Set(jobs.filter { $0.start.store == store }.map(\.id))
        var sets: [CoverageSet] = []
        func add(_ scope: CoverageScope, _ content: CoverageSet.Content, _ medium: CoverageMedium, _ ranges: RangeSet) {
            let medium = fault == .mixesMedia ? .api : medium
            let known = sets.firstIndex { $0.scope == scope && $0.content == content && $0.medium == medium }
            guard let known else { return sets.append(CoverageSet(scope, content, medium, ranges)) }
            sets[known].ranges = sets[known].ranges.union(ranges)
        }
        for record in coverage where ofStore.contains(record.job) {
            add(record.scope, CoverageSet.Content(record.claim), record.medium, RangeSet([record.range]))
        }
        for one in examined where one.store == store { add(.series(one.series), .examined, .derived, one.ranges) }
        if fault != .keepsEmptySets { sets.removeAll { $0.ranges.isEmpty } }
        if let base, fault != .ignoresBases { sets.removeAll { $0.scope.base != base } }
        if fault == .listsSetsAsNoted { return sets }
        return sets.sorted { $0.order.lexicographicallyPrecedes($1.order) }
    }
}

extension CoverageScope {
    /// Nil for a whole category.
    fileprivate var base: String? {
        if case .series(let series) = self { series.instrument.base } else { nil }
    }
}

extension CoverageSet {
    /// By what sets are ordered, each part as a text.
    fileprivate var order: [String] {
        let digits = String(scope.kind.interval?.nanoseconds ?? 0)
        let interval = String(repeating: "0", count: 20 - digits.count) + digits
        let scope =
            switch scope {
            case .series(let series):
                [series.instrument.base, series.instrument.quote, interval, "", series.source]
            case .group(let source, _, let category): ["", "", interval, category.rawValue, source]
            }
        return scope + [content.rawValue, medium.rawValue]
    }
}
