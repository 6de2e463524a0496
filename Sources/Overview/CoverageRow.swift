import Coverage
import MarketData

/// What is asserted of one history, for machines.
package struct CoverageRow: Encodable, Sendable {
    /// Or `all STOCK`, with an empty quote.
    package var asset: String
    package var quote: String
    package var kind: String
    /// Null for trades.
    package var interval_minutes: Double?
    /// CSV, API, DERIVED or MIXED.
    package var provenance: String
    package var sources: [String]
    package var start: String
    package var end: String
    /// Null for trades, like `examined_candles`.
    package var covered_candles: Int?
    package var holes: Int
    package var examined_candles: Int?
    package var suspects: Int

    package init(_ history: HistoryCoverage) {
        let subject = history.subject
        (asset, quote) = (subject.asset, subject.quote)
        kind = subject.kind == .trades ? "trades" : "candles"
        interval_minutes = subject.kind.interval?.inMinutes
        provenance = history.provenance?.rawValue ?? ""
        sources = history.sources
        start = history.covered.ranges.first?.start.description ?? ""
        end = history.covered.ranges.last?.end.description ?? ""
        covered_candles = history.coveredCandles
        holes = history.holes
        examined_candles = history.examinedCandles
        suspects = history.suspects
    }
}
