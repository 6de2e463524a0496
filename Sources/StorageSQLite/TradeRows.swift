import GRDB
import MarketData
import Storage

/// A batch of trades as rows of the table `trade`.
struct TradeRows: BatchRows {
    static let table = TableShape(
        name: "trade", key: ["series", "time", "ordinal"], values: ["price"],
        nullable: ["volume", "side", "trade_id"],
        scan: selection + " WHERE series = ?1 AND (time, ordinal) >= (?2, ?3) AND time <= ?4 ORDER BY time, ordinal")

    /// The columns in the order in which `read` takes them.
    static let selection = "SELECT time, ordinal, price, volume, side, trade_id FROM trade"

    let batch: TradeBatch
    let series: Int64

    init(_ batch: TradeBatch, series: Int64) { (self.batch, self.series) = (batch, series) }

    var count: Int { batch.count }

    func bindScan(from row: Int, to scan: RowStatement) throws {
        try scan.bind([series, batch.time[row], Int64(batch.ordinal[row]), batch.time[count - 1]])
    }

    func position(of stored: RowStatement, against row: Int) -> KeyOrder {
        let stored = (stored.integer(0), stored.integer(1))
        let key = (batch.time[row], Int64(batch.ordinal[row]))
        return stored == key ? .same : stored < key ? .storedIsBefore : .storedIsBehind
    }

    func addsNothing(_ row: Int, to stored: RowStatement) -> Bool {
        stored.real(2) == batch.price[row] && isAbsentOrSame(batch.volume[row], stored.real(3))
            && isAbsentOrSame(Int64(batch.side[row]), stored.integerOrMinusOne(4))
            && isAbsentOrSame(batch.tradeID[row], stored.integerOrMinusOne(5))
    }

    func lacks(_ row: Int, of stored: RowStatement) -> Bool {
        (batch.volume[row].isNaN && !stored.isNull(3)) || (batch.side[row] == TradeSide.none && !stored.isNull(4))
            || (batch.tradeID[row] == -1 && !stored.isNull(5))
    }

    func bind(_ row: Int, to statement: RowStatement, from first: CInt) -> CInt {
        statement.bind(series, at: first)
            | statement.bind(batch.time[row], at: first &+ 1)
            | statement.bind(Int64(batch.ordinal[row]), at: first &+ 2)
            | statement.bind(batch.price[row], at: first &+ 3)
            | statement.bind(batch.volume[row], at: first &+ 4)
            | statement.bind(absentIfMinusOne: Int64(batch.side[row]), at: first &+ 5)
            | statement.bind(absentIfMinusOne: batch.tradeID[row], at: first &+ 6)
    }

    /// Takes a stored row into the batch.
    static func read(_ stored: RowStatement, into batch: TradeBatch, at row: Int) {
        batch.time[row] = stored.integer(0)
        batch.ordinal[row] = Int32(truncatingIfNeeded: stored.integer(1))
        batch.price[row] = stored.real(2)
        batch.volume[row] = stored.real(3)
        batch.side[row] = Int8(truncatingIfNeeded: stored.integerOrMinusOne(4))
        batch.tradeID[row] = stored.integerOrMinusOne(5)
        batch.symbol[row] = 0
        batch.flags[row] = 0
        batch.row[row] = -1
        batch.position[row] = -1
    }

    /// Why a batch cannot be stored, nil when it can.
    static func firstProblem(in batch: TradeBatch) -> String? {
        var before = (Int64.min, Int32.min)
        for row in 0..<batch.count {
            let key = (batch.time[row], batch.ordinal[row])
            if row > 0, key <= before { return "\(name(row, batch)) is not behind the one before it" }
            if batch.price[row].isNaN { return "\(name(row, batch)) lacks a price" }
            before = key
        }
        return nil
    }

    private static func name(_ row: Int, _ batch: TradeBatch) -> String {
        "trade \(batch.ordinal[row]) of \(Timestamp(nanoseconds: batch.time[row]))"
    }
}
