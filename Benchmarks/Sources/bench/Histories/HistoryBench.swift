import Foundation
import MarketData

/// What is known of ten thousand series, looked at: gaps, plans, the report, a sync that has nothing to do.
struct HistoryBench {
    private let place: Workplace
    private let series: Int
    private let ranges: Int
    private let rounds: Int

    init(_ place: Workplace) {
        self.place = place
        (series, ranges) = place.options.isQuick ? (1000, 1000) : (10_000, 1000)
        rounds = place.options.rounds
    }

    func run() throws -> [Figure] {
        try place.measured { [try memory()] } + place.measured { try sqlite() } + place.measured { try server() }
            + place.measured { try commands() } + place.measured { [try share()] }
    }

    private var size: String { "\(grouped(series)) series of \(grouped(ranges)) ranges" }

    private func memory() throws -> Figure {
        let words = try child(["histories-memory", "\(series)", "\(ranges)", "\(rounds)"]).words
        var figure = Figure(
            ours: milliseconds("gaps with classes in memory, \(size)"),
            peers: [milliseconds("one walk over the same ranges")],
            targets: [.atMost(150)])
        for round in words {
            figure.ours.values.append(1000 * round[0])
            figure.peers[0].values.append(1000 * round[1])
        }
        figure.notes = words.first.map { ["\(grouped(Int($0[2]))) gaps"] } ?? []
        return figure
    }

    private func sqlite() throws -> [Figure] {
        let location = try sqlite("histories", .ranges, series, ranges)
        let file = String(location.dropFirst("sqlite:".count))
        var gaps = Figure(
            ours: milliseconds("gaps with classes from SQLite, \(size)"),
            peers: [milliseconds("SELECT of the same sets, bare")], targets: [.atMost(500)])
        let memory = try look(location, "histories-gaps", &gaps)
        for _ in 0..<rounds {
            gaps.peers[0].values += try child(["histories-blobs", file]).words.map { 1000 * $0[0] }
        }
        var plan = Figure(ours: milliseconds("a plan of all of them, from SQLite"), targets: [.atMost(1000)])
        _ = try look(location, "histories-plan", &plan)
        return [gaps, memory, plan]
    }

    private func server() throws -> [Figure] {
        guard let psql = place.options.psql, let server = place.options.postgresql else {
            print("gaps from PostgreSQL: skipped: \(place.options.withoutPostgreSQL)")
            return []
        }
        let database = "candlewick_bench_histories"
        let location = "postgresql://\(server)/\(database)"
        func sql(_ statement: String, in database: String = database) throws -> Child {
            try Child(
                [psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement],
                output: place.path("psql.out"))
        }
        _ = try sql("DROP DATABASE IF EXISTS \(database) WITH (FORCE)", in: "postgres")
        _ = try sql("CREATE DATABASE \(database)", in: "postgres")
        _ = try Child([place.options.candlewick, "migrate", "--store", location], output: place.path("migrate.out"))
        let copy = place.path("sets.copy")
        _ = try child(["histories-fill", location, copy, "ranges", "\(series)", "\(ranges)"])
        _ = try sql(
            "\\copy candlewick.coverage_set (store, base, quote, interval_ns, category, source, content, medium, ranges) "
                + "FROM '\(copy)'")
        _ = try sql("VACUUM ANALYZE candlewick.coverage_set")
        _ = try child(["histories-verify", location, "ranges", "\(series)", "\(ranges)"])
        var gaps = Figure(
            ours: milliseconds("gaps with classes from PostgreSQL, \(size)"),
            peers: [milliseconds("psql \\copy of the same sets, binary")], targets: [.atMost(500)])
        let memory = try look(location, "histories-gaps", &gaps)
        for _ in 0..<rounds {
            let read = try sql(
                "\\copy (SELECT ranges FROM candlewick.coverage_set) TO '/dev/null' (FORMAT binary)")
            gaps.peers[0].values.append(1000 * read.seconds)
        }
        _ = try sql("DROP DATABASE \(database) WITH (FORCE)", in: "postgres")
        return [gaps, memory]
    }

