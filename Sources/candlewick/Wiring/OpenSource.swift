import AdapterHost
import Foundation
import Ingestion
import MarketData
import Pipeline
import Storage
import Transport

/// A source that can be asked, and what was opened for that.
struct OpenSource {
    let source: SourceAdapter
    let cache: ReplyCache?
    /// Where its exchanges are kept, nil for nowhere.
    let recording: RecordingFolder?

    /// Opens the source that the options name.
    init(_ options: SourceOptions, settings: Settings, notingIn ledger: (any Ledger)? = nil) throws {
        try self.init(
            options.source, record: options.record, replay: options.replay, usesCache: !options.noCache,
            options.adapters, settings: settings, notingIn: ledger)
    }

    /// Opens a source by its adapter's id.
    ///
    /// - Parameter ledger: where it is noted whether the source can be asked; nil for nowhere.
    init(
        _ id: String, record: String? = nil, replay: String? = nil, usesCache: Bool = true, _ options: AdapterOptions,
        settings: Settings, notingIn ledger: (any Ledger)? = nil
    ) throws {
        let entry = try Self.entry(id, try Adapters(options, settings: settings))
        let adapter: LoadedAdapter
        do throws(AdapterProblems) {
            adapter = try entry.load()
        } catch {
            throw Failure("adapter \(entry.id) cannot be used:\n\(error)")
        }
        let sourceSettings = SourceSettings(adapter.manifest.descriptor, entry.choice.source)
        let aliases = try AssetAliases(adapter.manifest.aliases, foldsCase: false)
        recording = try record.map { try RecordingFolder($0) }
        if let replay {
            cache = nil
            let fetching = try ReplayedSource(replay, adapter: entry.id)
            source = SourceAdapter(adapter, aliases: aliases, fetching: fetching, rate: 0)
            return
        }
        cache = !usesCache ? nil : try ReplyCache(folder: Self.cacheFolder, limit: settings.cacheLimit)
        let fetching = HTTPSource(
            sourceSettings, client: HTTPClient(), limits: SharedLimits(), cache: cache?.at(sourceSettings.baseURL),
            onCircuit: ledger.flatMap(CircuitNotes.noting))
        source = SourceAdapter(adapter, aliases: aliases, fetching: fetching, rate: sourceSettings.rate)
    }

    /// The adapter of an id, if it asks over HTTP.
    static func entry(_ id: String, _ adapters: Adapters) throws -> AdapterEntry {
        let asking = adapters.catalog.entries.filter {
            $0.manifest?.descriptor.transports.contains(.http) ?? false
        }
        let known = asking.map(\.id).joined(separator: ", ")
        guard let entry = adapters.catalog[id] else {
            throw Failure(
                "there is no adapter '\(printable(id))'; those that ask a source: \(known)", status: .wrongUse)
        }
        guard let manifest = entry.manifest else {
            throw Failure("adapter \(id) cannot be used: \(entry.problems.map(\.description).joined(separator: "; "))")
        }
        guard manifest.descriptor.transports.contains(.http) else {
            throw Failure(
                "adapter \(id) reads files: candlewick ingest; those that ask a source: \(known)", status: .wrongUse)
        }
        return entry
    }

    /// `CANDLEWICK_CACHE`, or candlewick's own folder of the user's cache.
    private static var cacheFolder: String {
        if let named = Environment["CANDLEWICK_CACHE"] { return named }
        // HOME before the system's own list of users, which NSHomeDirectory asks.
        let home = Environment["XDG_CACHE_HOME"] ?? (Environment["HOME"] ?? NSHomeDirectory()) + "/.cache"
        return home + "/candlewick/replies"
    }
}

extension SourceSettings {
    /// The vendor's limits, and before them what the user has chosen.
    init(_ descriptor: AdapterDescriptor, _ choice: SourceChoice) {
        let rate = Double(descriptor.limits.requestsPerMinute) / 60
        self.init(
            source: descriptor.id, baseURL: choice.baseURL ?? descriptor.hosts.first.map { "https://\($0)" } ?? "",
            allowedHosts: descriptor.hosts, rate: choice.rate ?? rate, burst: choice.burst ?? 1)
        if let timeout = choice.timeout {
            totalTimeout = .seconds(timeout)
            connectTimeout = min(connectTimeout, totalTimeout)
            idleTimeout = min(idleTimeout, totalTimeout)
        }
        for name in descriptor.credentials {
            credentials[name] = choice.credential.flatMap(CredentialPlace.init(text:)) ?? .usual(name)
        }
    }
}

extension CredentialPlace {
    /// `env:NAME`, `file:PATH` with `~` for the user's folder, `command:PROGRAM WORDS`.
    init?(text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = String(text[text.index(after: colon)...])
        switch text[..<colon] {
        case "env": self = .environment(rest)
        case "file":
            let home = Environment["HOME"] ?? NSHomeDirectory()
            self = .file(rest.hasPrefix("~/") ? home + rest.dropFirst() : rest)
        case "command": self = .command(rest)
        default: return nil
        }
    }

    /// Where a secret of that name is looked for when nobody has said: `massive` in MASSIVE_API_KEY.
    static func usual(_ name: String) -> CredentialPlace {
        .environment(name.uppercased().replacingOccurrences(of: "-", with: "_") + "_API_KEY")
    }
}
