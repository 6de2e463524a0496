import MarketData
import Storage

/// A batch of trades as rows of the table `trade`.
struct TradeRows: BatchRows {
    let batch: TradeBatch

    static func table(schema: String) -> StoredTable {
        StoredTable(
            "trade", schema: schema,
            key: [
                .init(name: "series", type: .int4), .init(name: "time", type: .int8),
                .init(name: "ordinal", type: .int4),
            ], values: [.init(name: "price", type: .float8)],
            nullable: [
                .init(name: "volume", type: .float8), .init(name: "side", type: .int2),
                .init(name: "trade_id", type: .int8),
            ], series: "c.series::bigint",
            scan: """
                series = $1::int4 AND (time, ordinal) >= ($2, $3::int4) AND (time, ordinal) <= ($4, $5::int4)
                ORDER BY time, ordinal LIMIT $6
                """)
    }

    var count: Int { batch.count }

    func place(_ row: Int) -> Int { Int(batch.symbol[row]) }

    func isBehind(_ other: TradeRows, _ otherRow: Int, _ row: Int) -> Bool {
        (batch.time[row], batch.ordinal[row]) > (other.batch.time[otherRow], other.batch.ordinal[otherRow])
    }

    func put(_ row: Int, series: Int64, into sink: some FieldSink) {
        sink.int4(Int32(truncatingIfNeeded: series), column: 0)
        sink.int8(batch.time[row], column: 1)
        sink.int4(batch.ordinal[row], column: 2)
        sink.float8(batch.price[row], column: 3)
        sink.float8(orAbsent: batch.volume[row], column: 4)
        let side = batch.side[row]
        if side == TradeSide.none { sink.null(column: 5) } else { sink.int2(Int16(side), column: 5) }
        sink.int8(orAbsent: batch.tradeID[row], column: 6)
    }

    func scan(from first: Int, to last: Int, series: Int64, limit: Int) -> [Parameter] {
        [
            .int8(series), .int8(batch.time[first]), .int8(Int64(batch.ordinal[first])), .int8(batch.time[last]),
            .int8(Int64(batch.ordinal[last])), .int8(Int64(limit)),
        ]
    }

    func position(of stored: borrowing StatementResult, _ index: Int, against row: Int, series: Int64) -> KeyOrder {
        let stored = (stored.int8(index, 1), stored.int4(index, 2))
        let key = (batch.time[row], batch.ordinal[row])
        return stored == key ? .same : stored < key ? .storedIsBefore : .storedIsBehind
    }

    func addsNothing(_ row: Int, to stored: borrowing StatementResult, _ index: Int) -> Bool {
        stored.float8(index, 3) == batch.price[row]
            && isAbsentOrSame(batch.volume[row], stored.float8OrAbsent(index, 4))
            && isAbsentOrSame(Int64(batch.side[row]), Self.side(stored, index))
            && isAbsentOrSame(batch.tradeID[row], stored.int8OrAbsent(index, 6))
    }

    /// Takes stored rows into a batch.
    static func read(_ stored: borrowing StatementResult, into batch: TradeBatch) {
        for row in 0..<stored.count {
            batch.time[row] = stored.int8(row, 1)
            batch.ordinal[row] = stored.int4(row, 2)
            batch.price[row] = stored.float8(row, 3)
            batch.volume[row] = stored.float8OrAbsent(row, 4)
            batch.side[row] = Int8(truncatingIfNeeded: side(stored, row))
            batch.tradeID[row] = stored.int8OrAbsent(row, 6)
            batch.symbol[row] = 0
            batch.flags[row] = 0
            batch.row[row] = -1
            batch.position[row] = -1
        }
        batch.count = stored.count
    }

    private static func side(_ stored: borrowing StatementResult, _ index: Int) -> Int64 {
        stored.isNull(index, 5) ? Int64(TradeSide.none) : Int64(stored.int2(index, 5))
    }

    func firstProblem(in rows: [Int]) -> String? {
        var before = (Int64.min, Int32.min)
        for row in rows {
            let key = (batch.time[row], batch.ordinal[row])
            if row != rows[0], key <= before { return "\(name(row)) is not behind the one before it" }
            if batch.price[row].isNaN { return "\(name(row)) lacks a price" }
            before = key
        }
        return nil
    }

    private func name(_ row: Int) -> String {
        "trade \(batch.ordinal[row]) of \(Timestamp(nanoseconds: batch.time[row]))"
    }
}
