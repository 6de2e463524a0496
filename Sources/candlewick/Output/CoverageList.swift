import Coverage
import MarketData
import Overview

/// What is asserted, one line a history.
struct CoverageList {
    let histories: [HistoryCoverage]

    var rows: [CoverageRow] { histories.map(CoverageRow.init) }

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
