public import MarketData

/// What a statement about a range of time is about.
public enum CoverageScope: Hashable, Sendable {
    /// One series.
    case series(Series)
    /// Everything of a category that a source gives in grouped replies.
    case group(source: String, kind: SeriesKind, category: AssetCategory)

    /// The source that makes the statement.
    public var source: String {
        switch self {
        case .series(let series): series.source
        case .group(let source, _, _): source
        }
    }

    /// Candles of an interval, or trades.
    public var kind: SeriesKind {
        switch self {
        case .series(let series): series.kind
        case .group(_, let kind, _): kind
        }
    }
}

extension CoverageScope: CustomStringConvertible {
    /// `BTC/USD 1h (kraken-rest)`, `all STOCK 1d (massive)`.
    public var description: String {
        switch self {
        case .series(let series): "\(series)"
        case .group(let source, let kind, let category):
            "all \(category.rawValue) \(kind.interval.map(\.description) ?? "trades") (\(source))"
        }
    }
}

/// A range of time of which a source has said something, whether there are rows in it or not.
public struct CoverageRecord: Hashable, Sendable {
    /// What the source has said.
    public enum Claim: String, Hashable, Sendable, CaseIterable {
        /// All that there is in the range was given: an interval without a row had no trades.
        case covered = "COVERED"
        /// The source can never give the range.
        case sourceLimit = "SOURCE_LIMIT"
    }

    /// Of what.
    public var scope: CoverageScope
    /// What was said.
    public var claim: Claim
    /// When.
    public var range: TimeRange
    /// The job that heard it; the rows are in the store of that job.
    public var job: JobID
    /// When it was heard last.
    public var at: Timestamp
    /// How the bytes came.
    public var medium: CoverageMedium
    /// The file, or what was asked for; empty where nobody noted it.
    public var origin: String
    /// Rows of the source in the range, nil where nobody counted them.
    public var rows: Int?
    /// When the rows were last counted in the store and found to agree, nil for never.
    public var verifiedAt: Timestamp?

    /// A record with all its parts.
    public init(
        _ scope: CoverageScope, _ claim: Claim, _ range: TimeRange, job: JobID, at: Timestamp,
        medium: CoverageMedium = .api, origin: String = "", rows: Int? = nil, verifiedAt: Timestamp? = nil
    ) {
        self.scope = scope
        self.claim = claim
        self.range = range
        self.job = job
        self.at = at
        self.medium = medium
        self.origin = origin
        self.rows = rows
        self.verifiedAt = verifiedAt
    }
}

/// How the bytes of an assertion came.
public enum CoverageMedium: String, Hashable, Sendable, CaseIterable {
    /// From a file.
    case file = "CSV"
    /// From a source that was asked.
    case api = "API"
    /// Made by the hub from other rows.
    case derived = "DERIVED"
}
