import AdapterHost
import Foundation
import Ingestion
import MarketData
import Pipeline
import Storage
import StorageSQLite
import Transport

/// A sync that dies where it is told to: `sync-victim STORE FILES PLUGINS BASE NOW POINT JOB`.
///
/// NOW in seconds since 1970; POINT as in `KillSwitch`; JOB 0 to begin, or the job to go on with. Prints the number of
/// writes when it gets to its end.
@main struct SyncVictim {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 8, let seconds = Int64(arguments[5]), let point = Int(arguments[6]),
            let number = Int64(arguments[7]), let start = Timestamp(seconds: seconds)
        else { fatalError("use: sync-victim STORE FILES PLUGINS BASE NOW POINT JOB") }
        let began = ContinuousClock.now
        let now: @Sendable () -> Timestamp = {
            let (seconds, rest) = (ContinuousClock.now - began).components
            return Timestamp(nanoseconds: start.nanoseconds + seconds * 1_000_000_000 + rest / 1_000_000_000)
        }
        let killing = KillSwitch(at: point)
        let database = try SQLiteDatabase(path: arguments[1], mode: .existing)
        let store = VictimStore(store: SQLiteStore(database), killing: killing)
        let ledger = VictimLedger(ledger: SQLiteLedger(database), killing: killing)
        let catalog = AdapterCatalog(AdapterConfiguration(folders: [arguments[3]]))
        let tiers = TierList(tiers: [:], categories: [:])
        var loading = LoadOptions(parallel: 2)
        loading.adapterLog = { _, _, _ in }
        let base = arguments[4]
        let settings = SyncSettings(
            sources: catalog.entries.compactMap(\.manifest).map { manifest in
                let isFile = !manifest.descriptor.transports.contains(.http)
                return HistorySource(manifest, priority: isFile ? 10_000 : 0, obstacle: nil, rate: 0)
            },
            open: { id in
                guard let entry = catalog[id] else { throw Unknown(id: id) }
                let adapter = try entry.load()
                let descriptor = adapter.manifest.descriptor
                var settings = SourceSettings(
                    source: id, baseURL: base, allowedHosts: descriptor.hosts, rate: 0, burst: 1)
                settings.attempts = 2
                settings.backoff = .milliseconds(1)...(.milliseconds(2))
                for name in descriptor.credentials { settings.credentials[name] = .environment("SYNC_VICTIM_KEY") }
                let limits = SharedLimits(folder: arguments[1] + ".limits")
                return SourceAdapter(
                    adapter, aliases: try AssetAliases(adapter.manifest.aliases, foldsCase: false),
                    fetching: HTTPSource(settings, client: HTTPClient(), limits: limits), rate: 0)
            }, tiers: tiers, files: IngestOptions(workers: 1), loading: loading)
        var scope = SurveyScope()
        scope.intervals = [240, 1440].compactMap { Interval(minutes: $0) }
        scope.usualDays = 90
        var spec = SyncSpec(scope)
        spec.paths = [arguments[2]]
        let readers = try catalog.entries.filter { $0.manifest?.descriptor.transports.contains(.file) ?? false }.map {
            let adapter = try $0.load()
            return FileAdapter(adapter, aliases: try AssetAliases(adapter.manifest.aliases))
        }
        let files = IngestPlan(InputDiscovery(paths: spec.paths), adapters: readers)
        let job = SyncJob(
            into: store, ledger: ledger, settings: settings, meter: SyncMeter(at: now()), now: now)
        if let record = try ledger.job(JobID(number)) {
            _ = try await job.resume(record, spec, files: files)
        } else {
            _ = try await job.start(spec, command: "sync", subject: "victim", files: files)
        }
        print(killing.writes)
    }

    private struct Unknown: Error { var id: String }
}
