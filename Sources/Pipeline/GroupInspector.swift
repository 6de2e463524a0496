public import MarketData

/// Validates and deduplicates candles of many series from one source, whose rows come mixed.
///
/// What `CandleInspector` does for one series, row by row: each row's `symbol` is the place of its series, and it is
/// compared with the row of that series that passed last. A value without I/O; memory grows with the places.
public struct GroupInspector: Sendable {
    /// What became of all rows so far.
    public private(set) var total = InspectionCount()
    private var judge: CandleJudge
    private var preceding: [PrecedingCandle?] = []

    /// An inspector before its first batch.
    public init(_ rules: CandleRules) { judge = CandleJudge(rules: rules, scan: CandleScan(rules)) }

    /// Goes on by other rules, of the same interval.
    public mutating func goOn(_ rules: CandleRules) {
        precondition(rules.interval == judge.rules.interval, "an inspector is for one interval")
        judge = CandleJudge(rules: rules, scan: CandleScan(rules))
    }

    /// Takes every row out of the batch that is no good new candle of its series; the rest keep their order.
    ///
    /// - Parameters:
    ///   - rejects: where refused rows are noted.
    ///   - rawText: a record's own text, given its first byte's place in the input.
    /// - Returns: what became of this batch's rows.
    @discardableResult
    public mutating func inspect(
        _ batch: CandleBatch, rejects: inout RejectLog, rawText: (_ position: Int64) -> String
    ) -> InspectionCount {
        var count = InspectionCount()
        for row in 0..<batch.count {
            let place = Int(batch.symbol[row])
            if place >= preceding.count {
                preceding.append(contentsOf: repeatElement(nil, count: place + 1 - preceding.count))
            }
            let (time, record, position) = (batch.openTime[row], batch.row[row], batch.position[row])
            switch judge.verdict(on: batch, row, after: preceding[place], explaining: rejects.hasRoom) {
            case .keep:
                preceding[place] = PrecedingCandle(time: time, row: record, values: CandleValues(batch, row))
                if row != count.kept { batch.move(rows: row..<row + 1, to: count.kept) }
                count.kept += 1
            case .duplicate: count.duplicates += 1
            case .noTrades:
                count.noTrades += 1
                preceding[place] = PrecedingCandle(time: time, row: record, values: nil)
            case .refuse(let code, let reason):
                count.rejected += 1
                rejects.add(code) {
                    Reject(
                        row: record, position: position, code: code, reason: reason,
                        raw: position < 0 ? "" : rawText(position))
                }
            }
        }
        batch.count = count.kept
        total += count
        return count
    }
}
