import Coverage
import Ingestion
import MarketData
import Overview
import Reporting

/// The largest gaps of all that are found, and sums of the rest: memory for what is shown.
struct LargestRows {
    struct Row {
        let candles: Int
        let length: Int128
        let fields: Fields
    }

    private let limit: Int
    private var kept: [Row] = []
    private var least = -1
    private var sums: [GapClass: (gaps: Int, candles: Int)] = [:]

    init(_ limit: Int) { self.limit = limit }

    mutating func add(_ found: GapScan.Found) {
        let gap = found.gap
        sums[gap.gapClass, default: (0, 0)].gaps += 1
        sums[gap.gapClass, default: (0, 0)].candles += gap.candles
        if gap.candles <= least { return }
        let length = Int128(gap.range.end.nanoseconds) - Int128(gap.range.start.nanoseconds)
        kept.append(Row(candles: gap.candles, length: length, fields: Self.fields(found)))
        if kept.count >= 2 * limit + 64 {
            kept = sorted
            least = kept.last?.candles ?? -1
        }
    }

    /// Those that are shown, the largest first, equal ones as they came.
    var sorted: [Row] {
        kept.indices.sorted { left, right in
            let (one, other) = (kept[left], kept[right])
            if one.candles != other.candles { return one.candles > other.candles }
            return one.length != other.length ? one.length > other.length : left < right
        }.prefix(limit).map { kept[$0] }
    }

    var count: Int { sums.values.reduce(0) { $0 + $1.gaps } }

    /// Candles that a source could be asked for now.
    var fillable: Int { (sums[.fillable]?.candles ?? 0) + (sums[.failed]?.candles ?? 0) }

    /// How much there is of each class.
    var classes: [Fields] {
        GapClass.listed.compactMap { one in
            guard let sum = sums[one], let state = HistoryState(rawValue: one.word) else { return nil }
            return [
                "mark": state.mark, "name": state.name.capitalisedFirst, "gaps": sum.gaps.counted("gap"),
                "candles": sum.candles.counted("candle"), "meaning": state.meaning,
                "href": Link("/gaps").with("class", state.rawValue).text,
            ]
        }
    }

    private static func fields(_ found: GapScan.Found) -> Fields {
        let (line, gap) = (found.line, found.gap)
        let state = HistoryState(rawValue: gap.gapClass.word) ?? .notAsked
        return GapFields.told(
            ReportGap(
                line, gap.range, state, candles: gap.candles, reason: found.reason,
                requiredFile: found.requiredFile ?? "")
        ).merging(["tier": found.surveyed.asset.tier.rawValue]) { own, _ in own }
    }
}
