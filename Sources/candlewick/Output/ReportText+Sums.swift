import MarketData
import Overview
import Reporting

extension ReportText {
    /// Sums, each with its name, and the whole.
    func sums(_ parts: [(name: String, sum: Completeness)], named header: String) -> Table {
        var table = Table(
            (header, .left), ("SERIES", .right), ("COMPLETE", .right), ("CANDLES", .right), ("THERE", .right),
            ("MISSING", .right), ("SUSPECT", .right), ("GAPS", .right), ("PER CENT", .right))
        for (name, sum) in parts {
            // Of trades nobody counts candles.
            let candles = [sum.expected, sum.present, sum.missing.total, sum.suspect].map {
                sum.expected > 0 ? grouped($0) : "-"
            }
            table.add(
                name, grouped(sum.lines), grouped(sum.completeLines), candles[0], candles[1], candles[2], candles[3],
                grouped(sum.gaps), percent(sum, sign: ""))
        }
        return table
    }

    /// What is missing, by why.
    var classes: Table {
        var table = Table(("CLASS", .left), ("CANDLES", .right), ("MEANING", .left))
        for state in HistoryState.gapClasses where report.total.missing[state] > 0 {
            table.add(state.name, grouped(report.total.missing[state]), state.meaning)
        }
        if report.total.suspect > 0 {
            table.add(HistoryState.suspect.name, grouped(report.total.suspect), HistoryState.suspect.meaning)
        }
        return table
    }

    /// `99.9 %`, a dash where nothing is expected.
    func percent(_ sum: Completeness, sign: String = " %") -> String {
        sum.percentage.map { "\($0)\(sign)" } ?? "-"
    }

    /// `1h`, `trades`.
    func name(_ kind: SeriesKind) -> String { kind.interval.map(\.description) ?? "trades" }

    /// A table under its heading; nothing where it has no rows.
    func section(_ title: String, _ table: Table) {
        guard !table.isEmpty else { return }
        heading(title)
        table.print()
    }

    func heading(_ title: String) { Swift.print("\n\(Terminal.bold(title))") }
}

/// What an asset's lines have in common.
struct ReportedAsset: Hashable {
    private let instrument: Instrument
    private let tier: Tier

    init(_ line: ReportLine) { (instrument, tier) = (line.line.instrument, line.tier) }

    init(_ asset: AssetCompleteness) { (instrument, tier) = (asset.instrument, asset.tier) }
}
