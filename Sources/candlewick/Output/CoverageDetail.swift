import MarketData
import Overview
import Storage

/// Everything that is known of an asset's ranges: who said what, when, by what, and what of it was counted again.
struct CoverageDetail {
    var asset: Asset
    var histories: [HistoryCoverage]
    var records: [CoverageRecord]
    var suspects: [Suspect]
    /// Nil where nobody asked for them.
    var noTrades: [(series: Series, runs: RangeSet)]?
    /// How many of the newest records, and of the longest runs, people see.
    var limit: Int

    private struct NoTrades: Encodable {
        var scope: String
        var source: String
        var candles: Int
        var runs: [[String]]
    }

    private struct Document: Encodable {
        var asset: String
        var tier: String
        var histories: [CoverageRow]
        var assertions: [AssertionRow]
        var suspects: [SuspectRow]
        var no_trades: [NoTrades]?
    }

    func showJSON() throws {
        try printJSON(
            Document(
                asset: asset.ticker, tier: asset.tier.rawValue, histories: CoverageList(histories: histories).rows,
                assertions: records.map(AssertionRow.init), suspects: suspects.map(SuspectRow.init),
                no_trades: noTrades?.map { series, runs in
                    NoTrades(
                        scope: "\(series.line)", source: series.source, candles: Self.candles(runs, series),
                        runs: runs.ranges.map { [$0.start.description, $0.end.description] })
                }))
    }

    func show() {
        CoverageList(histories: histories).show()
        print("")
        var table = Table(
            ("OF", .left), ("SOURCE", .left), ("SAID", .left), ("FROM", .left), ("TO", .left), ("ROWS", .right),
            ("BY", .left), ("JOB", .right), ("HEARD", .left), ("VERIFIED", .left), ("FROM WHAT", .left))
        for record in records.suffix(limit) {
            table.add(
                record.scope.subject, record.scope.source, record.claim == .covered ? "all of it" : "never has it",
                shortTime(record.range.start), shortTime(record.range.end), record.rows.map(grouped) ?? "-",
                record.medium.rawValue, "\(record.job)", shortTime(record.at),
                record.verifiedAt.map(shortTime) ?? "never", record.origin)
        }
        table.print()
        if records.count > limit {
            print("… before these \(grouped(records.count - limit)) more; --last NUMBER shows them")
        }
        showSuspects()
        showNoTrades()
    }

    private func showSuspects() {
        if suspects.isEmpty { return }
        print("")
        var table = Table(("SUSPECT", .left), ("FROM", .left), ("TO", .left), ("WHY", .left))
        for suspect in suspects.prefix(limit) {
            table.add(
                "\(suspect.series)", shortTime(suspect.range.start), shortTime(suspect.range.end), suspect.evidence)
        }
        table.print()
        if suspects.count > limit { print("… and \(grouped(suspects.count - limit)) more; --last NUMBER shows them") }
    }

    private func showNoTrades() {
        guard let noTrades else { return }
        print("")
        let all = noTrades.flatMap { series, runs in runs.ranges.map { (series, $0) } }
        var table = Table(("WITHOUT TRADES", .left), ("FROM", .left), ("TO", .left), ("CANDLES", .right))
        let longest = all.sorted { left, right in
            let (one, other) = (Self.candles(RangeSet([left.1]), left.0), Self.candles(RangeSet([right.1]), right.0))
            return one == other ? left.1.start < right.1.start : one > other
        }
        for (series, run) in longest.prefix(limit) {
            table.add(
                "\(series)", shortTime(run.start), shortTime(run.end), grouped(Self.candles(RangeSet([run]), series)))
        }
        if !table.isEmpty { table.print() }
        for (series, runs) in noTrades {
            let (candles, stretches) = (Self.candles(runs, series), runs.ranges.count)
            print("\(series): \(counted(candles, "candle")) without trades in \(counted(stretches, "run"))")
        }
    }

    /// Runs are of open time only.
    private static func candles(_ runs: RangeSet, _ series: Series) -> Int {
        series.kind.interval.map { TradingCalendar.always.count(of: $0, in: runs) } ?? 0
    }
}
