import Foundation
import Glibc

/// The hub as a service, over loopback; whoever asks shares the machine's cores with it.
struct ServeBench {
    private let place: Workplace
    private let store: String
    private let rows: Int

    static func run(_ place: Workplace) throws -> [Figure] {
        let bench = try ServeBench(place)
        return try place.measured { try bench.starts() } + place.measured { try bench.requests() }
            + place.measured { [try bench.pace()] } + place.measured { [try bench.stream()] }
    }

    private init(_ place: Workplace) throws {
        self.place = place
        rows = place.options.isQuick ? 500_000 : 5_000_000
        let file = try place.file(rows: rows)
        store = try place.freshStore("serve.db")
        _ = try Child(IngestBench.command(place, [file], store), output: place.path("serve-ingest.json"))
    }

    /// 720 candles from an hour on; the sample ends with 2024.
    private func path(_ turn: Int) -> String {
        let start = 1_735_689_600 - rows * 60 + 3600 * (turn % (rows / 60 - 13))
        return "/v1/candles?asset=BTC&quote=USD&interval=1&limit=720&start=\(start)000000000"
    }

    private func starts() throws -> [Figure] {
        var start = Figure(
            ours: Rounds(name: "serve: start to ready", unit: "ms"),
            peers: [Rounds(name: "candlewick --help, the start alone", unit: "ms")], targets: [.atMost(300)])
        var memory = Figure(ours: Rounds(name: "serve: memory when idle", unit: "MiB"), targets: [.atMost(60)])
        for _ in 0..<place.options.rounds {
            let served = try ServedProcess(place, store: store)
            defer { served.stop() }
            start.ours.values.append(served.readyMilliseconds)
            start.peers[0].values.append(
                try Child([place.options.candlewick, "--help"], output: "/dev/null").seconds * 1000)
            // What the start left behind is let go of, or it is there for good.
            usleep(2_000_000)
            memory.ours.values.append(try served.residentMemory())
        }
        return [start, memory]
    }

    private func requests() throws -> [Figure] {
        let served = try ServedProcess(place, store: store)
        defer { served.stop() }
        let folder = place.path("serve-peer")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        _ = try Child(["/usr/bin/curl", "-sSf", served.address + path(1)], output: folder + "/page.json")
        let script = place.path("ranges.lua")
        let first = 1_735_689_600 - rows * 60
        try """
        local turn = 0
        request = function()
            turn = (turn + 1009) % \(rows / 60 - 13)
            return wrk.format("GET", "/v1/candles?asset=BTC&quote=USD&interval=1&limit=720&start="
                .. string.format("%d", \(first) + 3600 * turn) .. "000000000")
        end
        """.write(toFile: script, atomically: true, encoding: .utf8)
        func rate(_ name: String) -> Rounds { Rounds(name: name, unit: "requests/s") }
        var same = Figure(
            ours: rate("720 candles as JSON, the same query"),
            peers: [rate("python3 -m http.server, the same bytes as a file")], targets: [.atLeast(3000)])
        var other = Figure(
            ours: rate("720 candles as JSON, another range each time"),
            peers: [rate("python3 -m http.server, the same bytes as a file")], targets: [.atLeast(3000)])
        let peer = try pythonServer(folder)
        defer {
            kill(peer.process, SIGTERM)
            var usage = rusage()
            _ = Program.wait(peer.process, &usage)
        }
        for _ in 0..<place.options.rounds {
            let file = try wrk(["http://127.0.0.1:\(peer.port)/page.json"])
            same.ours.values.append(try wrk([served.address + path(1)]))
            same.peers[0].values.append(file)
            other.ours.values.append(try wrk(["-s", script, served.address]))
            other.peers[0].values.append(file)
        }
        same.notes.append(
            "\(grouped(place.size(folder + "/page.json"))) bytes a reply, \(grouped(rows)) rows in the store")
        return [same, other]
    }

    /// Requests a second. Anything but 200 is an error of the run.
    private func wrk(_ words: [String]) throws -> Double {
        let output = place.path("wrk.out")
        let seconds = place.options.isQuick ? "2s" : "5s"
        _ = try Child(["/usr/bin/wrk", "-t1", "-c16", "-d" + seconds] + words, output: output)
        let text = try String(contentsOfFile: output, encoding: .utf8)
        guard !text.contains("Non-2xx"), !text.contains("Socket errors"),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Requests/sec:") }),
            let rate = line.split(separator: " ").last.flatMap({ Double($0) })
        else { throw Trouble("wrk \(words.joined(separator: " ")): see \(output)") }
        return rate
    }

    private func pythonServer(_ folder: String) throws -> (process: pid_t, port: Int) {
        let output = try Program.file("/dev/null")
        let errors = try Program.file(place.path("peer.err"))
        defer {
            close(output)
            close(errors)
        }
        // A port that was free a moment ago.
        let port = 20_000 + Int(getpid()) % 20_000
        let process = try Program.start(
            ["/usr/bin/python3", "-m", "http.server", "--bind", "127.0.0.1", "--directory", folder, "\(port)"],
            output: output, errors: errors)
        for _ in 0..<100 {
            usleep(50_000)
            if let reply = try? Child(
                ["/usr/bin/curl", "-sSf", "http://127.0.0.1:\(port)/page.json"], output: place.path("peer.out")),
                reply.seconds > 0
            {
                return (process, port)
            }
        }
        kill(process, SIGTERM)
        throw Trouble("python3 -m http.server does not answer")
    }

    private func pace() throws -> Figure {
        let served = try ServedProcess(place, store: store)
        defer { served.stop() }
        var figure = Figure(
            ours: Rounds(name: "720 candles, other ranges at 1,000/s: p99", unit: "ms"),
            peers: [Rounds(name: "the same query at 1,000/s: p99", unit: "ms")], targets: [.atMost(10)])
        let seconds = place.options.isQuick ? 2 : 5
        for _ in 0..<place.options.rounds {
            for (paths, isOurs) in [((0..<5003).map { path($0 * 1009) }, true), ([path(1)], false)] {
                let times = try PacedClient(port: served.port, paths: paths).run(perSecond: 1000, seconds: seconds)
                let p99 = times[times.count * 99 / 100]
                if isOurs { figure.ours.values.append(p99) } else { figure.peers[0].values.append(p99) }
            }
        }
        return figure
    }

    private func stream() throws -> Figure {
        let served = try ServedProcess(place, store: store)
        defer { served.stop() }
        func rate(_ name: String) -> Rounds { Rounds(name: name, unit: "M candles/s") }
        var figure = Figure(
            ours: rate("all candles as a CSV stream"), peers: [rate("candlewick export to /dev/null")],
            targets: [.atLeast(1)])
        for _ in 0..<place.options.rounds {
            let stream = try Child(
                ["/usr/bin/curl", "-sSf", served.address + "/v1/candles?asset=BTC&format=csv"], output: "/dev/null")
            let export = try Child(
                [place.options.candlewick, "export", "--store", "sqlite:" + store], output: "/dev/null")
            figure.ours.values.append(Double(rows) / stream.seconds / 1e6)
            figure.peers[0].values.append(Double(rows) / export.seconds / 1e6)
        }
        figure.notes.append("\(short(try served.residentMemory())) MiB in memory behind the streams")
        return figure
    }
}
