import Coverage
import Ingestion
import MarketData
import Reporting

/// Keeps the largest gaps of all that are found, so that of millions only a few are in memory.
struct LargestGaps {
    /// A gap whose words are not made yet.
    private struct Found {
        var gap: LineGap
        var line: HistoryLine
        var category: AssetCategory?
        var outlooks: [SourceOutlook]

        /// As the report orders them; the order of the survey decides between those that are alike.
        func precedes(_ other: Found) -> Bool {
            if gap.candles != other.gap.candles { return gap.candles > other.gap.candles }
            if gap.range.length != other.gap.range.length { return gap.range.length > other.gap.range.length }
            return gap.range.start < other.gap.range.start
        }
    }

    private let limit: Int
    private var found: [Found] = []
    /// No gap of fewer candles can be among the largest any more.
    private var leastCandles = 0

    init(_ limit: Int) { self.limit = limit }

    mutating func take(_ gaps: [LineGap], of line: SurveyedLine) {
        guard limit > 0 else { return }
        for gap in gaps where gap.candles >= leastCandles && gap.gapClass != .marketClosed {
            found.append(
                Found(gap: gap, line: line.line, category: line.asset.category, outlooks: line.outlooks))
            if found.count >= 4 * limit + 1000 { cut() }
        }
    }

    private mutating func cut() {
        found = found.enumerated().sorted {
            $0.element.precedes($1.element) || !$1.element.precedes($0.element) && $0.offset < $1.offset
        }.prefix(limit).map(\.element)
        leastCandles = found.last?.gap.candles ?? 0
    }

    /// The gaps with their words.
    mutating func told(_ words: SyncGaps) -> [ReportGap] {
        cut()
        return found.map { one in
            let file = words.requiredFile(one.line, category: one.category) ?? ""
            let archive = file.isEmpty ? nil : words.archive(one.line, category: one.category)
            let asset = one.line.instrument.base
            return ReportGap(
                one.line, one.gap.range, HistoryState(one.gap.gapClass), candles: one.gap.candles,
                reason: one.gap.reason(one.outlooks), requiredFile: one.gap.gapClass == .fillable ? "" : file,
                remedy: remedy(one.gap.gapClass, asset: asset, archive: archive))
        }
    }

    private func remedy(_ gapClass: GapClass, asset: String, archive: String?) -> String {
        switch gapClass {
        case .fillable, .failed: "candlewick gaps fill --asset \(asset)"
        case .sourceLimit, .notEntitled, .notAsked: archive.map { "the file is in \($0)" } ?? ""
        case .marketClosed, .noTrades, .suspect: ""
        }
    }
}

extension TimeRange {
    /// Nanoseconds; wider than Int64 where the range is most of time.
    fileprivate var length: Int128 { Int128(end.nanoseconds) - Int128(start.nanoseconds) }
}
