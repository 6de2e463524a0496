import Foundation
import Storage
import StoragePostgreSQL
import StorageQuestDB
import StorageSQLite

/// The sorts of stores that there are. The one place that knows them all.
enum StoreKind: String, CaseIterable {
    case sqlite
    case postgresql
    case questdb

    /// How each is written, for messages.
    static let writing = "write sqlite:PATH, postgresql://HOST/DATABASE or questdb:http://HOST:PORT"

    /// The sort that a location is of.
    init?(_ location: StoreLocation) {
        self.init(rawValue: location.scheme == "postgres" ? "postgresql" : location.scheme)
    }

    /// Whether it keeps a ledger.
    var keepsLedger: Bool { self != .questdb }

    /// Whether a store can be away while the hub runs.
    var isServer: Bool { self != .sqlite }

    /// Whether there may be something at a location; false where opening it would only create it.
    func isThere(_ location: StoreLocation) -> Bool {
        isServer || FileManager.default.fileExists(atPath: location.address)
    }

    /// The version of the schema that this build writes.
    var currentSchemaVersion: Int {
        switch self {
        case .sqlite: SQLiteDatabase.currentSchemaVersion
        case .postgresql: PostgreSQLDatabase.currentSchemaVersion
        case .questdb: QuestDBStore.currentSchemaVersion
        }
    }

    /// Opens what lies at a location.
    func open(_ location: StoreLocation, _ access: StoreAccess, _ settings: Settings) throws -> any Place {
        switch self {
        case .sqlite: try SQLitePlace(path: location.address, access)
        case .postgresql: try PostgreSQLPlace(location, access, settings.postgresql)
        case .questdb: try QuestDBPlace(settings.questdb.store(location.address), access)
        }
    }
}
