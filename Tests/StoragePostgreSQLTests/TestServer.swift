import Foundation
import MarketData
import Storage
import StoragePostgreSQL
import StorageTesting
import Testing

/// The server that `scripts/test` started for the tests.
enum TestServer {
    static let address = ProcessInfo.processInfo.environment["CANDLEWICK_TEST_POSTGRESQL"] ?? ""
    static var isThere: Bool { !address.isEmpty }

    static func location(_ address: String = address) throws -> StoreLocation {
        try #require(StoreLocation(address))
    }

    /// The server's address with another user, password or database, or with more options.
    static func address(
        user: String? = nil, password: String? = nil, database: String? = nil, options: String? = nil
    ) throws -> String {
        var parts = try #require(URLComponents(string: address))
        if let user { parts.user = user }
        if let password { parts.password = password }
        if let database { parts.path = "/" + database }
        if let options { parts.percentEncodedQuery = options }
        return try #require(parts.string)
    }

    static var password: String { URLComponents(string: address)?.password ?? "" }
}

extension Trait where Self == ConditionTrait {
    /// Skips where nobody started a server.
    static var withServer: Self {
        .enabled(if: TestServer.isThere, "CANDLEWICK_TEST_POSTGRESQL names no server; scripts/test starts one")
    }
}

/// A migrated store in a schema of its own, which goes with its owner.
final class TemporarySchema: Sendable {
    let name: String
    let database: PostgreSQLDatabase
    var store: PostgreSQLStore { PostgreSQLStore(database) }
    var ledger: PostgreSQLLedger { PostgreSQLLedger(database) }

    init(migrated: Bool = true, _ change: (inout PostgreSQLSettings) -> Void = { _ in }) throws {
        name = "test_\(UUID().uuidString.replacing("-", with: "").lowercased())"
        var settings = PostgreSQLSettings(schema: name)
        change(&settings)
        database = try PostgreSQLDatabase(TestServer.location(), settings: settings, mode: .create)
        if migrated { try database.migrate() }
    }

    deinit {
        // What is left behind goes with the server; a test cannot do more about it.
        try? database.drop()
    }

    /// The same schema, opened once more.
    func again(
        _ mode: PostgreSQLDatabase.OpenMode = .existing, _ change: (inout PostgreSQLSettings) -> Void = { _ in }
    ) throws -> PostgreSQLDatabase {
        var settings = PostgreSQLSettings(schema: name)
        change(&settings)
        return try PostgreSQLDatabase(TestServer.location(), settings: settings, mode: mode)
    }

    /// All that a user's query gives, as text.
    func lines(_ sql: String) throws -> [String] { try store.lines(sql) }

    /// Bytes of the table `candle` itself.
    func candleBytes() throws -> String { try lines("SELECT pg_relation_size('\(name).candle')")[0] }
}

extension JobStart {
    static func now(_ store: StoreIdentity = .random()) -> JobStart {
        JobStart(
            command: "ingest", subject: "x", items: 1, startedAt: Timestamp(nanoseconds: 1), store: store,
            storeLocation: "here")
    }
}
