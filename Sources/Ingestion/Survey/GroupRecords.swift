import MarketData
import Storage

/// What is noted of whole categories. How many rows that are nobody counts.
struct GroupRecords {
    private var sets: [CoverageScope: [CoverageSet]] = [:]
    private var records: [CoverageScope: [CoverageRecord]] = [:]
    private let categories: [String: AssetCategory?]

    /// - Parameter categories: of each asset.
    init(_ categories: [String: AssetCategory?]) { self.categories = categories }

    /// The groups, in the order of their names.
    var scopes: [CoverageScope] { sets.keys.sorted { "\($0)" < "\($1)" } }

    mutating func add(_ set: CoverageSet) { sets[set.scope, default: []].append(set) }

    mutating func take(_ records: [CoverageRecord], of scope: CoverageScope) { self.records[scope] = records }

    func sets(of scope: CoverageScope) -> [CoverageSet] { sets[scope] ?? [] }

    func records(of scope: CoverageScope) -> [CoverageRecord] { records[scope] ?? [] }

    /// What is asserted of a series by the records of its category.
    func covered(_ series: Series) -> RangeSet {
        guard let category = categories[series.instrument.base] ?? nil else { return RangeSet() }
        let scope = CoverageScope.group(source: series.source, kind: series.kind, category: category)
        return RangeSet(records(of: scope).filter { $0.claim == .covered }.map(\.range))
    }
}
