public import MarketData
public import Storage

/// How what is stored compares with what the ledger says of it.
public struct RecountReport: Sendable {
    /// What does not agree, by scope.
    public internal(set) var differences: [RecountDifference] = []
    /// Scopes of which rows were counted and everything agrees.
    public internal(set) var agreeing: [CoverageScope] = []
    /// Records whose rows were counted.
    public internal(set) var recordsCounted = 0
}

/// Something in which a store and its ledger differ.
public struct RecountDifference: Hashable, Sendable {
    /// What.
    public enum Problem: Hashable, Sendable {
        /// A record says how many rows there are, and there are others. With `isAtLeast` more would have been right:
        /// another record asserts a part of the range, too.
        case rows(stored: Int, noted: Int, isAtLeast: Bool)
        /// Rows that no record asserts.
        case unasserted(rows: Int)
        /// The set is not the union of the records: what only these have, and what only the set has.
        case set(CoverageSet.Content, onlyInRecords: RangeSet, onlyInSet: RangeSet)
    }

    /// Of what.
    public var scope: CoverageScope
    /// When.
    public var range: TimeRange
    /// What differs.
    public var problem: Problem
    /// How the bytes of what was noted came; nil where nothing was noted.
    public var medium: CoverageMedium?
    /// The file, or what was asked for; empty where nobody noted it.
    public var origin = ""
}
