import MarketData
import Storage
import StorageSQLite
import StorageTesting
import Synchronization

/// A store that promises too much, to be killed: `late-victim PATH WORK`. What it says is written is only written with
/// the next batch, and what it notes lies elsewhere.
@main struct LateVictim {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let work = VictimWork(rawValue: arguments[2]) else {
            fatalError("use: late-victim PATH WORK; the works are \(VictimWork.allCases.map(\.rawValue))")
        }
        let database = try SQLiteDatabase(path: arguments[1], mode: .existing)
        try StoreVictim.run(
            work, store: { LateStore(SQLiteStore(database)) },
            ledger: {
                let elsewhere = try SQLiteDatabase(path: arguments[1] + "-elsewhere", mode: .create)
                try elsewhere.migrate()
                return SQLiteLedger(elsewhere)
            })
    }
}

private final class LateStore: TimeSeriesStore {
    private let store: SQLiteStore
    private let waiting = Mutex<StoredRows?>(nil)

    init(_ store: SQLiteStore) { self.store = store }

    var location: String { store.location }
    var traits: StoreTraits { store.traits }
    func identity() throws(StorageError) -> StoreIdentity { try store.identity() }

    func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount {
        try write(next: StoredRows(.candles(candles), of: series))
    }

    func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount {
        try write(next: StoredRows(.trades(trades), of: series))
    }

    private func write(next rows: StoredRows) throws(StorageError) -> WriteCount {
        let before = waiting.withLock { waiting in
            defer { waiting = rows }
            return waiting
        }
        if let before { _ = try store.write(before) }
        return WriteCount(inserted: rows.count)
    }

    func series(matching filter: SeriesFilter) throws(StorageError) -> [SeriesSummary] {
        try store.series(matching: filter)
    }

    func count(_ series: Series, in range: TimeRange) throws(StorageError) -> Int {
        try store.count(series, in: range)
    }

    func read(_ series: Series, in range: TimeRange, into candles: CandleBatch) throws(StorageError) {
        try store.read(series, in: range, into: candles)
    }

    func readNewest(_ limit: Int, of series: Series, in range: TimeRange, into candles: CandleBatch)
        throws(StorageError)
    {
        try store.readNewest(limit, of: series, in: range, into: candles)
    }

    func read(
        _ series: Series, in range: TimeRange, after position: TradePosition?, into trades: TradeBatch
    ) throws(StorageError) {
        try store.read(series, in: range, after: position, into: trades)
    }

    func readNewest(_ limit: Int, of series: Series, in range: TimeRange, into trades: TradeBatch) throws(StorageError)
    {
        try store.readNewest(limit, of: series, in: range, into: trades)
    }
}
