import Coverage
import MarketData

/// What is asserted, one line a history.
struct CoverageList {
    let histories: [HistoryCoverage]

    struct Row: Encodable {
        /// Or `all STOCK`, with an empty quote.
        var asset: String
        var quote: String
        var kind: String
        /// Null for trades.
        var interval_minutes: Double?
        /// CSV, API, DERIVED or MIXED.
        var provenance: String
        var sources: [String]
        var start: String
        var end: String
        /// Null for trades, like `examined_candles`.
        var covered_candles: Int?
        var holes: Int
        var examined_candles: Int?
        var suspects: Int
    }

    var rows: [Row] {
        histories.map { history in
            let subject = history.subject
            return Row(
                asset: subject.asset, quote: subject.quote, kind: subject.kind == .trades ? "trades" : "candles",
                interval_minutes: subject.kind.interval?.inMinutes, provenance: history.provenance?.rawValue ?? "",
                sources: history.sources, start: history.covered.ranges.first?.start.description ?? "",
                end: history.covered.ranges.last?.end.description ?? "", covered_candles: history.coveredCandles,
                holes: history.holes, examined_candles: history.examinedCandles, suspects: history.suspects)
        }
    }

    func show() {
        var table = Table(
            ("ASSET", .left), ("QUOTE", .left), ("INTERVAL", .left), ("BY", .left), ("SOURCES", .left),
            ("FROM", .left), ("TO", .left), ("CANDLES", .right), ("HOLES", .right), ("LOOKED AT", .right),
            ("SUSPECTS", .right))
        for history in histories {
            let subject = history.subject
            table.add(
                subject.asset, subject.quote.isEmpty ? "-" : subject.quote,
                subject.kind.interval?.description ?? "trades", history.provenance?.rawValue ?? "-",
                history.sources.joined(separator: ","), history.covered.ranges.first.map { shortTime($0.start) } ?? "-",
                history.covered.ranges.last.map { shortTime($0.end) } ?? "-",
                history.coveredCandles.map(grouped) ?? "-", grouped(history.holes), Self.share(history),
                grouped(history.suspects))
        }
        table.print()
    }

    /// `100 %`; less than all is never shown as all.
    private static func share(_ history: HistoryCoverage) -> String {
        guard let covered = history.coveredCandles, let examined = history.examinedCandles, covered > 0 else {
            return "-"
        }
        return "\(Int(Double(examined) / Double(covered) * 100)) %"
    }
}

extension Interval {
    /// For machines: 60, or 0.5 for half a minute.
    var inMinutes: Double { Double(nanoseconds) / 6e10 }
}
