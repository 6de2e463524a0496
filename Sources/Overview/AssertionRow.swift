import MarketData
package import Storage

/// A range that a source has asserted, or can never give, for machines.
package struct AssertionRow: Encodable, Sendable {
    package var scope: String
    package var source: String
    /// Null for trades.
    package var interval_minutes: Double?
    package var claim: String
    package var provenance: String
    package var start: String
    package var end: String
    /// Null where nobody counted them.
    package var rows: Int?
    package var job: Int64
    package var origin: String
    package var heard_at: String
    /// Null for never.
    package var verified_at: String?

    package init(_ record: CoverageRecord) {
        (scope, source) = (record.scope.subject, record.scope.source)
        interval_minutes = record.scope.kind.interval?.inMinutes
        (claim, provenance) = (record.claim.rawValue, record.medium.rawValue)
        (start, end) = (record.range.start.description, record.range.end.description)
        (rows, job, origin) = (record.rows, record.job.value, record.origin)
        (heard_at, verified_at) = (record.at.description, record.verifiedAt?.description)
    }
}

/// A stretch without rows that cannot be believed, for machines.
package struct SuspectRow: Encodable, Sendable {
    package var scope: String
    package var source: String
    package var start: String
    package var end: String
    package var reason: String
    package var evidence: String
    package var expected_trades: Double?

    package init(_ suspect: Suspect) {
        (scope, source) = ("\(suspect.series.line)", suspect.series.source)
        (start, end) = (suspect.range.start.description, suspect.range.end.description)
        (reason, evidence) = (suspect.reason.rawValue, suspect.evidence)
        expected_trades = suspect.expectedTrades
    }
}

extension CoverageScope {
    /// Without the source: `BTC/USD 1h`, `all STOCK 1d`.
    package var subject: String {
        switch self {
        case .series(let series): "\(series.line)"
        case .group(_, let kind, let category): "all \(category.rawValue) \(kind.interval?.description ?? "trades")"
        }
    }
}
