public import MarketData

/// Validates and deduplicates the candles of one series from one input, batch by batch.
///
/// A value without I/O: what it knows is the rules and the row that it let pass last. Rows are
/// compared with the last one that passed (a refused row moves nothing), so the times of all
/// rows that it leaves in the batches ascend strictly. All rows belong to one series: whoever reads
/// many symbols from one reply has one inspector for each.
public struct CandleInspector: Sendable {
    /// What the rows must satisfy.
    public private(set) var rules: CandleRules
    /// What became of all rows so far.
    public private(set) var total = InspectionCount()
    private var judge: CandleJudge
    private var preceding: PrecedingCandle?

    /// An inspector before its first batch.
    public init(_ rules: CandleRules) {
        self.rules = rules
        judge = CandleJudge(rules: rules, scan: CandleScan(rules))
    }

    /// Goes on by other rules, of the same interval: what passed stays the row that further ones are compared with.
    public mutating func goOn(_ rules: CandleRules) {
        precondition(rules.interval == self.rules.interval, "an inspector is for one interval")
        self.rules = rules
        judge = CandleJudge(rules: rules, scan: CandleScan(rules))
    }

    /// Takes every row out of the batch that is no good new candle; the rest keep their order.
    ///
    /// One pass without allocation as long as rows are good.
    /// - Parameters:
    ///   - rejects: where refused rows are noted.
    ///   - rawText: a record's own text, given its first byte's place in the input. Called only for
    ///     rejects that the log keeps, and only when the place is known.
    /// - Returns: what became of this batch's rows.
    @discardableResult
    public mutating func inspect(
        _ batch: CandleBatch, rejects: inout RejectLog, rawText: (_ position: Int64) -> String
    ) -> InspectionCount {
        var count = InspectionCount()
        let end = batch.count
        var row = 0
        while row < end {
            // Without a row to measure from the first one goes to the judge.
            let doubt = preceding.map { judge.scan.firstDoubt(in: batch, rows: row..<end, after: $0.time) } ?? row
            if doubt > row {
                keep(row..<doubt, in: batch, &count)
            }
            row = doubt
            guard row < end else { break }
            switch judge.verdict(on: batch, row, after: preceding, explaining: rejects.hasRoom) {
            case .keep: keep(row..<row + 1, in: batch, &count)
            case .duplicate: count.duplicates += 1
            case .noTrades:
                count.noTrades += 1
                preceding = PrecedingCandle(time: batch.openTime[row], row: batch.row[row], values: nil)
            case .refuse(let code, let reason):
                count.rejected += 1
                let (record, position) = (batch.row[row], batch.position[row])
                rejects.add(code) {
                    Reject(
                        row: record, position: position, code: code, reason: reason,
                        raw: position < 0 ? "" : rawText(position))
                }
            }
            row += 1
        }
        batch.count = count.kept
        total += count
        return count
    }

    private mutating func keep(_ rows: Range<Int>, in batch: CandleBatch, _ count: inout InspectionCount) {
        if rows.lowerBound != count.kept { batch.move(rows: rows, to: count.kept) }
        count.kept += rows.count
        let last = count.kept - 1
        preceding = PrecedingCandle(
            time: batch.openTime[last], row: batch.row[last], values: CandleValues(batch, last))
    }
}
