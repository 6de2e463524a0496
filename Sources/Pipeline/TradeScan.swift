import MarketData

/// Where a run of trades stands: the last one's time, and its place among the trades of that time.
struct TradePlace: Equatable {
    var time: Int64
    var ordinal: Int32
}

/// The rules for trades as a tight loop that also numbers the trades of an instant.
///
/// It may doubt a good row, never pass a bad one; `TradeJudge` decides about the row it stops at.
struct TradeScan {
    let earliest: Int64
    let latest: Int64

    init(_ rules: TradeRules) {
        (earliest, latest) = (rules.earliest.nanoseconds, rules.now.nanoseconds)
    }

    /// The first row of a run that is not, beyond doubt, a good trade at or after the one before it;
    /// the run's end when all are. Sets the ordinals of the rows before it and moves `place` along.
    func firstDoubt(in batch: TradeBatch, rows: Range<Int>, after place: inout TradePlace) -> Int {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= batch.capacity, "more rows than the batch holds")
        // Pointers for the reason given in `CandleScan`; the bounds are checked by the line above, and
        // the batch keeps its columns alive until the end of the call.
        let time = unsafe batch.time.pointer
        let price = unsafe batch.price.pointer
        let volume = unsafe batch.volume.pointer
        let side = unsafe batch.side.pointer
        let ordinal = unsafe batch.ordinal.pointer
        var (last, number) = (place.time, place.ordinal)
        let doubt = withExtendedLifetime(batch) {
            for row in rows {
                // In bounds: `rows` was checked above.
                let t = unsafe time[row]
                let (p, v, s) = unsafe (price[row], volume[row], side[row])
                guard t >= last, t >= earliest, t <= latest,
                    // Written so that a NaN fails.
                    p > 0, p < .infinity, v >= 0, v < .infinity,
                    s == TradeSide.none || s == TradeSide.buy || s == TradeSide.sell,
                    t != last || number < .max
                else { return row }
                number = t == last ? number &+ 1 : 0
                // In bounds as above.
                unsafe ordinal[row] = number
                last = t
            }
            return rows.upperBound
        }
        place = TradePlace(time: last, ordinal: number)
        return doubt
    }
}
