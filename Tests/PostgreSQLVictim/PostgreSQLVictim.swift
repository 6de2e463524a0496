import Foundation
import Storage
import StoragePostgreSQL
import StorageTesting

/// Writes to a store in PostgreSQL until it is killed: `postgresql-victim SCHEMA WORK`. The server's address is in
/// `CANDLEWICK_TEST_POSTGRESQL`, with a password that is nobody's business in a list of processes.
@main struct PostgreSQLVictim {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let work = VictimWork(rawValue: arguments[2]),
            let location = StoreLocation(ProcessInfo.processInfo.environment["CANDLEWICK_TEST_POSTGRESQL"] ?? "")
        else { fatalError("use: postgresql-victim SCHEMA WORK; the works are \(VictimWork.allCases.map(\.rawValue))") }
        let database = try PostgreSQLDatabase(
            location, settings: PostgreSQLSettings(schema: arguments[1]), mode: .existing)
        try StoreVictim.run(work, store: { PostgreSQLStore(database) }, ledger: { PostgreSQLLedger(database) })
    }
}
