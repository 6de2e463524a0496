import MarketData
import Storage
import Synchronization

/// A real store behind one that wants rows by time, takes them at once and keeps them when it is asked to: what a
/// server does whose answers come later.
final class LateStore: TimeSeriesStore {
    private struct State {
        var waiting: [StoredRows] = []
        var marks: UInt64 = 0
        var lastTime = Int64.min
        var messages = 0
        var disorder = 0
        var failsAtSettling = false
        var hides: Series?
    }

    private let store: any TimeSeriesStore
    private let state = Mutex(State())

    init(_ store: any TimeSeriesStore) { self.store = store }

    var location: String { "late:\(store.location)" }
    func identity() throws(StorageError) -> StoreIdentity { try store.identity() }
    var traits: StoreTraits {
        StoreTraits(
            order: .byTime,
            exceptions: [
                .durableAtOnce: "it keeps them later", .countsWrites: "likewise",
                .visibleAtOnce: "it shows them later", .keepsVWAP: "it has no column",
            ])
    }

    /// Rows that came before one of an earlier time in the same kind.
    var disorder: Int { state.withLock { $0.disorder } }
    /// Batches that came.
    var messages: Int { state.withLock { $0.messages } }
    /// Takes the rows of a series and does not show the last of them.
    func hide(_ series: Series) { state.withLock { $0.hides = series } }
    /// From now on nothing becomes durable.
    func fail() { state.withLock { $0.failsAtSettling = true } }

    func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount {
        try write(candles, among: [series])[0]
    }

    func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount {
        try write(trades, among: [series])[0]
    }

    func write(_ candles: CandleBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        let copy = CandleBatch(capacity: candles.count)
        for row in 0..<candles.count { copy.copy(row: row, of: candles, to: row) }
        copy.count = candles.count
        return take(
            StoredRows(.candles(copy), among: series), times: (0..<copy.count).map { copy.openTime[$0] },
            symbols: (0..<copy.count).map { copy.symbol[$0] })
    }

    func write(_ trades: TradeBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        let copy = TradeBatch(capacity: trades.count)
        for row in 0..<trades.count { copy.copy(row: row, of: trades, to: row) }
        copy.count = trades.count
        return take(
            StoredRows(.trades(copy), among: series), times: (0..<copy.count).map { copy.time[$0] },
            symbols: (0..<copy.count).map { copy.symbol[$0] })
    }

    private func take(_ rows: StoredRows, times: [Int64], symbols: [UInt32]) -> [WriteCount] {
        var counts = rows.series.map { _ in WriteCount() }
        state.withLock { state in
            for (time, symbol) in zip(times, symbols) {
                if time < state.lastTime { state.disorder += 1 }
                state.lastTime = time
                counts[rows.series.count == 1 ? 0 : Int(symbol)].accepted += 1
            }
            state.waiting.append(rows)
            state.marks += 1
            state.messages += 1
        }
        return counts
    }

    var mark: WriteMark { WriteMark(state.withLock { $0.marks }) }

    func settle(_ mark: WriteMark) throws(StorageError) {
        let (fails, rows) = state.withLock { state in
            let settled = state.marks - UInt64(state.waiting.count)
            let count = Int(max(mark.value, settled) - settled)
            defer { state.waiting.removeFirst(count) }
            return (state.failsAtSettling, Array(state.waiting.prefix(count)))
        }
        if fails { throw StorageError(.unreachable, at: location, "it went away", advice: "wait") }
        for one in rows { _ = try store.write(one) }
    }

    func series(matching filter: SeriesFilter) throws(StorageError) -> [SeriesSummary] {
        try store.series(matching: filter)
    }

    func count(_ series: Series, in range: TimeRange) throws(StorageError) -> Int {
        try store.count(series, in: range) - (state.withLock { $0.hides == series } ? 1 : 0)
    }

    func read(_ series: Series, in range: TimeRange, into candles: CandleBatch) throws(StorageError) {
        try store.read(series, in: range, into: candles)
    }

    func readNewest(_ limit: Int, of series: Series, in range: TimeRange, into candles: CandleBatch)
        throws(StorageError)
    { try store.readNewest(limit, of: series, in: range, into: candles) }

    func read(_ series: Series, in range: TimeRange, after position: TradePosition?, into trades: TradeBatch)
        throws(StorageError)
    { try store.read(series, in: range, after: position, into: trades) }

    func readNewest(_ limit: Int, of series: Series, in range: TimeRange, into trades: TradeBatch)
        throws(StorageError)
    { try store.readNewest(limit, of: series, in: range, into: trades) }
}
