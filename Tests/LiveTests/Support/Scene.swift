import Foundation
import MarketData
import NIOCore
import Storage
import StorageSQLite
import Synchronization

@testable import Live

/// A store with its ledger in a folder of its own, a feed, and a watch over them.
final class Scene {
    let store: FailingStore
    let ledger: SQLiteLedger
    let identity: StoreIdentity
    let feed = LiveFeed()
    let watch: StoreWatch
    private let reader: LiveReader
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let database = try SQLiteDatabase(path: folder.appending(path: "store.db").path, mode: .create)
        try database.migrate()
        (store, ledger) = (FailingStore(SQLiteStore(database)), SQLiteLedger(database))
        identity = try store.identity()
        reader = try feed.join(.all) {}
        let feed = feed
        watch = StoreWatch(feed, ledger: ledger, store: store, identity: identity) { job in
            feed.publish(.job, json: Array("\(job.id) \(job.state.rawValue) \(job.progress.rowsRead)".utf8))
        }
    }

    deinit {
        // What is left behind is in the system's temporary folder; a test cannot do more about it.
        try? FileManager.default.removeItem(at: folder)
    }

    /// What was published since this was asked last.
    func told() -> [String] { reader.all().map { "\($0.kind.rawValue) \(String(buffer: $0.data))" } }

    func start(store: StoreIdentity? = nil) throws -> JobID {
        try ledger.startJob(
            JobStart(
                command: "sync", subject: "all", items: 1, startedAt: Timestamp(nanoseconds: 0),
                store: store ?? identity, storeLocation: "sqlite:x"))
    }

    func writeCandles(_ series: Series, hours: Range<Int>, close: Double = 0.5) throws {
        let batch = CandleBatch(capacity: hours.count)
        batch.count = hours.count
        for (row, hour) in hours.enumerated() {
            batch.openTime[row] = Int64(hour) * 3_600_000_000_000
            (batch.open[row], batch.high[row]) = (Double(hour) + 0.5, Double(hour) + 1)
            (batch.low[row], batch.close[row]) = (Double(hour), Double(hour) + close)
            (batch.volume[row], batch.vwap[row], batch.trades[row]) = (.nan, .nan, -1)
        }
        _ = try store.write(batch, to: series)
    }

    /// A job says that it has written rows over others.
    func report(_ job: JobID, updated: Int) throws {
        var progress = JobProgress(at: Timestamp(nanoseconds: Int64(updated)))
        progress.written.updated = updated
        try ledger.updateJob(job, progress: progress)
    }

    /// Trades by second and ordinal; the number of one is 10 times the first and the second.
    func writeTrades(_ series: Series, _ places: [(Int64, Int32)]) throws {
        let batch = TradeBatch(capacity: places.count)
        batch.count = places.count
        for (row, (second, ordinal)) in places.enumerated() {
            (batch.time[row], batch.ordinal[row]) = (second * 1_000_000_000, ordinal)
            (batch.price[row], batch.volume[row], batch.side[row]) = (1.5, 2, TradeSide.buy)
            batch.tradeID[row] = second * 10 + Int64(ordinal)
        }
        _ = try store.write(batch, to: series)
    }
}

/// A store that can be away.
final class FailingStore: TimeSeriesStore {
    let isAway = Atomic<Bool>(false)
    /// How often candles were read.
    let reads = Atomic<Int>(0)
    private let store: SQLiteStore

    init(_ store: SQLiteStore) { self.store = store }

    private func reach() throws(StorageError) -> SQLiteStore {
        if isAway.load(ordering: .relaxed) {
            throw StorageError(.unreachable, at: location, "does not answer", advice: "try again")
        }
        return store
    }

    var location: String { store.location }
    var traits: StoreTraits { store.traits }
    func identity() throws(StorageError) -> StoreIdentity { try reach().identity() }
    func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount {
        try reach().write(candles, to: series)
    }
    func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount {
        try reach().write(trades, to: series)
    }
    func series(matching filter: SeriesFilter) throws(StorageError) -> [SeriesSummary] {
        try reach().series(matching: filter)
    }
    func count(_ series: Series, in range: TimeRange) throws(StorageError) -> Int {
        try reach().count(series, in: range)
    }
    func read(_ series: Series, in range: TimeRange, into candles: CandleBatch) throws(StorageError) {
        reads.add(1, ordering: .relaxed)
        try reach().read(series, in: range, into: candles)
    }
    func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into candles: CandleBatch
    ) throws(StorageError) {
        reads.add(1, ordering: .relaxed)
        try reach().readNewest(limit, of: series, in: range, into: candles)
    }
    func read(
        _ series: Series, in range: TimeRange, after position: TradePosition?, into trades: TradeBatch
    ) throws(StorageError) { try reach().read(series, in: range, after: position, into: trades) }
    func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into trades: TradeBatch
    ) throws(StorageError) { try reach().readNewest(limit, of: series, in: range, into: trades) }
}
