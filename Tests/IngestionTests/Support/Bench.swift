import AdapterHost
import Foundation
import Ingestion
import MarketData
import Pipeline
import Storage
import StorageSQLite
import Transport

/// A folder of its own with a store in it, and the Kraken CSV adapter to read files with.
final class Bench: Sendable {
    let folder: String
    let database: SQLiteDatabase
    private let isOwner: Bool
    var store: any TimeSeriesStore { SQLiteStore(database) }
    var ledger: any Ledger { SQLiteLedger(database) }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/in", withIntermediateDirectories: true)
        database = try SQLiteDatabase(path: folder + "/store.db", mode: .create)
        isOwner = true
        try database.migrate()
    }

    /// The same folder, from another process.
    init(existing folder: String) throws {
        self.folder = folder
        isOwner = false
        database = try SQLiteDatabase(path: folder + "/store.db", mode: .existing)
    }

    deinit {
        if !isOwner { return }
        // What is left lies in the system's temporary folder.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Writes a file into the input folder and gives its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let path = "\(folder)/in/\(name)"
        try FileManager.default.createDirectory(
            atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    func plan(_ paths: [String]? = nil, adapters: [FileAdapter]? = nil) throws -> IngestPlan {
        IngestPlan(
            InputDiscovery(paths: paths ?? [folder + "/in"]), adapters: try adapters ?? [Self.krakenCSV.get()])
    }

    /// Reads everything in the input folder.
    func ingest(
        _ plan: IngestPlan? = nil, into store: (any TimeSeriesStore)? = nil, again: Bool = false, workers: Int = 2,
        stopsOnError: Bool = false, meter: IngestMeter = IngestMeter(at: Bench.now)
    ) async throws -> IngestSummary {
        let options = IngestOptions(workers: workers, stopsOnError: stopsOnError, readsKnownFiles: again)
        let ingest = Ingest(store: store ?? self.store, ledger: ledger, options: options, now: { Bench.now })
        return try await ingest.run(try plan ?? self.plan(), subject: "test", tiers: Self.tiers, meter: meter)
    }

    /// All candles of all series as text, so that two stores can be compared.
    func contents() throws -> [String] { try Self.contents(of: store) }

    /// Likewise of any store.
    static func contents(of store: any TimeSeriesStore) throws -> [String] {
        var lines: [String] = []
        let candles = try store.series(matching: SeriesFilter(content: .candles)).map(\.series)
        var candleRows = TimeOrderedCandles(store, series: candles, range: .all)
        try candleRows.forEach { batch, row, index in
            let values = [batch.open[row], batch.high[row], batch.low[row], batch.close[row], batch.volume[row]]
            lines.append("\(candles[index]) \(batch.openTime[row]) \(values) \(batch.trades[row])")
        }
        let trades = try store.series(matching: SeriesFilter(content: .trades)).map(\.series)
        var tradeRows = TimeOrderedTrades(store, series: trades, range: .all)
        try tradeRows.forEach { batch, row, index in
            let place = "\(batch.time[row]) \(batch.ordinal[row])"
            lines.append("\(trades[index]) \(place) \(batch.price[row]) \(batch.volume[row]) \(batch.side[row])")
        }
        return lines
    }

    static let now = Timestamp(nanoseconds: 1_790_000_000_000_000_000)
    static let tiers = TierList(tiers: ["BTC": .tier1, "LTC": .tier2], categories: ["EUR": .currency])

    /// The adapter as built, through its manifest in `Plugins`.
    static let krakenCSV = Result {
        let plugins = root + "/Plugins"
        let catalog = AdapterCatalog(
            AdapterConfiguration(folders: [plugins]), libraryFolders: AdapterCatalog.executableFolders)
        guard let entry = catalog["kraken-csv"], let manifest = entry.manifest else { throw MissingAdapter() }
        return FileAdapter(try entry.load(), aliases: try AssetAliases(manifest.aliases))
    }

    struct MissingAdapter: Error {}

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    static let fixtures = URL(filePath: root + "/../shared/fixtures").standardizedFileURL.path
    static let hasFixtures = FileManager.default.fileExists(atPath: fixtures + "/kraken-csv-ohlcvt")
}

/// Lines of good candles, one an interval, from 2024-01-01 on.
func candleLines(_ count: Int, minutes: Int = 60, from first: Int = 0) -> String {
    (first..<first + count).map { index in
        let price = 100 + index % 50
        return
            "\(1_704_067_200 + index * minutes * 60),\(price),\(price + 3),\(price - 2),\(price + 1),\(index % 7).5,\(index)"
    }.joined(separator: "\n") + (count > 0 ? "\n" : "")
}