    /// Whole processes.
    private func commands() throws -> [Figure] {
        let few = 8
        let store = try sqlite("histories-few", .ranges, series, few)
        let page = place.path("report.html")
        var report = Figure(
            ours: milliseconds("candlewick report --html, \(grouped(series)) series of \(few) ranges"),
            peers: [milliseconds("candlewick --help, the start alone")], targets: [.atMost(2000)])
        let whole = try sqlite("histories-whole", .whole, series, 1)
        var sync = Figure(
            ours: milliseconds("candlewick sync with nothing to do, \(grouped(series)) series"),
            targets: [.atMost(2000)])
        for _ in 0..<rounds {
            let all = ["--adapters", place.options.adapters, "--store"]
            let told = try Child(
                [place.options.candlewick, "report", "--html", page] + all + [store], output: place.path("report.out"))
            report.ours.values.append(1000 * told.seconds)
            report.notes = [
                "the page has \(grouped(place.size(page))) bytes; peak memory \(short(told.peakMemory)) MiB"
            ]
            report.peers[0].values.append(
                try Child([place.options.candlewick, "--help"], output: "/dev/null").seconds * 1000)
            let synced = try Child(
                [place.options.candlewick, "sync", "--yes"] + all + [whole], output: place.path("sync.out"))
            sync.ours.values.append(1000 * synced.seconds)
            sync.notes = ["peak memory \(short(synced.peakMemory)) MiB"]
        }
        return [report, sync]
    }

    /// The ledger's part of an ingest.
    private func share() throws -> Figure {
        let rows = place.options.isQuick ? 500_000 : 2_000_000
        let file = try place.file(rows: rows)
        var figure = Figure(
            ours: Rounds(name: "the ledger's writes in an ingest of \(grouped(rows)) rows", unit: "%"),
            targets: [.atMost(2)])
        for _ in 0..<min(rounds, 5) {
            let store = try place.freshStore("share.db")
            let words = try child(
                ["histories-share", file, store, place.options.adapters, place.options.programs]).words
            guard let one = words.first, Int(one[2]) == rows else { throw Trouble("the ingest read other rows") }
            figure.ours.values.append(100 * one[1] / one[0])
            figure.notes = ["\(short(one[0])) s in all, \(short(one[1] * 1000)) ms of them in the ledger"]
        }
        return figure
    }

    /// A survey's rounds in a process of its own, and the memory that it takes.
    private func look(_ location: String, _ what: String, _ figure: inout Figure) throws -> Figure {
        let run = try child([what, location, place.options.adapters, place.options.programs, "\(rounds)"])
        figure.ours.values = run.words.map { 1000 * $0[0] }
        figure.notes =
            run.words.first.map {
                [
                    "\($0.dropFirst().map { grouped(Int($0)) }.joined(separator: ", ")) "
                        + (what == "histories-gaps" ? "series, gaps, candles" : "parts")
                ]
            } ?? []
        return Figure(
            ours: Rounds(name: "peak memory of that", unit: "MiB", values: [run.child.peakMemory]),
            targets: [.atMost(300e6 / 1_048_576)])
    }

    /// A filled ledger in an SQLite file, made once and kept for later runs.
    private func sqlite(_ name: String, _ sort: HistoryFilling.Sort, _ series: Int, _ ranges: Int) throws -> String {
        let name = "\(name)-\(series)-\(ranges).db"
        let location = "sqlite:" + place.path(name)
        let done = place.path(name + ".made")
        if !FileManager.default.fileExists(atPath: done) {
            _ = try place.freshStore(name)
            _ = try child(["histories-fill", location, place.path(name), sort.rawValue, "\(series)", "\(ranges)"])
            guard FileManager.default.createFile(atPath: done, contents: nil) else { throw Trouble("\(done): no file") }
        }
        _ = try child(["histories-verify", location, sort.rawValue, "\(series)", "\(ranges)"])
        return location
    }

    private func child(_ words: [String]) throws -> (child: Child, words: [[Double]]) {
        let output = place.path(words[0] + ".out")
        let child = try Child([place.bench] + words, output: output)
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        return (child, lines.map { $0.split(separator: " ").compactMap { Double($0) } })
    }

    private func milliseconds(_ name: String) -> Rounds { Rounds(name: name, unit: "ms") }
}
