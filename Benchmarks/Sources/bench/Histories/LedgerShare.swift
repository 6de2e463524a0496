import AdapterHost
import Foundation
import Ingestion
import MarketData
import Pipeline
import Storage
import Synchronization
import Transport

/// An ingest in this process whose ledger takes its own time.
enum LedgerShare {
    /// Prints the seconds of the whole ingest, those of the ledger's writes, and the rows.
    static func run(_ file: String, store: String, adapters: String, libraries: String) throws {
        let catalog = AdapterCatalog(try AdapterConfiguration(contentsOf: adapters), libraryFolders: [libraries])
        guard let entry = catalog["kraken-csv"], let manifest = entry.manifest else {
            throw Trouble("\(adapters) leads to no adapter kraken-csv")
        }
        let adapter = FileAdapter(try entry.load(), aliases: try AssetAliases(manifest.aliases))
        let place = try HistoryPlace("sqlite:" + store)
        let ledger = TimedLedger(place.ledger)
        let ingest = Ingest(
            store: place.store, ledger: ledger,
            options: IngestOptions(workers: ProcessInfo.processInfo.activeProcessorCount), now: { SampleFile.now })
        let start = ContinuousClock.now
        let plan = IngestPlan(InputDiscovery(paths: [file]), adapters: [adapter])
        let rows = try wait {
            try await ingest.run(
                plan, subject: file, tiers: TierList(tiers: [:], categories: [:]),
                meter: IngestMeter(at: SampleFile.now)
            ).progress.rowsRead
        }
        print((ContinuousClock.now - start) / .seconds(1), ledger.seconds, rows)
    }

    /// Blocks this thread, which has nothing else to do, until an asynchronous call ends.
    private static func wait(_ body: @escaping @Sendable () async throws -> Int) throws -> Int {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex(Result<Int, any Error>.failure(Trouble("the call did not end")))
        Task {
            do {
                let value = try await body()
                result.withLock { $0 = .success(value) }
            } catch {
                result.withLock { $0 = .failure(error) }
            }
            done.signal()
        }
        done.wait()
        return try result.withLock { $0 }.get()
    }
}
