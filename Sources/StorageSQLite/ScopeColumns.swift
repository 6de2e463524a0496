import GRDB
import MarketData
import Storage

/// The columns that say what a statement is about.
enum ScopeColumns {
    /// In the order of `arguments`.
    static let names = "source, base, quote, interval_ns, category"
    static let condition = "source = ? AND base = ? AND quote = ? AND interval_ns = ? AND category = ?"

    static func arguments(_ scope: CoverageScope) -> StatementArguments {
        let interval = SeriesTable.nanoseconds(of: scope.kind)
        return switch scope {
        case .series(let series):
            [series.source, series.instrument.base, series.instrument.quote, interval, ""]
        case .group(let source, _, let category): [source, "", "", interval, category.rawValue]
        }
    }

    static func scope(_ row: Row) throws -> CoverageScope {
        try scope(
            source: row["source"], base: row["base"], quote: row["quote"], interval: row["interval_ns"],
            category: row["category"])
    }

    static func scope(
        source: String, base: String, quote: String, interval: Int64, category: String
    ) throws -> CoverageScope {
        let kind = try SeriesTable.kind(nanoseconds: interval)
        if category.isEmpty { return .series(Series(Instrument(base: base, quote: quote), kind, source: source)) }
        guard let known = AssetCategory(rawValue: category) else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "\(category) is no category that this candlewick knows")
        }
        return .group(source: source, kind: kind, category: known)
    }
}
