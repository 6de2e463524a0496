import Foundation

/// The hub's whole program with a store.
struct HubRuns {
    /// What `ingest --json` says.
    private struct Counts: Decodable, CustomStringConvertible {
        var inserted: Int
        var updated: Int
        var unchanged: Int
        var accepted: Int
        var rejected: Int

        var description: String {
            "\(inserted) new, \(updated) changed, \(unchanged) there already, \(accepted) taken, \(rejected) refused"
        }
    }

    /// What becomes of all rows.
    enum Outcome: String {
        case inserted, unchanged, accepted
    }

    /// 200 MB, in MiB.
    static let memoryLimit = 200e6 / 1_048_576

    private let place: Workplace
    /// `--store` and what goes with it.
    private let store: [String]

    init(_ place: Workplace, store: [String]) { (self.place, self.store) = (place, store) }

    func migrate() throws {
        _ = try Child([place.options.candlewick, "migrate"] + store, output: place.path("migrate.out"))
    }

    func ingest(_ markets: SampleMarkets, again: Bool = false, _ outcome: Outcome) throws -> Child {
        let output = place.path("ingest.json")
        let child = try Child(
            [place.options.candlewick, "ingest", markets.folder] + (again ? ["--again"] : [])
                + ["--yes", "--json", "--adapters", place.options.adapters] + store, output: output)
        let found = try JSONDecoder().decode(Counts.self, from: Data(contentsOf: URL(filePath: output)))
        let rows = [Outcome.inserted: found.inserted, .unchanged: found.unchanged, .accepted: found.accepted]
        guard rows[outcome] == markets.rows, rows.values.reduce(found.updated + found.rejected, +) == markets.rows
        else {
            throw Trouble("ingest counted \(found); expected \(markets.rows) \(outcome.rawValue)")
        }
        return child
    }
}
