import Foundation
import Storage
import StoragePostgreSQL

/// Candles, trades and ledger in a schema of a PostgreSQL database.
struct PostgreSQLPlace: Place {
    let series: any TimeSeriesStore
    let ledger: (any Ledger)?
    let sql: any SQLQuerying
    private let database: PostgreSQLDatabase

    init(_ location: StoreLocation, _ access: StoreAccess, _ settings: PostgreSQLSettings) throws(StorageError) {
        let mode: PostgreSQLDatabase.OpenMode =
            switch access {
            case .create: .create
            case .existing: .existing
            case .reading: .reading
            }
        let database = try PostgreSQLDatabase(location, settings: settings, mode: mode)
        let store = PostgreSQLStore(database)
        (series, sql, ledger) = (store, store, PostgreSQLLedger(database))
        self.database = database
    }

    var currentSchemaVersion: Int { PostgreSQLDatabase.currentSchemaVersion }
    var schemaVersion: Int { database.schemaVersion }
    var isWritable: Bool { database.isWritable }

    func migrate() throws(StorageError) { try database.migrate() }

    func contents() throws(StorageError) -> String {
        let count = schemaVersion > 0 ? try series.series(matching: SeriesFilter()).count : 0
        return "the schema \(database.settings.schema): \(counted(count, "series")) and its ledger"
    }

    func drop() throws { try database.drop() }

    func findings() -> [Finding] {
        let pool = database.statistics
        let message = "\(pool.size) connections at most, \(pool.open) open, \(pool.waits) waits so far"
        return [Finding(subject: "connections", verdict: .ok, message: message)]
    }
}
