package import MarketData

/// Which coverage set.
package struct CoverageSetKey: Hashable {
    package var store: StoreIdentity
    package var scope: CoverageScope
    package var content: CoverageSet.Content
    package var medium: CoverageMedium

    package init(
        _ store: StoreIdentity, _ scope: CoverageScope, _ content: CoverageSet.Content, _ medium: CoverageMedium
    ) { (self.store, self.scope, self.content, self.medium) = (store, scope, content, medium) }
}

/// All series of an instrument and a source in a store: what is examined together.
package struct ExaminedGroup: Hashable {
    package var store: StoreIdentity
    package var instrument: Instrument
    package var source: String

    package init(_ store: StoreIdentity, _ series: Series) {
        (self.store, instrument, source) = (store, series.instrument, series.source)
    }
}

/// A suspect that is stored: where, of which series, and when.
package typealias StoredSuspect = (id: Int64, series: Series, range: TimeRange)

/// A record that is stored: its number, and what counts where it becomes one with another.
package struct StoredCoverage {
    package var id: Int64
    package var range: TimeRange
    package var rows: Int?
    package var at: Timestamp

    package init(id: Int64, _ range: TimeRange, rows: Int?, at: Timestamp) {
        (self.id, self.range, self.rows, self.at) = (id, range, rows, at)
    }
}

/// The tables of a ledger in a database that hold what is known of ranges, within one transaction.
package protocol CoverageTables {
    /// The store that a job wrote; throws where there is no such job.
    func store(of job: JobID) throws -> StoreIdentity
    /// Records of the same scope, claim, medium, origin and job that end where this one starts, or start where it ends,
    /// or have its range.
    func touching(_ record: CoverageRecord) throws -> [StoredCoverage]
    /// Removes records by their numbers and adds one.
    func replace(_ ids: [Int64], by record: CoverageRecord) throws
    /// A set as it is stored, empty where there is none; nobody else changes it until the transaction ends.
    func set(_ key: CoverageSetKey) throws -> RangeSet
    /// Stores a set.
    func save(_ set: RangeSet, as key: CoverageSetKey) throws
    /// The series of a group of which something is examined.
    func examinedSeries(_ group: ExaminedGroup) throws -> [Series]
    /// The suspects of a group.
    func suspects(_ group: ExaminedGroup) throws -> [StoredSuspect]
    /// Adds a suspect and gives its number.
    func add(_ suspect: Suspect, in store: StoreIdentity) throws -> Int64
    /// Forgets suspects by their numbers.
    func removeSuspects(_ ids: [Int64]) throws
}
