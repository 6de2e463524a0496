import MarketData
import Storage
import Synchronization

/// A store behind another, to which something happens at writes.
protocol PassingStore: TimeSeriesStore {
    var store: any TimeSeriesStore { get }
    /// Called before a write.
    func before(_ series: [Series]) throws(StorageError)
}

extension PassingStore {
    var location: String { store.location }
    var traits: StoreTraits { store.traits }
    var mark: WriteMark { store.mark }
    func identity() throws(StorageError) -> StoreIdentity { try store.identity() }
    func settle(_ mark: WriteMark) throws(StorageError) { try store.settle(mark) }
    func awaitVisible() throws(StorageError) { try store.awaitVisible() }

    func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount {
        try before([series])
        return try store.write(candles, to: series)
    }

    func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount {
        try before([series])
        return try store.write(trades, to: series)
    }

    func write(_ candles: CandleBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        try before(series)
        return try store.write(candles, among: series)
    }

    func write(_ trades: TradeBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        try before(series)
        return try store.write(trades, among: series)
    }

    func series(matching filter: SeriesFilter) throws(StorageError) -> [SeriesSummary] {
        try store.series(matching: filter)
    }

    func count(_ series: Series, in range: TimeRange) throws(StorageError) -> Int { try store.count(series, in: range) }

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

/// Something happens at the n-th write.
final class StoppingStore: PassingStore {
    let store: any TimeSeriesStore
    private let writes: Int
    private let action: @Sendable () -> Void
    private let count = Atomic<Int>(0)

    init(_ store: any TimeSeriesStore, after writes: Int, _ action: @escaping @Sendable () -> Void) {
        (self.store, self.writes, self.action) = (store, writes, action)
    }

    func before(_ series: [Series]) {
        if count.wrappingAdd(1, ordering: .relaxed).newValue == writes { action() }
    }
}

/// A store that cannot keep rows of a series.
final class RefusingStore: PassingStore {
    let store: any TimeSeriesStore
    private let refused: Series

    init(_ store: any TimeSeriesStore, _ refused: Series) { (self.store, self.refused) = (store, refused) }

    func before(_ series: [Series]) throws(StorageError) {
        if series.contains(refused) {
            throw StorageError(.unsupported, at: location, "not \(refused)", advice: "leave it out")
        }
    }
}
