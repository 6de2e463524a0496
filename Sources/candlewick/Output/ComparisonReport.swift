import Coverage
import MarketData
import Overview

/// What two sources have of one history, and where they differ.
struct ComparisonReport {
    let line: HistoryLine
    let pairs: [SourceComparison]

    private struct Value: Encodable {
        var field: String
        var a: Double
        var b: Double
    }

    private struct Difference: Encodable {
        var time: String
        var values: [Value]
    }

    private struct Pair: Encodable {
        var a: String
        var b: String
        var both: Int
        var only_a: Int
        var only_b: Int
        var differing: Int
        /// At most as many as --limit says.
        var differences: [Difference]
    }

    private struct Document: Encodable {
        var asset: String
        var quote: String
        var interval_minutes: Double?
        var pairs: [Pair]
    }

    func showJSON() throws {
        try printJSON(
            Document(
                asset: line.instrument.base, quote: line.instrument.quote,
                interval_minutes: line.kind.interval?.inMinutes,
                pairs: pairs.map { pair in
                    Pair(
                        a: pair.a.source, b: pair.b.source, both: pair.counts.both, only_a: pair.counts.onlyA,
                        only_b: pair.counts.onlyB, differing: pair.counts.differing,
                        differences: pair.differences.map { difference in
                            Difference(
                                time: difference.openTime.description,
                                values: difference.values.map { Value(field: $0.field.rawValue, a: $0.a, b: $0.b) })
                        })
                }))
    }

    func show() {
        for pair in pairs {
            let counts = pair.counts
            print(Terminal.bold("\(line): \(pair.a.source) and \(pair.b.source)"))
            print(
                "\(grouped(counts.both)) in both, of which \(grouped(counts.differing)) differ; "
                    + "\(grouped(counts.onlyA)) only in \(pair.a.source), \(grouped(counts.onlyB)) only in \(pair.b.source)"
            )
            guard !pair.differences.isEmpty else { continue }
            var table = Table(
                ("TIME (UTC)", .left), ("FIELD", .left), (pair.a.source, .right), (pair.b.source, .right))
            for difference in pair.differences {
                for value in difference.values {
                    table.add(
                        shortTime(difference.openTime), value.field.rawValue, shortest(value.a), shortest(value.b))
                }
            }
            table.print()
            let rest = counts.differing - pair.differences.count
            if rest > 0 { print("… and \(counted(rest, "candle")) more; --limit NUMBER shows more of them") }
        }
    }
}
