import MarketData
import Storage

/// The columns that say what a statement is about.
enum ScopeColumns {
    /// In the order of `values`.
    static let names = "source, base, quote, interval_ns, category"
    static let condition = "source = $1 AND base = $2 AND quote = $3 AND interval_ns = $4 AND category = $5"

    static func values(_ scope: CoverageScope) -> [Parameter] {
        switch scope {
        case .series(let series): values(series) + [.text("")]
        case .group(let source, let kind, let category):
            [
                .words(source), .text(""), .text(""), .int8(SeriesTable.nanoseconds(of: kind)),
                .text(category.rawValue),
            ]
        }
    }

    /// Of a series: source, base, quote and interval.
    static func values(_ series: Series) -> [Parameter] { [.words(series.source)] + values(series.line) }

    /// Of a line: base, quote and interval.
    static func values(_ line: HistoryLine) -> [Parameter] {
        [
            .words(line.instrument.base), .words(line.instrument.quote),
            .int8(SeriesTable.nanoseconds(of: line.kind)),
        ]
    }

    static func scope(
        _ found: borrowing StatementResult, _ row: Int, from column: Int
    ) throws(ServerFailure) -> CoverageScope {
        let category = found.text(row, column + 4)
        let series = try series(found, row, from: column)
        if category.isEmpty { return .series(series) }
        return .group(source: series.source, kind: series.kind, category: try word(category, "category"))
    }

    static func series(
        _ found: borrowing StatementResult, _ row: Int, from column: Int
    ) throws(ServerFailure) -> Series {
        try line(found, row, from: column + 1).series(of: found.text(row, column))
    }

    static func line(
        _ found: borrowing StatementResult, _ row: Int, from column: Int
    ) throws(ServerFailure) -> HistoryLine {
        HistoryLine(
            Instrument(base: found.text(row, column), quote: found.text(row, column + 1)),
            try SeriesTable.kind(nanoseconds: found.int8(row, column + 2)))
    }
}
