import MarketData
import Pipeline

/// The rules once more, plain and slow, written down from `docs/data-model.md`.
struct CandleReference {
    var kept: [CandleRow] = []
    var count = InspectionCount()
    var refused: [(row: Int64, code: Reject.Code)] = []
    private var last: (time: Int64, candle: CandleRow?)?

    init(_ rows: [CandleRow], _ rules: CandleRules) {
        for row in rows { see(row, rules) }
    }

    private mutating func see(_ row: CandleRow, _ rules: CandleRules) {
        let quiet = row.flags & CandleFlags.noTrades != 0
        if let code = Self.fault(row, rules, timeOnly: quiet) {
            refuse(row, code)
        } else if let last, row.time < last.time {
            refuse(row, .order)
        } else if let last, row.time == last.time {
            switch (last.candle, quiet) {
            case (nil, true): count.duplicates += 1
            case (let before?, false) where Self.equal(before, row): count.duplicates += 1
            default: refuse(row, .conflict)
            }
        } else if quiet {
            count.noTrades += 1
            last = (row.time, nil)
        } else {
            count.kept += 1
            kept.append(row)
            last = (row.time, row)
        }
    }

    private mutating func refuse(_ row: CandleRow, _ code: Reject.Code) {
        count.rejected += 1
        refused.append((row.row, code))
    }

    static func fault(_ row: CandleRow, _ rules: CandleRules, timeOnly: Bool) -> Reject.Code? {
        if row.time < rules.earliest.nanoseconds || row.time > rules.now.nanoseconds { return .period }
        let distance = Int128(row.time) - Int128(rules.anchor)
        if !distance.isMultiple(of: Int128(rules.interval.nanoseconds)) { return .alignment }
        if timeOnly { return nil }
        let prices = [row.open, row.high, row.low, row.close]
        if !prices.allSatisfy({ $0.isFinite && $0 > 0 }) { return .price }
        if !row.vwap.isNaN, !row.vwap.isFinite || row.vwap <= 0 { return .price }
        if prices.max() != row.high || prices.min() != row.low { return .range }
        if !row.vwap.isNaN, row.vwap * 2 < row.low || row.vwap / 2 > row.high { return .range }
        if !row.volume.isNaN, !row.volume.isFinite || row.volume < 0 { return .volume }
        return row.trades < -1 ? .count : nil
    }

    private static func equal(_ left: CandleRow, _ right: CandleRow) -> Bool {
        func values(_ row: CandleRow) -> [Double] {
            [row.open, row.high, row.low, row.close, row.volume, row.vwap, Double(row.trades)]
                .map { $0.isNaN ? -1 : $0 }
        }
        return values(left) == values(right)
    }
}
