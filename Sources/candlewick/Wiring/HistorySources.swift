import AdapterHost
import Foundation
import Ingestion
import MarketData
import Storage
import Synchronization
import Transport

/// All sources that histories can come from, and how each is opened when it is needed.
struct HistorySources {
    let sources: [HistorySource]
    private let adapters: AdapterOptions
    private let settings: Settings
    private let replay: String?

    /// Those of the adapters that can be used, files too; only the ones named, where some are.
    ///
    /// - Parameter replay: a folder of recordings that takes the place of all sources; nil asks them.
    init(_ adapters: AdapterOptions, settings: Settings, only: [String] = [], replay: String? = nil) async throws {
        let found = try Adapters(adapters, settings: settings)
        for id in only {
            guard let entry = found.catalog[id], entry.manifest != nil else {
                let known = found.catalog.entries.map(\.id).joined(separator: ", ")
                throw Failure("there is no adapter '\(printable(id))'; there are: \(known)", status: .wrongUse)
            }
        }
        var sources: [HistorySource] = []
        for entry in found.catalog.entries {
            guard let manifest = entry.manifest else { continue }
            let isFile = !manifest.descriptor.transports.contains(.http)
            guard only.isEmpty || isFile || only.contains(entry.id) else { continue }
            let settings = SourceSettings(manifest.descriptor, entry.choice.source)
            // Files go before what is asked, whatever is said of these.
            let priority = isFile ? 10_000 : entry.choice.source.priority ?? 0
            sources.append(
                HistorySource(
                    manifest, priority: priority, obstacle: await Self.obstacle(entry, settings, replay: replay),
                    rate: settings.rate))
        }
        self.sources = sources
        (self.adapters, self.settings, self.replay) = (adapters, settings, replay)
    }

    /// Why a source cannot be asked, nil where it can.
    private static func obstacle(_ entry: AdapterEntry, _ settings: SourceSettings, replay: String?) async -> String? {
        if let problem = entry.problems.first {
            return problem.code == .disabled ? "it is switched off in adapters.conf" : problem.message
        }
        if replay != nil { return nil }
        for (name, place) in settings.credentials.sorted(by: { $0.key < $1.key }) {
            guard let problem = await place.problem() else { continue }
            if case .environment(let variable) = place, Environment[variable] == nil { return "\(variable) is not set" }
            return "its key '\(name)' cannot be had: \(problem)"
        }
        return nil
    }

    /// Opens a source when it is needed.
    ///
    /// - Parameter ledger: where it is noted whether the source can be asked.
    func opening(notingIn ledger: any Ledger) -> @Sendable (String) throws -> SourceAdapter {
        let (adapters, settings, replay) = (adapters, settings, replay)
        return { id in
            try OpenSource(id, replay: replay, adapters, settings: settings, notingIn: ledger).source
        }
    }
}
