import Storage
import StorageQuestDB
import Synchronization

/// Candles and trades in tables of a QuestDB server.
final class QuestDBPlace: Place {
    private let settings: QuestDBStoreSettings
    // Nil while there are no tables, or not all that a store has.
    private let store: Mutex<QuestDBStore?>

    init(_ settings: QuestDBStoreSettings, _ access: StoreAccess) throws(StorageError) {
        self.settings = settings
        do throws(StorageError) {
            store = Mutex(try QuestDBStore(settings))
        } catch  where access == .create && error.code == .needsMigration {
            store = Mutex(nil)
        }
    }

    private var opened: QuestDBStore {
        get throws(StorageError) {
            if let store = store.withLock({ $0 }) { return store }
            throw StorageError(
                .needsMigration, at: settings.location, "there are no tables in it yet",
                advice: "run candlewick migrate")
        }
    }

    var series: any TimeSeriesStore { get throws(StorageError) { try opened } }
    var sql: any SQLQuerying { get throws(StorageError) { try opened } }
    var ledger: (any Ledger)? { nil }
    var currentSchemaVersion: Int { QuestDBStore.currentSchemaVersion }
    // A store that can be opened has this build's.
    var schemaVersion: Int { store.withLock { $0 == nil ? 0 : QuestDBStore.currentSchemaVersion } }
    var isWritable: Bool { true }

    func migrate() throws(StorageError) {
        let migrated = try QuestDBStore.migrate(settings)
        store.withLock { $0 = migrated }
    }

    func contents() throws(StorageError) -> String {
        let names = try QuestDBStore.tablesToDrop(settings)
        if names.isEmpty { return "no tables" }
        return "the tables \(names.joined(separator: ", ")) and all their rows"
    }

    func drop() throws {
        _ = try QuestDBStore.drop(settings)
        store.withLock { $0 = nil }
    }

    func findings() -> [Finding] {
        do {
            return Self.findings(try opened.health())
        } catch {
            return [Finding(subject: "questdb", verdict: .failed, message: "\(error)")]
        }
    }

    private static func findings(_ health: QuestDBHealth) -> [Finding] {
        func finding(_ verdict: Finding.Verdict, _ message: String) -> Finding {
            Finding(subject: "questdb", verdict: verdict, message: message)
        }
        var findings = [
            finding(.ok, "version \(health.serverVersion), rows travel by \(health.wire.rawValue.uppercased())")
        ]
        for table in health.tables {
            let rows = "\(grouped(Int(table.rows))) rows by \(table.partitionUnit.lowercased())"
            if table.isSuspended {
                let why = table.error.isEmpty ? "" : " (\(table.error))"
                findings.append(
                    finding(
                        .failed,
                        "table \(table.name) is suspended\(why): it takes rows and does not show them; mend the cause, then "
                            + "ALTER TABLE \(table.name) RESUME WAL"))
            } else if table.lag > 0 {
                findings.append(
                    finding(.warning, "table \(table.name): \(rows), \(table.lag) transactions not shown yet"))
            } else {
                findings.append(finding(.ok, "table \(table.name): \(rows)"))
            }
        }
        if health.tradesWithoutOrdinal > 0 {
            findings.append(
                finding(
                    .warning, "\(grouped(Int(health.tradesWithoutOrdinal))) trades have no ordinal and are not read"))
        }
        if !health.unnamedAssets.isEmpty {
            let numbers = health.unnamedAssets.prefix(10).map { "\($0)" }.joined(separator: ", ")
            findings.append(
                finding(.warning, "rows have assets that candlewick_asset does not name (\(numbers)); add them there"))
        }
        return findings
    }
}
