import AdapterHost
import MarketData
import Pipeline
import Storage

/// Candles or trades, on their way from an adapter to a store.
enum RowBatch: Sendable {
    case candles(CandleBatch)
    case trades(TradeBatch)

    var count: Int {
        switch self {
        case .candles(let batch): batch.count
        case .trades(let batch): batch.count
        }
    }

    /// Takes all rows out.
    func clear() {
        switch self {
        case .candles(let batch): batch.count = 0
        case .trades(let batch): batch.count = 0
        }
    }

    /// Times of the first and the last row; there is at least one.
    var times: (first: Int64, last: Int64) {
        switch self {
        case .candles(let batch): (batch.openTime[0], batch.openTime[batch.count - 1])
        case .trades(let batch): (batch.time[0], batch.time[batch.count - 1])
        }
    }

    /// Takes out the last row, a candle that can still change: what is stored is closed.
    func dropForming() { if case .candles(let batch) = self { batch.count -= 1 } }

    /// As a store takes it.
    var stored: StoredRows.Batch {
        switch self {
        case .candles(let batch): .candles(batch)
        case .trades(let batch): .trades(batch)
        }
    }
}

extension BatchPool {
    func batch(for kind: SeriesKind) -> RowBatch {
        switch kind {
        case .candles: .candles(candles())
        case .trades: .trades(trades())
        }
    }

    func giveBack(_ batch: RowBatch) {
        switch batch {
        case .candles(let batch): giveBack(batch)
        case .trades(let batch): giveBack(batch)
        }
    }
}

extension BatchPool {
    func giveBack(_ rows: StoredRows) {
        switch rows.batch {
        case .candles(let batch): giveBack(batch)
        case .trades(let batch): giveBack(batch)
        }
    }
}

/// Validation and deduplication of one input, candles or trades.
enum RowInspector {
    case candles(CandleInspector)
    case trades(TradeInspector)

    init(_ kind: SeriesKind, now: Timestamp) {
        switch kind {
        case .candles(let interval): self = .candles(CandleInspector(CandleRules(interval: interval, now: now)))
        case .trades: self = .trades(TradeInspector(TradeRules(now: now)))
        }
    }

    mutating func inspect(
        _ batch: RowBatch, rejects: inout RejectLog, rawText: (_ position: Int64) -> String
    ) -> InspectionCount {
        switch (self, batch) {
        case (.candles(var inspector), .candles(let rows)):
            defer { self = .candles(inspector) }
            return inspector.inspect(rows, rejects: &rejects, rawText: rawText)
        case (.trades(var inspector), .trades(let rows)):
            defer { self = .trades(inspector) }
            return inspector.inspect(rows, rejects: &rejects, rawText: rawText)
        default:
            preconditionFailure("an input has candles or trades, not both")
        }
    }
}
