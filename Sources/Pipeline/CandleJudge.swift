import MarketData

/// What is to be done with one row.
enum RowVerdict: Equatable {
    case keep
    case duplicate
    case noTrades
    case refuse(Reject.Code, String)
}

/// The row that an inspector let pass last.
struct PrecedingCandle {
    var time: Int64
    /// The record it came from, -1 unknown.
    var row: Int64
    /// Nil when it said "no trades".
    var values: CandleValues?
}

/// The rules again, for the few rows that the scan doubts: decides, and says why.
struct CandleJudge {
    let rules: CandleRules
    let scan: CandleScan

    /// Judges a row. Without `explaining` a refusal has an empty sentence, which costs nothing.
    func verdict(
        on batch: CandleBatch, _ row: Int, after preceding: PrecedingCandle?, explaining: Bool
    ) -> RowVerdict {
        func refuse(_ code: Reject.Code, _ sentence: @autoclosure () -> String) -> RowVerdict {
            .refuse(code, explaining ? sentence() : "")
        }
        let time = batch.openTime[row]
        if let refusal = periodRefusal("open time", time, from: rules.earliest, to: rules.now, explaining) {
            return refusal
        }
        guard scan.isAligned(time) else {
            return refuse(
                .alignment,
                "open time \(Timestamp(nanoseconds: time)) is no start of a \(rules.interval) candle; expected whole \(rules.alignment == rules.interval ? "intervals" : "\(rules.alignment)")"
                    + " counted from \(Timestamp(nanoseconds: rules.anchor))")
        }
        let saysNoTrades = batch.flags[row] & CandleFlags.noTrades != 0
        let values = CandleValues(batch, row)
        if !saysNoTrades, let refusal = refusal(of: values, explaining) { return refusal }
        guard let preceding, time <= preceding.time else { return saysNoTrades ? .noTrades : .keep }
        if time < preceding.time {
            return refuse(.order, orderSentence("open time", time, after: preceding.time))
        }
        switch (saysNoTrades, preceding.values) {
        case (true, nil): return .duplicate
        case (false, let before?) where before == values: return .duplicate
        case (false, let before?):
            return refuse(
                .conflict, conflict(time, preceding, values.differences(from: before).joined(separator: ", ")))
        case (false, nil): return refuse(.conflict, conflict(time, preceding, "a candle instead of no trades"))
        case (true, _?): return refuse(.conflict, conflict(time, preceding, "no trades instead of a candle"))
        }
    }

    private func conflict(_ time: Int64, _ preceding: PrecedingCandle, _ difference: String) -> String {
        let record = preceding.row < 0 ? "an earlier record" : "record \(preceding.row)"
        return "open time \(Timestamp(nanoseconds: time)) was in \(record) already, this one has \(difference);"
            + " expected one candle an interval, the first was kept"
    }

    private func refusal(of candle: CandleValues, _ explaining: Bool) -> RowVerdict? {
        func refuse(_ code: Reject.Code, _ sentence: @autoclosure () -> String) -> RowVerdict {
            .refuse(code, explaining ? sentence() : "")
        }
        for (name, price) in [
            ("open", candle.open), ("high", candle.high), ("low", candle.low), ("close", candle.close),
        ] where !(price > 0 && price < .infinity) {
            return refuse(.price, priceSentence(name, price))
        }
        if candle.vwap <= 0 || candle.vwap == .infinity {
            return refuse(.price, priceSentence("vwap", candle.vwap))
        }
        for (name, price) in [("open", candle.open), ("close", candle.close)] {
            if candle.low > price {
                return refuse(
                    .range,
                    "low \(candle.low.plain) is above \(name) \(price.plain); expected low <= open, close <= high")
            }
            if candle.high < price {
                return refuse(
                    .range,
                    "high \(candle.high.plain) is below \(name) \(price.plain); expected low <= open, close <= high")
            }
        }
        let factor = CandleRules.vwapFactor
        if candle.vwap < candle.low / factor || candle.vwap > candle.high * factor {
            return refuse(
                .range,
                "vwap \(candle.vwap.plain) is far from low \(candle.low.plain) to high \(candle.high.plain); expected"
                    + " it between them, or off by a factor of \(factor.plain) at most, where a source rounds it")
        }
        if candle.volume < 0 || candle.volume == .infinity {
            return refuse(.volume, volumeSentence(candle.volume))
        }
        if candle.trades < -1 {
            return refuse(
                .count, "number of trades \(candle.trades) is below 0; expected 0 or more, or -1 when it is absent")
        }
        return nil
    }
}

func priceSentence(_ name: String, _ price: Double) -> String {
    "\(name) \(price.isNaN ? "NaN" : price.plain) is no price; expected a finite number above 0"
}

func volumeSentence(_ volume: Double) -> String {
    "volume \(volume.isNaN ? "NaN" : volume.plain) is no amount; expected a finite number, 0 or above"
}

func orderSentence(_ name: String, _ time: Int64, after last: Int64) -> String {
    "\(name) \(Timestamp(nanoseconds: time)) goes back behind \(Timestamp(nanoseconds: last)), which came before it;"
        + " expected ascending times: sort the file by time"
}

func periodRefusal(
    _ name: String, _ time: Int64, from earliest: Timestamp, to now: Timestamp, _ explaining: Bool
) -> RowVerdict? {
    let moment = Timestamp(nanoseconds: time)
    if moment < earliest {
        return .refuse(
            .period, explaining ? "\(name) \(moment) is before \(earliest); expected a time from then to now" : "")
    }
    if moment > now {
        return .refuse(.period, explaining ? "\(name) \(moment) is after now, \(now); expected a time before it" : "")
    }
    return nil
}
