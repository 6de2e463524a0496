import MarketData
import Pipeline

/// A trade outside a batch.
struct TradeRow: Equatable {
    var time: Int64
    var price = 100.0
    var volume = 2.0
    var side = TradeSide.buy
    var tradeID: Int64 = -1
    var ordinal: Int32 = -7
    var row: Int64 = -1
    var position: Int64 = -1

    init(time: Int64) { self.time = time }

    /// At so many seconds after `firstMinute`.
    init(second: Int64) { time = firstMinute + second * 1_000_000_000 }

    init(_ batch: TradeBatch, _ index: Int) {
        time = batch.time[index]
        price = batch.price[index]
        volume = batch.volume[index]
        side = batch.side[index]
        tradeID = batch.tradeID[index]
        ordinal = batch.ordinal[index]
        row = batch.row[index]
        position = batch.position[index]
    }

    func with(_ change: (inout TradeRow) -> Void) -> TradeRow {
        var changed = self
        change(&changed)
        return changed
    }

    /// The rows with their record's number and place.
    static func numbered(_ rows: [TradeRow]) -> [TradeRow] {
        rows.enumerated().map { index, row in
            row.with { ($0.row, $0.position) = (Int64(index) + 1, Int64(index) * 25) }
        }
    }
}

extension TradeBatch {
    convenience init(_ rows: [TradeRow], capacity: Int? = nil) {
        self.init(capacity: max(capacity ?? rows.count, 1))
        count = rows.count
        for (index, trade) in rows.enumerated() {
            time[index] = trade.time
            price[index] = trade.price
            volume[index] = trade.volume
            side[index] = trade.side
            tradeID[index] = trade.tradeID
            ordinal[index] = trade.ordinal
            row[index] = trade.row
            position[index] = trade.position
        }
    }

    var allRows: [TradeRow] { (0..<count).map { TradeRow(self, $0) } }
}

/// What an inspector made of trades, however they were cut into batches.
struct TradeRun: Equatable {
    var kept: [TradeRow] = []
    var count = InspectionCount()
    var rejects: [Reject] = []

    init(_ rows: [TradeRow], _ inspector: TradeInspector, batches sizes: [Int] = [], limit: Int = 1000) {
        var inspector = inspector
        var log = RejectLog(limit: limit)
        var rest = rows[...]
        for size in sizes + [Int.max] {
            let batch = TradeBatch(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            count += inspector.inspect(batch, rejects: &log) { "text at \($0)" }
            kept += batch.allRows
        }
        precondition(inspector.total == count, "the inspector's own total is another")
        rejects = log.rejects
    }

    var codes: [Reject.Code] { rejects.map(\.code) }
}
