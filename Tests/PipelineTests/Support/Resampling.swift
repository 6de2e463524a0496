import MarketData
import Pipeline

/// Runs a resampler over rows in batches of the given size, into batches of the given capacity.
func resampled(
    _ rows: [CandleRow], _ resampler: CandleResampler, batch size: Int = 1000, output capacity: Int = 1000
) throws -> [CandleRow] {
    var resampler = resampler
    let output = usedBatch(capacity)
    var coarse: [CandleRow] = []
    for start in stride(from: 0, to: rows.count, by: size) {
        let batch = CandleBatch(Array(rows[start..<min(start + size, rows.count)]))
        var next = try resampler.read(batch, into: output)
        while next < batch.count {
            coarse += output.allRows
            output.count = 0
            next = try resampler.read(batch, from: next, into: output)
        }
    }
    while !resampler.finish(into: output) {
        coarse += output.allRows
        output.count = 0
    }
    return coarse + output.allRows
}

/// The same for trades.
func resampled(
    _ rows: [TradeRow], _ resampler: TradeResampler, batch size: Int = 1000, output capacity: Int = 1000
) throws -> [CandleRow] {
    var resampler = resampler
    let output = usedBatch(capacity)
    var coarse: [CandleRow] = []
    for start in stride(from: 0, to: rows.count, by: size) {
        let batch = TradeBatch(Array(rows[start..<min(start + size, rows.count)]))
        var next = try resampler.read(batch, into: output)
        while next < batch.count {
            coarse += output.allRows
            output.count = 0
            next = try resampler.read(batch, from: next, into: output)
        }
    }
    while !resampler.finish(into: output) {
        coarse += output.allRows
        output.count = 0
    }
    return coarse + output.allRows
}

/// Coarse candles by grouping, plain and slow.
func grouped(_ rows: [CandleRow], by interval: Interval) -> [CandleRow] {
    let groups = Dictionary(grouping: rows) { interval.floor($0.time) }
    return groups.keys.sorted().compactMap { opening in
        guard let parts = groups[opening], let first = parts.first, let last = parts.last else { return nil }
        return CandleRow(time: opening).with { coarse in
            coarse.open = first.open
            coarse.close = last.close
            coarse.high = parts.map(\.high).max() ?? .nan
            coarse.low = parts.map(\.low).min() ?? .nan
            coarse.volume = parts.map(\.volume).reduce(0, +)
            coarse.vwap = parts.map { $0.vwap * $0.volume }.reduce(0, +) / coarse.volume
            coarse.trades = parts.contains { $0.trades < 0 } ? -1 : parts.map(\.trades).reduce(0, +)
        }
    }
}

/// Whether two rows of candles are the same, sums to a relative difference of 1e-6.
func agree(_ left: [CandleRow], _ right: [CandleRow]) -> Bool {
    func near(_ a: Double, _ b: Double) -> Bool {
        (a.isNaN && b.isNaN) || (a - b).magnitude <= 1e-6 * max(a.magnitude, b.magnitude)
    }
    return left.count == right.count
        && zip(left, right).allSatisfy { one, other in
            one.time == other.time && one.open == other.open && one.high == other.high && one.low == other.low
                && one.close == other.close && one.trades == other.trades && near(one.volume, other.volume)
                && near(one.vwap, other.vwap)
        }
}

/// An empty batch with the traces of other rows, as the hub's own have after their first use.
private func usedBatch(_ capacity: Int) -> CandleBatch {
    let trace = CandleRow(time: 1).with {
        ($0.symbol, $0.flags, $0.row, $0.position, $0.vwap) = (9, CandleFlags.noTrades, 9, 9, 9)
    }
    let batch = CandleBatch(Array(repeating: trace, count: capacity))
    batch.count = 0
    return batch
}
