import Glibc
import MarketData
import Storage
import Synchronization

/// A real store, and what happens to it at its n-th write.
final class FaultyStore: TimeSeriesStore {
    enum Fault: Sendable {
        /// The process is killed before or after the write.
        case killBefore
        case killAfter
        /// The store refuses.
        case refuse(StorageError.Code)
        /// Something happens elsewhere; the store writes.
        case meanwhile(@Sendable () throws(StorageError) -> Void)
    }

    private let store: any TimeSeriesStore
    private let fault: Fault
    private let at: Int
    private let writes = Atomic<Int>(0)

    init(_ store: any TimeSeriesStore, _ fault: Fault, at write: Int) {
        self.store = store
        self.fault = fault
        at = write
    }

    var location: String { store.location }
    var traits: StoreTraits { store.traits }
    func identity() throws(StorageError) -> StoreIdentity { try store.identity() }

    private func faulty(_ write: () throws(StorageError) -> WriteCount) throws(StorageError) -> WriteCount {
        let isTheOne = writes.wrappingAdd(1, ordering: .relaxed).oldValue == at
        guard isTheOne else { return try write() }
        switch fault {
        case .killBefore: die()
        case .killAfter:
            _ = try write()
            die()
        case .refuse(let code): throw StorageError(code, at: location, "it refuses", advice: "nothing can be done")
        case .meanwhile(let action):
            try action()
            return try write()
        }
    }

    private func die() -> Never {
        kill(getpid(), SIGKILL)
        // SIGKILL leaves no way back here.
        fatalError("still alive")
    }

    func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount {
        try faulty { () throws(StorageError) in try store.write(candles, to: series) }
    }

    func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount {
        try faulty { () throws(StorageError) in try store.write(trades, to: series) }
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
