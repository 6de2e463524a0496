import Foundation
import StoragePostgreSQL
import TOMLKit

/// What `candlewick.toml` says, with its paths made absolute.
struct Settings {
    /// The file it came from, nil when there is none.
    var file: String?
    /// `[store] series`: one or several.
    var stores: [String] = []
    /// `[store] ledger`.
    var ledger: String?
    /// `[ingest] paths`.
    var ingestPaths: [String] = []
    /// `[ingest] workers`; 0 means one per core.
    var workers = 0
    /// `[postgresql]`.
    var postgresql = PostgreSQLSettings()
    /// `[questdb]`.
    var questdb = QuestDBSettings()
    /// `[spool]`.
    var spool = SpoolChoice()
    /// `[sync]` and `[gaps]`.
    var sync = SyncChoice()
    /// `[alerts]`.
    var alerts = AlertSettings()
    /// `[serve] log_format` and `log_level`.
    var log = LogSettings()
    /// `[serve]`.
    var serve = ServeSettings()
    /// `[live]`.
    var live = LiveSettings()
    /// `[cache] max_megabytes`, in bytes.
    var cacheLimit: Int64 = 1 << 30
    /// `[schedule]`, and how many jobs run at once.
    var work = WorkChoice()
    /// `[adapters] file`.
    var adapters: String?
    /// `[assets] tiers`.
    var tiers: String?

    static let fileName = "candlewick.toml"

    /// The settings that hold here: the file given, or `CANDLEWICK_CONFIG`, or `candlewick.toml` in the
    /// working folder. Only the last may be missing.
    static func load(_ path: String?) throws -> Settings {
        let named = path ?? Environment["CANDLEWICK_CONFIG"]
        let file = named ?? fileName
        guard FileManager.default.fileExists(atPath: file) else {
            guard named == nil else {
                throw Failure("\(file): there is no such settings file; `candlewick init` writes one")
            }
            return Settings()
        }
        return try Settings(file: file)
    }

    private init() {}

    /// Reads a settings file; a key that nobody knows is an error, so that a slip does not go unseen.
    init(file: String) throws { try self.init(TOMLFile(path: file)) }

    /// What a settings file says, that may not be written yet.
    init(_ table: TOMLFile) throws {
        let file = table.path
        self.file = file
        let keys = [
            "store": ["series", "ledger"], "ingest": ["paths", "workers"], "adapters": ["file"], "assets": ["tiers"],
            "cache": ["max_megabytes"],
        ]
        let others = [
            Self.serverKeys, SyncChoice.keys, ServeSettings.keys, WorkChoice.keys, AlertSettings.keys, LogSettings.keys,
            LiveSettings.keys,
        ]
        try table.allow(others.reduce(keys) { $0.merging($1, uniquingKeysWith: +) })
        let folder = URL(filePath: file).deletingLastPathComponent()
        func absolute(_ path: String) -> String { URL(filePath: path, relativeTo: folder).path }

        func located(_ text: String) -> String {
            let prefix = "sqlite:"
            return text.hasPrefix(prefix) ? prefix + absolute(String(text.dropFirst(prefix.count))) : text
        }

        stores = try (table.oneOrMore("store", "series") ?? []).map(located)
        ledger = try table.string("store", "ledger").map(located)
        ingestPaths = try (table.strings("ingest", "paths") ?? []).map(absolute)
        workers = try table.integer("ingest", "workers", in: 0...256) ?? 0
        spool.folder = absolute(spool.folder)
        try readServers(table, absolute)
        try sync.read(table)
        try work.read(table)
        try alerts.read(table)
        try log.read(table)
        try serve.read(table, absolute)
        try live.read(table)
        cacheLimit =
            try table.integer("cache", "max_megabytes", in: 1...1_000_000).map { Int64($0) << 20 } ?? cacheLimit
        adapters = try table.string("adapters", "file").map(absolute)
        tiers = try table.string("assets", "tiers").map(absolute)
    }
}
