public import MarketData
public import Storage
import Synchronization

/// A store whose server may go away: rows that it does not take wait on disk, in their order, until it is back.
///
/// Writes go to the store itself as long as it answers. What is written there and not yet settled is also kept in
/// memory, so that all that is not durable can go to the spool when the store says `unreachable`. From then on rows go
/// behind those that wait; from time to time, within a write or a settling, the server is tried, and when it is there
/// it gets everything that waits, and then rows go straight to it again. A crash anywhere costs a repeat, and a repeat
/// changes nothing. `settle` returns when rows are durable in the store or in the spool.
///
/// Counts of rows that go to the spool are `accepted`. Reading passes through to the store, which does not know
/// what waits. A store that is made from this one has the spool's lock for as long as it lives.
public final class SpoolingStore: TimeSeriesStore {
    /// The store's.
    public let location: String
    let standing: Standing
    let writer: Mutex<SpoolWriter>

    /// Opens a store and its spool.
    ///
    /// Without its server it can begin when the store was open here before (unless `whenAway` is `fail`); then `identity`
    /// is the one from then, and another store at that place is refused later.
    ///
    /// - Parameters:
    ///   - location: the store's, without a secret: names the spool's folder.
    ///   - shouldStop: asked while the writer waits; true ends the waiting with an error.
    ///   - report: told what happens, during a write or a settling; must not call the store.
    ///   - open: opens the store; called again whenever it was away.
    /// - Throws: what `open` throws; `busy` when another process has the spool; `corrupt` when it is damaged;
    ///   `otherStore` when rows wait for another store than the one that is there.
    public init(
        location: String, settings: SpoolSettings, clock: SpoolClock = .system,
        shouldStop: @escaping @Sendable () -> Bool = { false },
        report: @escaping @Sendable (SpoolEvent) -> Void = { _ in },
        open: @escaping @Sendable () throws(StorageError) -> any TimeSeriesStore
    ) throws(StorageError) {
        let folder = try SpoolFolder(
            root: settings.root, location: location, limit: settings.limit, segmentBytes: settings.segmentBytes)
        let standing = Standing(folder.status)
        let writer = SpoolWriter(
            location: location, settings: settings, clock: clock, folder: folder, standing: standing, report: report,
            shouldStop: shouldStop, open: open)
        try writer.start()
        self.location = location
        self.standing = standing
        self.writer = Mutex(writer)
    }

    /// What waits on disk. Does not wait for a writer.
    public var status: SpoolStatus { standing.status }

    /// Gives everything that waits to the server, without regard to when it was tried last.
    ///
    /// - Parameter progress: told after every batch how far it is; must not call the store.
    /// - Throws: `unreachable` when the server is away or goes away, `otherStore`, `corrupt`; what was not
    ///   taken still waits then.
    public func drain(progress: @Sendable (SpoolDrain) -> Void = { _ in }) throws(StorageError) -> SpoolDrain {
        try writer.withLock { (writer) throws(StorageError) in try writer.drain(progress) }
    }

    /// The store's, but for what rows that wait on disk cannot have.
    public var traits: StoreTraits {
        var traits = standing.card?.traits ?? StoreTraits()
        let reasons: [StorePromise: String] = [
            .countsWrites: "rows that wait on disk for the server are only accepted",
            .visibleAtOnce: "rows that wait on disk for the server cannot be read",
        ]
        traits.exceptions.merge(reasons) { stores, _ in stores }
        return traits
    }

    /// The store's; while its server is away the one that was there last.
    public func identity() throws(StorageError) -> StoreIdentity {
        if let card = standing.card { return card.identity }
        return try reachable().identity()
    }

    /// Stores candles, or lets them wait on disk.
    ///
    /// - Throws: what the store throws but for `unreachable`; `full` when the spool is full and the job is to stop,
    ///   `readOnly` and `other` when the spool cannot be written; `unreachable` where `whenAway` is `fail`.
    public func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount {
        try write([StoredRows(.candles(candles), of: series)])[0]
    }

    /// Stores trades, likewise.
    public func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount {
        try write([StoredRows(.trades(trades), of: series)])[0]
    }

    /// Stores candles of several series, likewise.
    public func write(_ candles: CandleBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        try write([StoredRows(.candles(candles), among: series)])
    }

    /// Stores trades of several series, likewise.
    public func write(_ trades: TradeBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        try write([StoredRows(.trades(trades), among: series)])
    }

    private func write(_ group: [StoredRows]) throws(StorageError) -> [WriteCount] {
        try writer.withLock { (writer) throws(StorageError) in try writer.write(group[0]) }
    }

    /// Behind everything that was written. Waits for a write that is at work.
    public var mark: WriteMark { writer.withLock { $0.mark } }

    /// Waits until everything before the mark is durable in the store or on disk.
    public func settle(_ mark: WriteMark) throws(StorageError) {
        try writer.withLock { (writer) throws(StorageError) in try writer.settle(mark) }
    }

    /// Waits until everything can be read.
    ///
    /// - Throws: `unreachable` with the number of rows when some wait on disk.
    public func awaitVisible() throws(StorageError) {
        try writer.withLock { (writer) throws(StorageError) in try writer.awaitVisible() }
    }
}
