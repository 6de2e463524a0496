public import Storage
import Synchronization

/// A PostgreSQL schema with everything that the hub keeps, and the connections to it.
///
/// `PostgreSQLStore` and `PostgreSQLLedger` share one of these. What a call wrote is committed when it returns. When
/// the server goes away a call goes on by itself as soon as it is back, within `PostgreSQLSettings.patience`. Any
/// thread may use it; several hubs may use one schema. Needs sessions of its own: a balancer that hands out
/// connections by transaction does not do.
public final class PostgreSQLDatabase: Sendable {
    /// What is expected there, and what will be done with it.
    public enum OpenMode: Hashable, Sendable {
        /// To create or migrate: the schema may be missing, blank or of an older version. Nothing can be stored
        /// before `migrate()`.
        case create
        /// To read and write a store that is there.
        case existing
        /// To read a store that is there, also from a standby or without the right to write.
        case reading
    }

    /// The address as the user wrote it, without secrets.
    public var location: String { address.location }
    /// Whether rows can be stored. False only for `OpenMode.reading` of what cannot be written.
    public let isWritable: Bool
    /// The settings that it was opened with.
    public let settings: PostgreSQLSettings

    let address: ServerAddress
    let pool: ConnectionPool
    let tables: StoredTables
    private let version: Atomic<Int>

    /// Connects, once: patience is for servers that were there before, or say that they are starting.
    ///
    /// - Throws: `unreachable`, `denied`, `notFound` (no such database), `corrupt` (the schema is another
    ///   application's), `newerSchema`, `needsMigration` (not for `create`), `readOnly` (not for `reading`).
    public init(
        _ location: StoreLocation, settings: PostgreSQLSettings = PostgreSQLSettings(), mode: OpenMode
    ) throws(StorageError) {
        let address = try ServerAddress(location)
        guard settings.hasPlainSchema else {
            throw StorageError(
                .unsupported, at: address.location, "\(settings.schema) cannot be the name of the schema",
                advice: "use lower-case letters, digits and underscores, and not pg_ in front")
        }
        let pool = ConnectionPool(address, settings)
        let found = try Self.firstLook(pool, mode)
        (self.address, self.settings, self.pool) = (address, settings, pool)
        tables = StoredTables(schema: settings.schema)
        isWritable = found.isWritable
        version = Atomic(found.version)
    }

    /// The version of the schema there, 0 when there is none yet.
    public var schemaVersion: Int { version.load(ordering: .acquiring) }

    /// The version of the schema that this build writes.
    public static var currentSchemaVersion: Int { Schema.current }

    /// How the connections were used so far.
    public var statistics: PoolStatistics { pool.statistics }

    /// Brings the schema up to `currentSchemaVersion`; does nothing when it is there. Each step is a transaction of
    /// its own. Several processes may do it at once: one works, the others wait for it.
    /// - Throws: `denied` without the right to create a schema in the database, `readOnly`, `busy`.
    public func migrate() throws(StorageError) {
        guard schemaVersion < Schema.current else { return }
        try requireWritable()
        let reached = try outsideOfPool { try Schema.migrate($0, PostgreSQLLedger(self)) }
        version.store(reached, ordering: .releasing)
    }

    /// Drops the schema with everything in it, and nothing outside of it. Later calls but `migrate` fail.
    /// - Throws: `other` when something outside of the schema needs what is in it (says what).
    public func drop() throws(StorageError) {
        try requireWritable()
        try outsideOfPool { try Schema.drop($0, schema: settings.schema) }
        version.store(0, ordering: .releasing)
        // Prepared statements know the old tables.
        pool.closeIdle()
    }

    /// Runs on a connection of its own, without a limit on the time of a statement.
    private func outsideOfPool<Result>(_ body: (ServerConnection) throws -> Result) throws(StorageError) -> Result {
        do {
            let connection = try ServerConnection(address, settings, until: .now + settings.patience)
            try connection.run("SET statement_timeout = 0")
            return try body(connection)
        } catch {
            throw StorageError(error, at: location)
        }
    }

    private static func firstLook(
        _ pool: ConnectionPool, _ mode: OpenMode
    ) throws(StorageError) -> SchemaState {
        let location = pool.address.location
        var patience = Patience(pool.settings.patience)
        while true {
            do {
                let state = try pool.withConnection(until: patience.deadline) {
                    try SchemaState($0, schema: pool.settings.schema)
                }
                try state.check(mode, at: location)
                return state
            } catch let failure as ServerFailure where failure.isPassingRefusal {
                guard patience.wait() else { throw StorageError(failure, at: location) }
            } catch {
                throw StorageError(error, at: location)
            }
        }
    }

    func requireSchema() throws(StorageError) {
        let version = schemaVersion
        if version < Schema.current { throw SchemaState.older(version, at: location) }
    }

    func requireWritable() throws(StorageError) {
        if isWritable { return }
        throw StorageError(
            .readOnly, at: location, "the server or this user's rights allow only to read",
            advice: "name the primary server and a user with rights on the schema")
    }
}
