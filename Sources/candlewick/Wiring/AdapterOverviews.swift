import AdapterHost
import Confinement
import HubServer
import MarketData
import Storage
import Transport

/// The adapters as the hub shows them.
struct AdapterOverviews {
    private let catalog: AdapterCatalog

    init(_ adapters: AdapterOptions, settings: Settings) throws {
        catalog = try Adapters(adapters, settings: settings).catalog
    }

    /// All of them, with what the ledger has of their circuits.
    func all(_ circuits: [CircuitRecord], now: Timestamp) -> [AdapterOverview] {
        catalog.entries.map { entry in
            // The newest is the one of the address that is asked now.
            let circuit = circuits.first { $0.adapter == entry.id }
            return Self.overview(entry, circuit.map { AdapterOverview.Breaker($0, now: now) })
        }
    }

    private static func overview(_ entry: AdapterEntry, _ breaker: AdapterOverview.Breaker?) -> AdapterOverview {
        var problems = entry.problems
        var confinement: Confinement?
        if problems.isEmpty {
            do throws(AdapterProblems) { confinement = try entry.load().confinement } catch {
                problems = error.problems
            }
        }
        let codes = problems.map(\.code)
        let descriptor = entry.manifest?.descriptor
        let limits = descriptor?.limits
        let credentials =
            descriptor.map { SourceSettings($0, entry.choice.source).credentials.mapValues(\.isThere) } ?? [:]
        func some(_ value: Int64?) -> Int64? { value.flatMap { $0 > 0 ? $0 : nil } }
        return AdapterOverview(
            id: entry.id, name: descriptor?.name, version: descriptor?.version, summary: entry.manifest?.summary,
            transports: descriptor?.transports.words ?? [], kinds: descriptor?.kinds.words ?? [],
            intervals_minutes: descriptor?.intervals.compactMap(\.minutes) ?? [],
            rows_per_reply: some(limits?.rowsPerReply), reach_rows: some(limits?.reachRows),
            reach_days: some(limits?.reachTime).map { Double($0) / 86_400e9 },
            requests_per_minute: some(limits?.requestsPerMinute), hosts: descriptor?.hosts ?? [],
            credentials: credentials,
            abi: entry.manifest.map { "\($0.abiMajor).\($0.abiMinor)" }, run: entry.runMode.rawValue,
            confinement: confinement?.description,
            health: problems.isEmpty
                ? "ok" : codes.contains(.disabled) ? "disabled" : codes.contains(.quarantine) ? "quarantine" : "broken",
            problems: problems.map(\.description), breaker: breaker)
    }
}
