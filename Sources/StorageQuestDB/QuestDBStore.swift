internal import QuestDBClient
public import Storage
import Synchronization

/// Candles and trades in QuestDB. See `TimeSeriesStore` for what each call promises, and `traits` for what is otherwise.
///
/// Limits: times are from 1970 on, candles open on whole microseconds and last whole minutes, ordinals of trades are
/// below 2,000,000, prices and volumes are finite, names are not empty. A batch with a row that breaks this, or
/// whose rows do not ascend, is refused whole with `unsupported`.
public final class QuestDBStore: TimeSeriesStore {
    /// `questdb:http://host:port`, without secrets.
    public let location: String
    /// How it was opened.
    public let settings: QuestDBStoreSettings
    /// What the server calls itself: `9.0.0`.
    public let serverVersion: String

    let tables: QuestDBTables
    let assets: AssetNumbers
    private let schema: SchemaMark
    // Opened with the first row: reading needs no right to write.
    private let opened = Mutex<(any RowLine)?>(nil)

    /// Opens a store that is there.
    ///
    /// - Throws: `unreachable`, `denied`, `notOffered` (a server before 7.3), `needsMigration` (says what is missing),
    ///   `newerSchema`.
    public convenience init(_ settings: QuestDBStoreSettings) throws(StorageError) {
        try self.init(settings) { tables throws(StorageError) in
            let present = try tables.present()
            guard present.contains(tables.names.store), let mark = try tables.mark() else {
                throw StorageError(
                    .needsMigration, at: tables.location, "its table \(tables.names.store) is missing or empty",
                    advice: "run candlewick migrate")
            }
            let checked = try mark.checked(at: tables.location)
            if let missing = tables.names.all.first(where: { !present.contains($0) }) {
                throw StorageError(
                    .needsMigration, at: tables.location, "its table \(missing) is missing",
                    advice: "run candlewick migrate")
            }
            try tables.check(present)
            return checked
        }
    }

    /// Makes the tables that are missing, and opens the store. Does nothing where all is there; two hubs may do it
    /// at once.
    ///
    /// - Throws: as `init`; `needsMigration` for an existing table that the store cannot use, with the statement that
    ///   mends it.
    public static func migrate(_ settings: QuestDBStoreSettings) throws(StorageError) -> QuestDBStore {
        try QuestDBStore(settings) { tables throws(StorageError) in try tables.migrate() }
    }

    private init(
        _ settings: QuestDBStoreSettings, _ prepare: (QuestDBTables) throws(StorageError) -> SchemaMark
    ) throws(StorageError) {
        let tables = try QuestDBTables(settings)
        let build = try translating(tables.location) { try tables.server.build() }
        schema = try prepare(tables)
        self.tables = tables
        self.settings = settings
        location = tables.location
        serverVersion = build.version
        assets = AssetNumbers(tables)
    }

    /// Which store this is.
    public func identity() throws(StorageError) -> StoreIdentity { schema.identity }

    /// Which protocol rows travel by; connects where no row was written yet.
    ///
    /// - Throws: `notOffered` for a protocol of the settings that the server does not offer, `unreachable`, `denied`.
    public func protocolInUse() throws(StorageError) -> WireProtocol { try line().wire }

    /// The way of rows to the server.
    func line() throws(StorageError) -> any RowLine {
        let result: Result<any RowLine, StorageError> = opened.withLock { line in
            Result { () throws(StorageError) in
                if let line { return line }
                let new = try WireOpening(settings, tables).open()
                line = new
                return new
            }
        }
        return try result.get()
    }

    /// Behind every row that was written.
    public var mark: WriteMark { WriteMark(opened.withLock { $0?.sent ?? 0 }) }

    /// Waits until the server has all rows before the mark in its write-ahead log.
    ///
    /// - Throws: `unreachable` when it could not be given them for as long as the settings have patience, `denied`, and
    ///   what it refused. The store takes no more rows then: open it again, and write what was not settled.
    public func settle(_ mark: WriteMark) throws(StorageError) {
        if mark == .start { return }
        try line().settle(mark.value)
    }

    /// Waits until all rows that the server took can be read.
    ///
    /// - Throws: `suspended` with what the server says and how it goes on, `busy` when it shows no more rows for as long as
    ///   the settings say.
    public func awaitVisible() throws(StorageError) {
        try AppliedRows(tables.server, location).wait(
            for: [tables.names.candles, tables.names.trades], atMost: settings.visibleWithin)
    }
}
