import MarketData
import Storage

/// The stored series, for people and for machines.
struct SeriesTable {
    let json: Bool

    private struct Row: Encodable {
        var asset: String
        var quote: String
        var kind: String
        var interval_minutes: Int?
        var source: String
        var rows: Int
        var first: String
        var last: String
    }

    func show(_ series: [SeriesSummary], _ store: any TimeSeriesStore) throws {
        let rows = try series.map { summary in
            Row(
                asset: summary.series.instrument.base, quote: summary.series.instrument.quote,
                kind: summary.series.kind == .trades ? "trades" : "candles",
                interval_minutes: summary.series.kind.interval?.minutes, source: summary.series.source,
                rows: try store.count(summary.series, in: .all), first: summary.first.description,
                last: summary.last.description)
        }
        if json { return try printJSON(rows) }
        if rows.isEmpty { return Terminal.note("no series; candlewick ingest PATH reads some") }
        var table = Table(
            ("ASSET", .left), ("QUOTE", .left), ("INTERVAL", .left), ("SOURCE", .left), ("ROWS", .right),
            ("FIRST", .left), ("LAST", .left))
        for (row, summary) in zip(rows, series) {
            table.add(
                row.asset, row.quote, summary.series.kind.interval?.description ?? "trades", row.source,
                grouped(row.rows), shortTime(summary.first), shortTime(summary.last))
        }
        table.print()
    }
}
