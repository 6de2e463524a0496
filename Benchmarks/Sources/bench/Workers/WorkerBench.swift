import AdapterHost
import Foundation
import MarketData

/// Adapters in worker processes beside the same adapters in the host's process.
struct WorkerBench {
    private let place: Workplace
    private let rows: Int
    private let file: String

    static func run(_ place: Workplace) throws -> [Figure] {
        let bench = try WorkerBench(place)
        return try place.measured { [try bench.ingest()] } + place.measured { try bench.starts() }
            + place.measured { [try bench.conformance()] }
    }

    private init(_ place: Workplace) throws {
        self.place = place
        rows = place.options.isQuick ? 500_000 : 2_000_000
        file = try place.file(rows: rows)
        // The host looks for the worker's program beside its own.
        let beside = URL(filePath: place.bench).deletingLastPathComponent().appending(path: "candlewick-worker").path
        // What was left there by a run before may point elsewhere.
        try? FileManager.default.removeItem(atPath: beside)
        try FileManager.default.createSymbolicLink(
            atPath: beside, withDestinationPath: place.options.programs + "/candlewick-worker")
    }

    /// The whole program, a file into SQLite.
    private func ingest() throws -> Figure {
        func rate(_ name: String) -> Rounds { Rounds(name: name, unit: "M rows/s") }
        var figure = Figure(
            ours: rate("ingest into SQLite, the adapter in a worker"), peers: [rate("the adapter in the process")],
            targets: [.share(0.9)])
        for _ in 0..<place.options.rounds {
            for mode in ["worker", "in-process"] {
                let store = try place.freshStore("workers.db")
                let command = ["/usr/bin/env", "CANDLEWICK_KRAKEN_CSV_RUN=\(mode)"]
                let child = try Child(
                    command + IngestBench.command(place, [file], store), output: place.path("workers.json"))
                let million = Double(rows) / child.seconds / 1e6
                if mode == "worker" {
                    figure.ours.values.append(million)
                } else {
                    figure.peers[0].values.append(million)
                }
            }
        }
        return figure
    }

    /// From nothing to the first batch, and from the death of a worker to the first batch of the next one.
    private func starts() throws -> [Figure] {
        let catalog = AdapterCatalog(
            try AdapterConfiguration(contentsOf: place.options.adapters), libraryFolders: [place.options.programs])
        guard let entry = catalog["kraken-csv"] else { throw Trouble("there is no adapter kraken-csv") }
        let bytes = Array(try Data(contentsOf: URL(filePath: file)).prefix(1 << 20))
        var start = Figure(ours: Rounds(name: "worker: start to first batch", unit: "ms"), targets: [.atMost(30)])
        var again = Figure(
            ours: Rounds(name: "worker: killed, to the next one's first batch", unit: "ms"), targets: [.atMost(100)])
        for _ in 0..<(place.options.isQuick ? 20 : 100) {
            let begun = ContinuousClock.now
            let adapter = try entry.load(run: .worker)
            let session = try begin(adapter)
            try decode(session, bytes)
            start.ours.values.append((ContinuousClock.now - begun) / .milliseconds(1))

            let dead = ContinuousClock.now
            for pid in Self.workers() { kill(pid, SIGKILL) }
            do {
                try decode(session, bytes)
                throw Trouble("a killed worker decoded")
            } catch is AdapterError {
                try decode(try begin(adapter), bytes)
            }
            again.ours.values.append((ContinuousClock.now - dead) / .milliseconds(1))
        }
        return [start, again]
    }

    private func begin(_ adapter: LoadedAdapter) throws -> AdapterSession {
        let identity = try adapter.identify(path: "XBTUSD_1.csv")
        let session = try adapter.begin(
            SessionQuery(file: identity, named: "XBTUSD_1.csv"), now: Timestamp(nanoseconds: 1_900_000_000_000_000_000))
        guard try session.nextRequest() != nil else { throw Trouble("the adapter asks for nothing") }
        return session
    }

    private func decode(_ session: AdapterSession, _ bytes: [UInt8]) throws {
        let batch = CandleBatch()
        // Bytes of bytes: there is nothing in them that could be read as something else.
        let decoded = try session.decode(
            unsafe bytes.span.bytes, position: 0, isLast: false,
            reply: .file(receivedAt: Timestamp(nanoseconds: 1_900_000_000_000_000_000)), into: batch)
        guard decoded.rows > 1000 else { throw Trouble("\(decoded.rows) rows in a first batch") }
    }

    /// The worker processes of this one.
    private static func workers() -> [pid_t] {
        // A process can go while it is looked at.
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { name in
            guard let pid = pid_t(name), let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
                let close = stat.lastIndex(of: ")"), stat.contains("(candlewick-work"),
                stat[stat.index(close, offsetBy: 2)...].split(separator: " ")[1] == "\(getpid())"
            else { return nil }
            return pid
        }
    }

    /// The whole conformance suite on an adapter.
    private func conformance() throws -> Figure {
        var figure = Figure(
            ours: Rounds(name: "adapter check Plugins/KrakenCSV", unit: "s"), targets: [.atMost(60)])
        let folder = URL(filePath: place.options.adapters).deletingLastPathComponent().appending(
            path: "Plugins/KrakenCSV")
        for _ in 0..<(place.options.isQuick ? 1 : 3) {
            let child = try Child(
                [place.options.candlewick, "adapter", "check", folder.path, "--json"], output: place.path("check.json"))
            figure.ours.values.append(child.seconds)
        }
        return figure
    }
}
