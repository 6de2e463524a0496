import MarketData
import Storage

/// What sources have said of series of one store, noted of another into which their rows were copied: the target is as
/// complete as the origin was, and its ledger knows it.
struct CarriedCoverage {
    private let origin: StoreIdentity
    private let target: any TimeSeriesStore
    private let ledger: any Ledger
    private let job: JobID
    private let range: TimeRange
    private let known: [(ledger: any Ledger, categories: [String: AssetCategory?])]

    /// - Parameter known: ledgers that may know the origin.
    init(
        of origin: StoreIdentity, from known: [any Ledger], to target: any TimeSeriesStore, ledger: any Ledger,
        job: JobID, range: TimeRange
    ) throws(StorageError) {
        (self.origin, self.target, self.ledger, self.job, self.range) = (origin, target, ledger, job, range)
        var opened: [(any Ledger, [String: AssetCategory?])] = []
        for one in known {
            let assets = try one.assets().map { ($0.ticker, $0.category) }
            opened.append((one, Dictionary(assets, uniquingKeysWith: { first, _ in first })))
        }
        self.known = opened
    }

    /// Notes what is known of a series of the origin, within the copied range; false where that is nothing.
    func carry(_ series: Series) throws(StorageError) -> Bool {
        var told: [CoverageRecord] = []
        for (ledger, categories) in known {
            told += try ledger.coverage(of: .series(series), in: origin)
            guard let category = categories[series.instrument.base] ?? nil else { continue }
            let group = CoverageScope.group(source: series.source, kind: series.kind, category: category)
            told += try ledger.coverage(of: group, in: origin)
        }
        var carried = told.compactMap { clipped($0, series) }.sorted {
            ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end)
        }
        let covered = carried.indices.filter { carried[$0].claim == .covered }
        let isShared = covered.map { carried[$0] }.sharing(with: RangeSet())
        for (place, isShared) in zip(covered, isShared) {
            // Where several records speak of the same rows one of them need not know all; here they may become one.
            if isShared, let rows = carried[place].rows,
                try target.count(series, in: carried[place].range) != rows
            {
                carried[place].rows = nil
            }
        }
        try ledger.record(carried.map(LedgerEntry.coverage))
        return !carried.isEmpty
    }

    /// The part of a record that lies in the copied range, as the copy has it; how many rows are in a part nobody knows.
    private func clipped(_ record: CoverageRecord, _ series: Series) -> CoverageRecord? {
        guard let part = record.range.intersection(range) else { return nil }
        var carried = record
        if part != record.range { carried.rows = nil }
        (carried.scope, carried.range) = (.series(series), part)
        (carried.job, carried.verifiedAt) = (job, nil)
        return carried
    }
}
