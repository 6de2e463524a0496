import Foundation
import MarketData
import Storage
import StorageSQLite
import Synchronization

@testable import Spool

/// A folder that goes with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        path = url.path
    }

    // What is left behind is in the system's temporary folder; a test cannot do more about it.
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }
}

/// A real SQLite store behind a server that can be away on command.
final class Server: Sendable {
    struct State {
        var isAway = false
        /// Goes away within that many calls from now.
        var callsLeft: Int?
        /// Batches that a connection had taken and not stored when it was cut.
        var stillStored = 0
        var opened = 0
        var writes = 0
        var settles = 0
        var refusesMinutes: Int?
    }

    let path: String
    let store: SQLiteStore
    let state = Mutex(State())
    /// Whether rows are only durable after `settle`.
    let buffers: Bool

    init(_ path: String, buffers: Bool = false) throws {
        self.path = path
        self.buffers = buffers
        let database = try SQLiteDatabase(path: path, mode: .create)
        try database.migrate()
        store = SQLiteStore(database)
    }

    var isAway: Bool {
        get { state.withLock { $0.isAway } }
        set { state.withLock { ($0.isAway, $0.callsLeft) = (newValue, nil) } }
    }

    /// A call reaches the server, or not.
    func reach() throws(StorageError) {
        try state.withLock { (state) throws(StorageError) in
            if let left = state.callsLeft {
                state.callsLeft = left - 1
                if left <= 0 { (state.isAway, state.callsLeft) = (true, nil) }
            }
            if state.isAway {
                throw StorageError(.unreachable, at: "test:server", "no answer", advice: "start it")
            }
        }
    }

    @Sendable func open() throws(StorageError) -> any TimeSeriesStore {
        try reach()
        state.withLock { $0.opened += 1 }
        return Connection(self)
    }
}

/// A connection to the server; what it had taken and not stored is lost when the server goes away.
private final class Connection: TimeSeriesStore {
    private struct Taken {
        var rows: [StoredRows] = []
        var writes: UInt64 = 0
        var settled: UInt64 = 0
    }

    private let server: Server
    private let taken = Mutex(Taken())

    init(_ server: Server) { self.server = server }

    var location: String { "test:server" }

    var traits: StoreTraits {
        server.buffers
            ? StoreTraits(
                order: .byTime, batchesAGroup: 4,
                exceptions: [.countsWrites: "it only takes them", .durableAtOnce: "it acknowledges later"])
            : StoreTraits(order: .bySeries)
    }

    func identity() throws(StorageError) -> StoreIdentity {
        try server.reach()
        return try server.store.identity()
    }

    func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount {
        let copy = CandleBatch(capacity: max(1, candles.count))
        copy.count = candles.count
        for row in 0..<candles.count { copy.copy(row: row, of: candles, to: row) }
        return try take(StoredRows(.candles(copy), of: series))
    }

    func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount {
        let copy = TradeBatch(capacity: max(1, trades.count))
        copy.count = trades.count
        for row in 0..<trades.count { copy.copy(row: row, of: trades, to: row) }
        return try take(StoredRows(.trades(copy), of: series))
    }

    private func take(_ rows: StoredRows) throws(StorageError) -> WriteCount {
        if let refused = server.state.withLock({ $0.refusesMinutes }), rows.series[0].kind.interval?.minutes == refused
        {
            throw StorageError(.unsupported, at: location, "no such interval here", advice: "leave it")
        }
        do throws(StorageError) {
            try server.reach()
        } catch {
            try loseConnection()
            throw error
        }
        server.state.withLock { $0.writes += 1 }
        if !server.buffers { return try server.store.write(rows)[0] }
        taken.withLock {
            $0.rows.append(rows)
            $0.writes += 1
        }
        return WriteCount(accepted: rows.count)
    }

    /// Some of what was taken may have been stored all the same, without anybody having been told.
    private func loseConnection() throws(StorageError) {
        let count = server.state.withLock { $0.stillStored }
        let rows = taken.withLock { taken in
            defer { taken.rows = [] }
            return taken.rows.prefix(count)
        }
        for one in rows { _ = try server.store.write(one) }
    }

    var mark: WriteMark { WriteMark(taken.withLock { $0.writes }) }

    func settle(_ mark: WriteMark) throws(StorageError) {
        do throws(StorageError) {
            try server.reach()
        } catch {
            try loseConnection()
            throw error
        }
        server.state.withLock { $0.settles += 1 }
        let rows = taken.withLock { taken in
            let count = Int(min(mark.value, taken.writes)) - Int(taken.settled)
            guard count > 0 else { return [StoredRows]() }
            defer { taken.rows.removeFirst(count) }
            taken.settled += UInt64(count)
            return Array(taken.rows.prefix(count))
        }
        for one in rows { _ = try server.store.write(one) }
    }

    func series(matching filter: SeriesFilter) throws(StorageError) -> [SeriesSummary] {
        try server.reach()
        return try server.store.series(matching: filter)
    }

    func count(_ series: Series, in range: TimeRange) throws(StorageError) -> Int {
        try server.reach()
        return try server.store.count(series, in: range)
    }

    func read(_ series: Series, in range: TimeRange, into candles: CandleBatch) throws(StorageError) {
        try server.reach()
        try server.store.read(series, in: range, into: candles)
    }

    func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into candles: CandleBatch
    ) throws(StorageError) {
        try server.reach()
        try server.store.readNewest(limit, of: series, in: range, into: candles)
    }

    func read(
        _ series: Series, in range: TimeRange, after position: TradePosition?, into trades: TradeBatch
    ) throws(StorageError) {
        try server.reach()
        try server.store.read(series, in: range, after: position, into: trades)
    }

    func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into trades: TradeBatch
    ) throws(StorageError) {
        try server.reach()
        try server.store.readNewest(limit, of: series, in: range, into: trades)
    }
}
