import MarketData
import Reporting

/// The report for a terminal.
struct ReportText {
    let report: HistoryReport
    /// Gaps that are told one by one, and as many suspect stretches behind them.
    let gaps: Int
    /// Whether time is drawn, however many histories there are.
    let showsMap: Bool

    /// Assets in the matrix at most, and histories in a map that nobody asked for.
    static let most = (assets: 60, histories: 40)

    init(_ report: HistoryReport, gaps: Int, showsMap: Bool) {
        (self.report, self.gaps, self.showsMap) = (report, gaps, showsMap)
    }

    func print() {
        let (scope, total) = (report.scope, report.total)
        Swift.print(
            "\(printable(scope.store)), \(shortTime(scope.wanted.start)) to \(shortTime(scope.wanted.end)) UTC")
        guard total.lines > 0 else {
            return Terminal.note("no history is known; candlewick ingest PATH or candlewick asset add begins one")
        }
        let candles = "\(grouped(total.present)) of \(counted(total.expected, "candle"))"
        let doubted = total.suspect > 0 ? ", \(grouped(total.suspect)) of them suspect," : ""
        Swift.print(
            "\(percent(total)): \(total.expected > 0 ? candles + doubted : "of open time") in "
                + "\(counted(total.lines, "series")) of \(counted(report.assets.count, "asset")); "
                + "\(grouped(total.completeLines)) complete")
        section("TIERS", sums(report.tiers.map { ($0.tier.rawValue, $0.completeness) }, named: "TIER"))
        section("INTERVALS", sums(report.intervals.map { (name($0.kind), $0.completeness) }, named: "INTERVAL"))
        printMatrix()
        if showsMap || report.lines.count <= Self.most.histories {
            let map = ReportMap(report, width: Terminal.width)
            heading("COVERAGE MAP")
            for line in map.lines() { Swift.print(line) }
        }
        section("MISSING", classes)
        printGaps()
        printStale()
        printNext()
    }

    private func printMatrix() {
        let kinds = report.intervals.map(\.kind)
        let lines = Dictionary(grouping: report.lines) { ReportedAsset($0) }
        // Of very many those are shown that want attention.
        let isCut = report.assets.count > Self.most.assets
        let assets = (isCut ? report.assets.filter { !$0.completeness.isComplete } : report.assets)
            .prefix(Self.most.assets)
        let rows = assets.map { asset in
            let own = lines[ReportedAsset(asset)] ?? []
            let cells = kinds.map { kind in
                own.first { $0.line.kind == kind }.map { $0.percentage?.description ?? "-" } ?? ""
            }
            return ["\(asset.instrument)", asset.tier.rawValue] + cells + [percent(asset.completeness, sign: "")]
        }
        heading("PER CENT THERE, BY ASSET AND INTERVAL")
        Table(
            header: [("ASSET", .left), ("TIER", .left)] + (kinds.map(name) + ["ALL"]).map { ($0, .right) }, rows: rows
        ).print()
        let rest = report.assets.count - rows.count
        if rest > 0 {
            Swift.print("… and \(counted(rest, "more asset")): candlewick report --html FILE shows all")
        }
    }

    private func printGaps() {
        let told = report.gaps.filter(\.state.isGap).prefix(gaps)
        let suspects = report.gaps.filter { !$0.state.isGap }.prefix(gaps)
        guard !told.isEmpty || !suspects.isEmpty else { return }
        var table = Table(
            ("SERIES", .left), ("CLASS", .left), ("CANDLES", .right), ("FROM", .left), ("TO", .left),
            ("FILE NEEDED", .left), ("WHY", .left))
        for gap in told + suspects {
            table.add(
                gap.line.description, gap.state.name, gap.line.kind == .trades ? "-" : grouped(gap.candles),
                shortTime(gap.range.start), shortTime(gap.range.end), gap.requiredFile.isEmpty ? "-" : gap.requiredFile,
                gap.reason)
        }
        let all = report.total.gaps
        section(
            "NEEDS ATTENTION: \(grouped(told.count)) of \(counted(all, "gap"))"
                + (suspects.isEmpty ? "" : ", \(grouped(suspects.count)) suspect"), table)
    }

    private func printStale() {
        let stale = report.stale
        guard !stale.isEmpty else { return }
        var table = Table(("ASSET", .left), ("TIER", .left), ("NEWEST", .left), ("HOURS BEHIND", .right))
        for asset in stale.prefix(Self.most.assets) {
            table.add(
                "\(asset.instrument)", asset.tier.rawValue, asset.newest.map(shortTime) ?? "never",
                asset.hoursBehind.map(grouped) ?? "-")
        }
        section("STALE: NOTHING NEWER THAN \(report.scope.staleAfterHours) HOURS", table)
        if stale.count > Self.most.assets { Swift.print("… and \(grouped(stale.count - Self.most.assets)) more") }
    }

    private func printNext() {
        guard !report.next.isEmpty else { return }
        heading("NEXT")
        for step in report.next {
            Swift.print(printable(step.sentence))
            if !step.command.isEmpty { Swift.print("  \(printable(step.command))") }
        }
    }
}
