public import MarketData

/// All ranges of one scope of which the same is known, whoever heard it when: what gaps and plans are worked out from.
public struct CoverageSet: Hashable, Sendable {
    /// What is known of the ranges.
    public enum Content: String, Hashable, Sendable, CaseIterable {
        /// A source has asserted them (`CoverageRecord.Claim.covered`).
        case covered = "COVERED"
        /// The source can never give them (`CoverageRecord.Claim.sourceLimit`).
        case sourceLimit = "SOURCE_LIMIT"
        /// The hub has looked at the rows in them: what is suspect there is in the list of suspects.
        case examined = "EXAMINED"

        /// What follows from a claim.
        public init(_ claim: CoverageRecord.Claim) {
            self =
                switch claim {
                case .covered: .covered
                case .sourceLimit: .sourceLimit
                }
        }
    }

    /// Of what.
    public var scope: CoverageScope
    /// What is known.
    public var content: Content
    /// How the bytes came; `.derived` for what the hub has examined.
    public var medium: CoverageMedium
    /// When.
    public var ranges: RangeSet

    /// A set with all its parts.
    public init(_ scope: CoverageScope, _ content: Content, _ medium: CoverageMedium, _ ranges: RangeSet) {
        (self.scope, self.content, self.medium, self.ranges) = (scope, content, medium, ranges)
    }
}
