import Storage
import StorageSQLite
import StorageTesting

/// Writes to an SQLite store until it is killed: `sqlite-victim PATH WORK`.
@main struct SQLiteVictim {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let work = VictimWork(rawValue: arguments[2]) else {
            fatalError("use: sqlite-victim PATH WORK; the works are \(VictimWork.allCases.map(\.rawValue))")
        }
        let database = try SQLiteDatabase(path: arguments[1], mode: .existing)
        try StoreVictim.run(work, store: { SQLiteStore(database) }, ledger: { SQLiteLedger(database) })
    }
}
