import MarketData

/// What the entries of one transaction do to coverage sets and suspects: each set is read once and written once,
/// however many entries there are for it. Both ledgers in databases note with it.
package struct CoverageNoting<Tables: CoverageTables> {
    private let tables: Tables
    private var stores: [JobID: StoreIdentity] = [:]
    private var edits: [CoverageSetKey: RangeSetEdit] = [:]
    private var groups: [ExaminedGroup: Examined] = [:]

    /// What is examined of a group, and suspect in it.
    private struct Examined {
        var series: Set<Series>
        var suspects: [StoredSuspect]
    }

    /// Nothing noted yet.
    package init(_ tables: Tables) { self.tables = tables }

    /// Notes what a source has said.
    package mutating func note(_ record: CoverageRecord) throws {
        let store = try store(of: record.job)
        try add(record)
        try edit(CoverageSetKey(store, record.scope, CoverageSet.Content(record.claim), record.medium)) {
            $0.add([record.range])
        }
        guard case .series(let series) = record.scope else { return }
        let group = ExaminedGroup(store, series)
        for examined in try examined(group).series {
            try edit(Self.examinedKey(store, examined)) { $0.remove(record.range) }
        }
        try forget(in: group) { $0.range.overlaps(record.range) }
    }

    /// Adds a record, or makes it one with those that it touches; the same range again is replaced.
    private func add(_ record: CoverageRecord) throws {
        let found = try tables.touching(record).sorted { $0.id < $1.id }
        var whole = record
        // One at either end at most: others that end there overlap that one, and their rows could not be added.
        let joined = [
            found.first { $0.range.end == record.range.start }, found.first { $0.range.start == record.range.end },
        ].compactMap { $0 }
        for part in joined {
            let (start, end) = (min(whole.range.start, part.range.start), max(whole.range.end, part.range.end))
            whole.range = TimeRange(start, end) ?? whole.range
            whole.rows = whole.rows.flatMap { rows in part.rows.map { rows + $0 } }
            whole.at = max(whole.at, part.at)
            whole.verifiedAt = nil
        }
        let same = found.filter { $0.range == record.range }
        try tables.replace((joined + same).map(\.id), by: whole)
    }

    /// Notes what became of looking at rows.
    package mutating func note(_ examination: Examination) throws {
        let (store, series) = (examination.store, examination.series)
        let group = ExaminedGroup(store, series)
        _ = try examined(group)
        try forget(in: group) { $0.series == series && !examination.ranges.isDisjoint(from: $0.range) }
        for suspect in examination.suspects {
            let id = try tables.add(suspect, in: store)
            groups[group]?.suspects.append((id, suspect.series, suspect.range))
        }
        if examination.ranges.isEmpty { return }
        groups[group]?.series.insert(series)
        try edit(Self.examinedKey(store, series)) { $0.add(examination.ranges.ranges) }
    }

    /// Stores the sets that were changed.
    package mutating func finish() throws {
        for (key, var edit) in edits {
            if let set = edit.changed() { try tables.save(set, as: key) }
        }
        edits = [:]
    }

    /// The store that a job wrote.
    package mutating func store(of job: JobID) throws -> StoreIdentity {
        if let store = stores[job] { return store }
        let store = try tables.store(of: job)
        stores[job] = store
        return store
    }

    private static func examinedKey(_ store: StoreIdentity, _ series: Series) -> CoverageSetKey {
        CoverageSetKey(store, .series(series), .examined, .derived)
    }

    private mutating func edit(_ key: CoverageSetKey, _ body: (inout RangeSetEdit) -> Void) throws {
        var edit = try edits.removeValue(forKey: key) ?? RangeSetEdit(tables.set(key))
        body(&edit)
        edits[key] = edit
    }

    private mutating func examined(_ group: ExaminedGroup) throws -> Examined {
        if let known = groups[group] { return known }
        let found = Examined(series: Set(try tables.examinedSeries(group)), suspects: try tables.suspects(group))
        groups[group] = found
        return found
    }

    private mutating func forget(in group: ExaminedGroup, _ isForgotten: (StoredSuspect) -> Bool) throws {
        let gone = groups[group]?.suspects.filter(isForgotten).map(\.id) ?? []
        if gone.isEmpty { return }
        try tables.removeSuspects(gone)
        groups[group]?.suspects.removeAll { gone.contains($0.id) }
    }
}

/// A set, and what comes to it or goes from it and waits for more of the same: thousands of ranges cost one pass.
private struct RangeSetEdit {
    private let before: RangeSet
    private var set: RangeSet
    private var added: [TimeRange] = []
    private var removed: [TimeRange] = []

    init(_ set: RangeSet) { (before, self.set) = (set, set) }

    mutating func add(_ ranges: [TimeRange]) {
        if !removed.isEmpty { settle() }
        added += ranges
    }

    mutating func remove(_ range: TimeRange) {
        if !added.isEmpty { settle() }
        removed.append(range)
    }

    /// The set as it is now, nil where it is as it was.
    mutating func changed() -> RangeSet? {
        settle()
        return set == before ? nil : set
    }

    private mutating func settle() {
        if !added.isEmpty { set = set.union(RangeSet(added)) }
        if !removed.isEmpty { set = set.subtracting(RangeSet(removed)) }
        (added, removed) = ([], [])
    }
}
