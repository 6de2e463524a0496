import AdapterHost
import Foundation
import Ingestion
import MarketData
import Storage
import StoragePostgreSQL
import StorageSQLite

/// A store and its ledger, open, and the sources that there are.
struct HistoryPlace {
    let store: any TimeSeriesStore
    let ledger: any Ledger
    let identity: StoreIdentity

    /// - Parameter location: `sqlite:PATH` or `postgresql://USER@HOST:PORT/DATABASE`, with the hub's tables in it.
    init(_ location: String) throws {
        guard let place = StoreLocation(location) else { throw Trouble("\(location) is no place of a store") }
        if place.scheme == "sqlite" {
            let database = try SQLiteDatabase(path: String(location.dropFirst("sqlite:".count)), mode: .existing)
            (store, ledger) = (SQLiteStore(database), SQLiteLedger(database))
        } else {
            let database = try PostgreSQLDatabase(place, settings: PostgreSQLSettings(), mode: .existing)
            (store, ledger) = (PostgreSQLStore(database), PostgreSQLLedger(database))
        }
        identity = try store.identity()
    }

    /// A survey with all sources of an `adapters.conf`, as if they could be asked.
    func survey(adapters: String, libraries: String) throws -> HistorySurvey {
        HistorySurvey(
            ledger, of: identity, sources: try Self.sources(adapters: adapters, libraries: libraries),
            now: SampleFile.now)
    }

    static func sources(adapters: String, libraries: String) throws -> [HistorySource] {
        let catalog = AdapterCatalog(try AdapterConfiguration(contentsOf: adapters), libraryFolders: [libraries])
        return catalog.entries.compactMap(\.manifest).map { manifest in
            let isFile = !manifest.descriptor.transports.contains(.http)
            return HistorySource(manifest, priority: isFile ? 10_000 : 0, obstacle: nil, rate: 1)
        }
    }
}
