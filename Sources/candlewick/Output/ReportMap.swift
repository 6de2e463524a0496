import MarketData
import Overview
import Reporting

/// The coverage of every history as a row of blocks as wide as the terminal.
struct ReportMap {
    private let report: HistoryReport
    private let names: [String]
    private let indent: Int
    /// Blocks in a row.
    private let columns: Int

    init(_ report: HistoryReport, width: Int) {
        self.report = report
        names = report.lines.map { printable($0.line.description) }
        indent = (names.map(\.count).max() ?? 0) + 2
        // A name, the blocks, two blanks, `100 %` or `99.9 %`.
        columns = max(10, width - indent - 8)
    }

    /// The rows, the axis and what the blocks mean.
    func lines() -> [String] {
        var lines: [String] = []
        for (line, name) in zip(report.lines, names) {
            let blocks = blocks(line)
            var row = name + String(repeating: " ", count: indent - name.count)
            for block in blocks { row += block.map(\.coloured) ?? " " }
            lines.append(row + "  \(line.percentage.map { "\($0) %" } ?? "-")")
        }
        let (from, to) = (report.scope.wanted.start, report.scope.wanted.end)
        let (left, right) = (String(from.description.prefix(10)), String(to.description.prefix(10)))
        let between = columns - left.count - right.count
        let blank = String(repeating: " ", count: indent)
        lines.append(blank + left + (between > 0 ? String(repeating: " ", count: between) + right : ""))
        let present = Set(report.lines.flatMap { $0.bands.map(\.state) })
        let legend = HistoryState.byTrouble.filter(present.contains).map { "\($0.block) \($0.name)" }
        lines.append(blank + legend.joined(separator: "  ") + "; a block shows the worst that is in it")
        return lines
    }

    /// The worst state in every column; nil where nothing is wanted.
    private func blocks(_ line: ReportLine) -> [HistoryState?] {
        var ranks = [Int](repeating: -1, count: columns)
        let wanted = report.scope.wanted
        let width = distance(wanted.end, wanted.start)
        for band in line.bands {
            guard let range = band.range.intersection(wanted) else { continue }
            let first = Int(distance(range.start, wanted.start) * Int128(columns) / width)
            let end = Int((distance(range.end, wanted.start) * Int128(columns) + width - 1) / width)
            let rank = band.state.trouble
            for column in first..<min(end, columns) where ranks[column] < rank { ranks[column] = rank }
        }
        return ranks.map { $0 < 0 ? nil : HistoryState.byTrouble[$0] }
    }

    private func distance(_ later: Timestamp, _ earlier: Timestamp) -> Int128 {
        Int128(later.nanoseconds) - Int128(earlier.nanoseconds)
    }
}

extension HistoryState {
    /// From rest to trouble.
    fileprivate static let byTrouble: [HistoryState] = [
        .noSessions, .covered, .suspect, .notAsked, .sourceLimit, .notEntitled, .fillable, .failed,
    ]

    /// The place in that order.
    fileprivate var trouble: Int {
        switch self {
        case .noSessions: 0
        case .covered: 1
        case .suspect: 2
        case .notAsked: 3
        case .sourceLimit: 4
        case .notEntitled: 5
        case .fillable: 6
        case .failed: 7
        }
    }

    /// Told apart without colours, too.
    fileprivate var block: String {
        switch self {
        case .noSessions: "·"
        case .covered: "█"
        case .suspect: "?"
        case .notAsked: "-"
        case .sourceLimit: "░"
        case .notEntitled: "!"
        case .fillable: "▒"
        case .failed: "x"
        }
    }

    fileprivate var coloured: String {
        switch self {
        case .noSessions, .notAsked: Terminal.dim(block)
        case .covered: Terminal.green(block)
        case .suspect, .sourceLimit, .fillable, .notEntitled: Terminal.yellow(block)
        case .failed: Terminal.red(block)
        }
    }
}
