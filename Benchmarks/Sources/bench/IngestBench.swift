import Foundation

/// A file into SQLite by the whole program, beside a bare loop of the same statements.
enum IngestBench {
    /// What `ingest --json` says.
    struct Counts: Decodable {
        var inserted: Int
        var updated: Int
        var unchanged: Int
    }

    static func run(_ place: Workplace) throws -> [Figure] {
        let rows = place.options.isQuick ? 500_000 : 2_000_000
        let file = try place.file(rows: rows)
        var first = Figure(
            ours: rate("ingest into SQLite, \(grouped(rows)) rows"),
            peers: [rate("bare loop of the statements")], targets: [.share(0.7), .atLeast(1.2)])
        var again = Figure(
            ours: rate("the same rows again"), peers: [rate("bare loop of the statements")], targets: [.atLeast(1.2)])
        func million(_ seconds: Double) -> Double { Double(rows) / seconds / 1e6 }
        return try place.measured {
            for _ in 0..<place.options.rounds {
                let store = try place.freshStore("ours.db")
                let limit = try place.freshStore("bare.db")
                let new = try ingest(place, [file], store, inserted: rows)
                first.ours.values.append(million(new.seconds))
                first.peers[0].values.append(million(try bare(place, file, limit, rows)))
                first.notes = ["the process wrote \(grouped(new.written)) bytes; \(sizes(place, store))"]
                let old = try ingest(place, [file, "--again"], store, unchanged: rows)
                again.ours.values.append(million(old.seconds))
                again.peers[0].values.append(million(try bare(place, file, limit, rows)))
                again.notes = [
                    "0 inserted, 0 updated, \(grouped(rows)) unchanged",
                    "the process wrote \(grouped(old.written)) bytes; \(sizes(place, store))",
                ]
            }
            first.notes.append(try comparison(place))
            return [first, again]
        }
    }

    /// A whole `candlewick ingest`.
    static func ingest(
        _ place: Workplace, _ arguments: [String], _ store: String, inserted: Int = 0, unchanged: Int = 0
    ) throws -> Child {
        let output = place.path("ingest.json")
        let child = try Child(command(place, arguments, store), output: output)
        let found = try JSONDecoder().decode(Counts.self, from: Data(contentsOf: URL(filePath: output)))
        guard (found.inserted, found.updated, found.unchanged) == (inserted, 0, unchanged) else {
            throw Trouble("ingest counted \(found); expected \(inserted) inserted, \(unchanged) unchanged")
        }
        return child
    }

    static func command(_ place: Workplace, _ arguments: [String], _ store: String) -> [String] {
        [place.options.candlewick, "ingest"] + arguments
            + ["--yes", "--json", "--store", "sqlite:" + store, "--adapters", place.options.adapters]
    }

    private static func bare(_ place: Workplace, _ file: String, _ store: String, _ rows: Int) throws -> Double {
        let output = place.path("bare.out")
        _ = try Child([place.bench, "bare-write"] + place.reading(file) + [store], output: output)
        let words = try place.words(output)
        guard let seconds = Double(words[0]), words[1] == String(rows) else { throw Trouble("the bare loop failed") }
        return seconds
    }

    private static func sizes(_ place: Workplace, _ store: String) -> String {
        "database \(grouped(place.size(store))) bytes, log \(grouped(place.size(store + "-wal")))"
    }

    /// Whether both ways stored the same, row by row.
    private static func comparison(_ place: Workplace) throws -> String {
        let sums = try ["ours.db", "bare.db"].map { name in
            _ = try Child([place.bench, "bare-read", place.path(name)], output: place.path("read.out"))
            return try place.words(place.path("read.out")).dropFirst().joined(separator: " ")
        }
        guard sums[0] == sums[1] else { throw Trouble("the two stores differ: \(sums[0]) and \(sums[1])") }
        return "both stores hold the same rows"
    }
}
