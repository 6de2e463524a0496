import Storage

/// Tells which jobs moved from one look at the ledger to the next.
struct JobWatch {
    /// Newest jobs that are looked at: one that runs is among them.
    static let most = 100

    private var known: [JobID: JobRecord]?

    /// Jobs that are new or otherwise than before, oldest first; none at the first look. Each with how it was before.
    mutating func moved(_ jobs: [JobRecord]) -> [(job: JobRecord, before: JobRecord?)] {
        let before = known
        known = Dictionary(jobs.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        guard let before else { return [] }
        return jobs.reversed().compactMap { before[$0.id] == $0 ? nil : ($0, before[$0.id]) }
    }
}
