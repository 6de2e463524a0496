import Coverage
import Ingestion
import MarketData
import Overview

/// The largest of what is missing, and how much there is of each class: memory for those that are shown.
struct GapListing {
    /// How many are shown; nil for all.
    private let limit: Int?
    private let archive: (SurveyedLine) -> String?
    private var kept: [(line: HistoryLine, gap: LineGap, row: GapRow)] = []
    /// None that is not larger can be among those shown.
    private var least = -1
    private var totals: [GapClass: (gaps: Int, candles: Int)] = [:]
    /// Files that are needed, and where they are had.
    private var files: Set<String> = []
    private var place: String?

    /// - Parameter archive: where the files of a history are had, for people.
    init(limit: Int?, archive: @escaping (SurveyedLine) -> String?) { (self.limit, self.archive) = (limit, archive) }

    mutating func add(_ found: GapScan.Found) {
        let gap = found.gap
        totals[gap.gapClass, default: (0, 0)].gaps += 1
        totals[gap.gapClass, default: (0, 0)].candles += gap.candles
        if let file = found.requiredFile, files.insert(file).inserted {
            place = place ?? archive(found.surveyed)
        }
        if let limit, limit == 0 || gap.candles <= least { return }
        kept.append((found.line, gap, GapRow(found)))
        if let limit, kept.count >= 2 * limit + 64 {
            kept = sorted
            least = kept.last?.gap.candles ?? -1
        }
    }

    /// Those that are shown, the largest first, equal ones as they came.
    private var sorted: [(line: HistoryLine, gap: LineGap, row: GapRow)] {
        let places = kept.indices.sorted { left, right in
            let (one, other) = (kept[left].gap.candles, kept[right].gap.candles)
            return one == other ? left < right : one > other
        }
        return places.prefix(limit ?? kept.count).map { kept[$0] }
    }

    private var classes: [(GapClass, gaps: Int, candles: Int)] {
        GapClassArgument.listed.compactMap { one in totals[one].map { (one, $0.gaps, $0.candles) } }
    }

    private var count: Int { totals.values.reduce(0) { $0 + $1.gaps } }

    func show() {
        if count == 0 { return print("nothing is missing") }
        var table = Table(
            ("HISTORY", .left), ("FROM", .left), ("TO", .left), ("CANDLES", .right), ("CLASS", .left), ("WHY", .left),
            ("FILE", .left))
        let shown = sorted
        for (line, gap, row) in shown {
            table.add(
                "\(line)", shortTime(gap.range.start), shortTime(gap.range.end),
                line.kind == .trades ? "-" : grouped(gap.candles), gap.gapClass.rawValue,
                row.reason, row.required_csv_file ?? "-")
        }
        if !table.isEmpty { table.print() }
        if count > shown.count {
            print("… and \(grouped(count - shown.count)) more; --largest NUMBER shows more of them")
        }
        print("")
        var sums = Table(("CLASS", .left), ("GAPS", .right), ("CANDLES", .right))
        for (one, gaps, candles) in classes {
            // Gaps of trades hold none.
            sums.add(one.rawValue, grouped(gaps), candles > 0 ? grouped(candles) : "-")
        }
        sums.print()
        for step in nextSteps { print(step) }
    }

    /// What would help, as commands.
    private var nextSteps: [String] {
        var steps: [String] = []
        let (fillable, failed) = (totals[.fillable], totals[.failed])
        if fillable != nil || failed != nil {
            steps.append(
                "next: candlewick gaps fill asks for \(counted((fillable?.gaps ?? 0) + (failed?.gaps ?? 0), "gap"))")
        }
        if !files.isEmpty {
            let names = files.sorted().prefix(3).joined(separator: ", ") + (files.count > 3 ? ", …" : "")
            let place = place.map { " of \($0)" } ?? ""
            steps.append("next: candlewick ingest FILE, with \(counted(files.count, "file"))\(place): \(names)")
        }
        return steps
    }

    private struct Total: Encodable {
        var `class`: String
        var gaps: Int
        var missing_candles: Int
    }

    private struct Document: Encodable {
        var gaps: [GapRow]
        /// Those that `gaps` leaves out.
        var more: Int
        var totals: [Total]
    }

    func showJSON() throws {
        let shown = sorted
        try printJSON(
            Document(
                gaps: shown.map(\.row), more: count - shown.count,
                totals: classes.map { Total(class: $0.0.word, gaps: $0.gaps, missing_candles: $0.candles) }))
    }
}
