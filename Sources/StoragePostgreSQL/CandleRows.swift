import MarketData
import Storage

/// A batch of candles as rows of the table `candle`.
struct CandleRows: BatchRows {
    let batch: CandleBatch

    static func table(schema: String) -> StoredTable {
        StoredTable(
            "candle", schema: schema, key: [.init(name: "key", type: .int8)],
            values: ["open", "high", "low", "close"].map { .init(name: $0, type: .float8) },
            nullable: [
                .init(name: "volume", type: .float8), .init(name: "vwap", type: .float8),
                .init(name: "trades", type: .int8),
            ], series: "c.key >> \(CandleKey.timeBits)", scan: "key BETWEEN $1 AND $2 ORDER BY key LIMIT $3")
    }

    var count: Int { batch.count }

    func place(_ row: Int) -> Int { Int(batch.symbol[row]) }

    func isBehind(_ other: CandleRows, _ otherRow: Int, _ row: Int) -> Bool {
        batch.openTime[row] > other.batch.openTime[otherRow]
    }

    func put(_ row: Int, series: Int64, into sink: some FieldSink) {
        sink.int8(CandleKey.key(series: series, nanoseconds: batch.openTime[row]), column: 0)
        sink.float8(batch.open[row], column: 1)
        sink.float8(batch.high[row], column: 2)
        sink.float8(batch.low[row], column: 3)
        sink.float8(batch.close[row], column: 4)
        sink.float8(orAbsent: batch.volume[row], column: 5)
        sink.float8(orAbsent: batch.vwap[row], column: 6)
        sink.int8(orAbsent: batch.trades[row], column: 7)
    }

    func scan(from first: Int, to last: Int, series: Int64, limit: Int) -> [Parameter] {
        [
            .int8(CandleKey.key(series: series, nanoseconds: batch.openTime[first])),
            .int8(CandleKey.key(series: series, nanoseconds: batch.openTime[last])), .int8(Int64(limit)),
        ]
    }

    func position(of stored: borrowing StatementResult, _ index: Int, against row: Int, series: Int64) -> KeyOrder {
        let (stored, key) = (
            stored.int8(index, 0), CandleKey.key(series: series, nanoseconds: batch.openTime[row])
        )
        return stored == key ? .same : stored < key ? .storedIsBefore : .storedIsBehind
    }

    func addsNothing(_ row: Int, to stored: borrowing StatementResult, _ index: Int) -> Bool {
        // Prices are never absent: `firstProblem` has seen to it.
        stored.float8(index, 1) == batch.open[row] && stored.float8(index, 2) == batch.high[row]
            && stored.float8(index, 3) == batch.low[row] && stored.float8(index, 4) == batch.close[row]
            && isAbsentOrSame(batch.volume[row], stored.float8OrAbsent(index, 5))
            && isAbsentOrSame(batch.vwap[row], stored.float8OrAbsent(index, 6))
            && isAbsentOrSame(batch.trades[row], stored.int8OrAbsent(index, 7))
    }

    /// Takes stored rows into a batch. What is stored is closed.
    static func read(_ stored: borrowing StatementResult, into batch: CandleBatch) {
        for row in 0..<stored.count {
            batch.openTime[row] = CandleKey.nanoseconds(stored.int8(row, 0))
            batch.open[row] = stored.float8(row, 1)
            batch.high[row] = stored.float8(row, 2)
            batch.low[row] = stored.float8(row, 3)
            batch.close[row] = stored.float8(row, 4)
            batch.volume[row] = stored.float8OrAbsent(row, 5)
            batch.vwap[row] = stored.float8OrAbsent(row, 6)
            batch.trades[row] = stored.int8OrAbsent(row, 7)
            batch.symbol[row] = 0
            batch.flags[row] = CandleFlags.final
            batch.row[row] = -1
            batch.position[row] = -1
        }
        batch.count = stored.count
    }

    func firstProblem(in rows: [Int]) -> String? {
        var before = Int64.min
        for row in rows {
            let time = batch.openTime[row]
            let (second, rest) = time.quotientAndRemainder(dividingBy: CandleKey.second)
            if rest != 0 { return "\(name(row)) does not open on a whole second" }
            if !CandleKey.seconds.contains(second) { return "\(name(row)) opens before 1970" }
            if row != rows[0], time <= before { return "\(name(row)) is not behind the one before it" }
            if batch.open[row].isNaN || batch.high[row].isNaN || batch.low[row].isNaN || batch.close[row].isNaN {
                return "\(name(row)) lacks a price"
            }
            before = time
        }
        return nil
    }

    private func name(_ row: Int) -> String { "the candle of \(Timestamp(nanoseconds: batch.openTime[row]))" }
}
