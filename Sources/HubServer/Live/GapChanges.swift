import Live
import MarketData
import Overview
import Reporting

/// What is missing of each history, and of which that changed.
struct GapChanges {
    /// Histories of which one look tells; the others wait for the next one.
    static let most = 200

    fileprivate struct Count: Equatable {
        var missing = 0
        var gaps = 0
    }

    private var counts: [HistoryLine: Count]?

    /// A history of which another number of candles is missing than before.
    struct Change: Encodable, Equatable {
        var asset: String
        var quote: String
        /// `candles` or `trades`.
        var kind: String
        /// Nil for trades.
        var interval_minutes: Double?
        var missing_candles: Int
        var gaps: Int
    }

    /// Those that are otherwise than in the report before; none for the first.
    mutating func look(_ lines: [ReportLine]) -> [(LiveSubject, Change)] {
        let isFirst = counts == nil
        var known = counts ?? [:]
        var changes: [(LiveSubject, Change)] = []
        for line in lines {
            let count = Count(missing: line.missing.total, gaps: line.gaps)
            if known[line.line, default: Count()] == count { continue }
            if !isFirst, changes.count == Self.most { break }
            known[line.line] = count
            if !isFirst {
                changes.append((LiveSubject(line.line.instrument, line.line.kind), Change(line.line, count)))
            }
        }
        counts = known
        return changes
    }
}

extension GapChanges.Change {
    fileprivate init(_ line: HistoryLine, _ count: GapChanges.Count) {
        (asset, quote) = (line.instrument.base, line.instrument.quote)
        kind = line.kind == .trades ? "trades" : "candles"
        interval_minutes = line.kind.interval?.inMinutes
        (missing_candles, gaps) = (count.missing, count.gaps)
    }
}
