public import MarketData

/// Validates the trades of one series from one input, batch by batch, and numbers those of an instant.
///
/// Nothing is dropped for being equal: trades that agree in every field are separate trades. What
/// tells them apart is `ordinal`, the place among the good trades of the same time in the source's order,
/// counted across batches. A value without I/O.
public struct TradeInspector: Sendable {
    /// What the rows must satisfy.
    public private(set) var rules: TradeRules
    /// What became of all rows so far.
    public private(set) var total = InspectionCount()
    private var scan: TradeScan
    private var place: TradePlace?

    /// An inspector before its first batch.
    public init(_ rules: TradeRules) { self.init(rules, at: nil) }

    init(_ rules: TradeRules, at place: TradePlace?) {
        self.rules = rules
        scan = TradeScan(rules)
        self.place = place
    }

    /// Goes on by other rules; trades of an instant are numbered on.
    public mutating func goOn(_ rules: TradeRules) {
        self.rules = rules
        scan = TradeScan(rules)
    }

    /// Takes every row out of the batch that is no good trade, sets `ordinal` in the rest, which keep
    /// their order.
    ///
    /// One pass without allocation as long as rows are good. The parameters are those of
    /// `CandleInspector.inspect`.
    @discardableResult
    public mutating func inspect(
        _ batch: TradeBatch, rejects: inout RejectLog, rawText: (_ position: Int64) -> String
    ) -> InspectionCount {
        var count = InspectionCount()
        let end = batch.count
        var row = 0
        while row < end {
            // Before the first trade: a place of which no trade is the next.
            var here = place ?? TradePlace(time: .min, ordinal: -1)
            let doubt = scan.firstDoubt(in: batch, rows: row..<end, after: &here)
            if doubt > row {
                if row != count.kept { batch.move(rows: row..<doubt, to: count.kept) }
                count.kept += doubt - row
                place = here
            }
            row = doubt
            guard row < end else { break }
            // The scan's rules for trades are exact: what it doubts is refused.
            let (code, reason) = refusal(of: batch, row, explaining: rejects.hasRoom)
            count.rejected += 1
            let (record, position) = (batch.row[row], batch.position[row])
            rejects.add(code) {
                Reject(
                    row: record, position: position, code: code, reason: reason,
                    raw: position < 0 ? "" : rawText(position))
            }
            row += 1
        }
        batch.count = count.kept
        total += count
        return count
    }

    private func refusal(of batch: TradeBatch, _ row: Int, explaining: Bool) -> (Reject.Code, String) {
        let time = batch.time[row]
        if case .refuse(let code, let sentence) = periodRefusal(
            "time", time, from: rules.earliest, to: rules.now, explaining)
        {
            return (code, sentence)
        }
        let (price, volume, side) = (batch.price[row], batch.volume[row], batch.side[row])
        if !(price > 0 && price < .infinity) { return (.price, explaining ? priceSentence("price", price) : "") }
        if !(volume >= 0 && volume < .infinity) { return (.volume, explaining ? volumeSentence(volume) : "") }
        if ![TradeSide.none, TradeSide.buy, TradeSide.sell].contains(side) {
            return (
                .side,
                explaining
                    ? "side \(side) is none; expected \(TradeSide.buy) bought, \(TradeSide.sell) sold or \(TradeSide.none) not known"
                    : ""
            )
        }
        if let place, time < place.time {
            return (.order, explaining ? orderSentence("time", time, after: place.time) : "")
        }
        return (
            .order,
            explaining
                ? "time \(Timestamp(nanoseconds: time)) has more trades than can be numbered; expected at most \(Int64(Int32.max) + 1)"
                : ""
        )
    }
}
