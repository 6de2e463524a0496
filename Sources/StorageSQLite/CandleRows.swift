import GRDB
import MarketData
import Storage

/// A batch of candles as rows of the table `candle`.
struct CandleRows: BatchRows {
    static let table = TableShape(
        name: "candle", key: ["key"], values: ["open", "high", "low", "close"], nullable: ["volume", "vwap", "trades"],
        scan: selection + " WHERE key BETWEEN ?1 AND ?2 ORDER BY key")

    /// The columns in the order in which `read` takes them.
    static let selection = "SELECT key, open, high, low, close, volume, vwap, trades FROM candle"

    let batch: CandleBatch
    /// The series' number, shifted to its place in the key.
    let base: Int64

    init(_ batch: CandleBatch, series: Int64) {
        (self.batch, base) = (batch, CandleKey.key(series: series, nanoseconds: 0))
    }

    var count: Int { batch.count }

    func bindScan(from row: Int, to scan: RowStatement) throws {
        try scan.bind([key(row), key(count - 1)])
    }

    func position(of stored: RowStatement, against row: Int) -> KeyOrder {
        let (stored, key) = (stored.integer(0), key(row))
        return stored == key ? .same : stored < key ? .storedIsBefore : .storedIsBehind
    }

    func addsNothing(_ row: Int, to stored: RowStatement) -> Bool {
        // Prices are never absent: `firstProblem` has seen to it.
        stored.real(1) == batch.open[row] && stored.real(2) == batch.high[row]
            && stored.real(3) == batch.low[row] && stored.real(4) == batch.close[row]
            && isAbsentOrSame(batch.volume[row], stored.real(5)) && isAbsentOrSame(batch.vwap[row], stored.real(6))
            && isAbsentOrSame(batch.trades[row], stored.integerOrMinusOne(7))
    }

    func lacks(_ row: Int, of stored: RowStatement) -> Bool {
        (batch.volume[row].isNaN && !stored.isNull(5)) || (batch.vwap[row].isNaN && !stored.isNull(6))
            || (batch.trades[row] == -1 && !stored.isNull(7))
    }

    func bind(_ row: Int, to statement: RowStatement, from first: CInt) -> CInt {
        statement.bind(key(row), at: first)
            | statement.bind(batch.open[row], at: first &+ 1)
            | statement.bind(batch.high[row], at: first &+ 2)
            | statement.bind(batch.low[row], at: first &+ 3)
            | statement.bind(batch.close[row], at: first &+ 4)
            | statement.bind(batch.volume[row], at: first &+ 5)
            | statement.bind(batch.vwap[row], at: first &+ 6)
            | statement.bind(absentIfMinusOne: batch.trades[row], at: first &+ 7)
    }

    /// Takes a stored row into the batch. What is stored is closed.
    static func read(_ stored: RowStatement, into batch: CandleBatch, at row: Int) {
        batch.openTime[row] = CandleKey.nanoseconds(stored.integer(0))
        batch.open[row] = stored.real(1)
        batch.high[row] = stored.real(2)
        batch.low[row] = stored.real(3)
        batch.close[row] = stored.real(4)
        batch.volume[row] = stored.real(5)
        batch.vwap[row] = stored.real(6)
        batch.trades[row] = stored.integerOrMinusOne(7)
        batch.symbol[row] = 0
        batch.flags[row] = CandleFlags.final
        batch.row[row] = -1
        batch.position[row] = -1
    }

    private func key(_ row: Int) -> Int64 { base | batch.openTime[row] / CandleKey.second }

    /// Why a batch cannot be stored, nil when it can.
    static func firstProblem(in batch: CandleBatch) -> String? {
        var before = Int64.min
        for row in 0..<batch.count {
            let time = batch.openTime[row]
            let (second, rest) = time.quotientAndRemainder(dividingBy: CandleKey.second)
            if rest != 0 { return "\(name(row, batch)) does not open on a whole second" }
            if !CandleKey.seconds.contains(second) { return "\(name(row, batch)) opens before 1970" }
            if row > 0, time <= before { return "\(name(row, batch)) is not behind the one before it" }
            if batch.open[row].isNaN || batch.high[row].isNaN || batch.low[row].isNaN || batch.close[row].isNaN {
                return "\(name(row, batch)) lacks a price"
            }
            before = time
        }
        return nil
    }

    private static func name(_ row: Int, _ batch: CandleBatch) -> String {
        "the candle of \(Timestamp(nanoseconds: batch.openTime[row]))"
    }
}

/// Whether a value is absent (NaN) or the one that is stored.
func isAbsentOrSame(_ value: Double, _ stored: Double) -> Bool { value == stored || value.isNaN }

/// Whether a number is absent (-1) or the one that is stored.
func isAbsentOrSame(_ value: Int64, _ stored: Int64) -> Bool { value == stored || value == -1 }
