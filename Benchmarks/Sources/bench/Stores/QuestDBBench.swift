import Foundation
import QuestDBClient

/// Files into a QuestDB server, whole processes until the rows can be read: the hub, QuestDB's own client, and
/// frames without anybody who makes them.
struct QuestDBBench {
    private let place: Workplace
    private let markets: SampleMarkets
    private let tables: BenchTables

    init(_ place: Workplace, _ markets: SampleMarkets, at address: String) throws {
        (self.place, self.markets) = (place, markets)
        tables = try BenchTables(address)
    }

    func run() throws -> [Figure] {
        var qwp = QuestDBWay(.hub("qwp"), "files into QuestDB by QWP, \(grouped(markets.rows)) rows")
        var ilp = QuestDBWay(.hub("ilp2"), "files into QuestDB by ILP 2")
        var frames = QuestDBWay(.frames, "frames encoded before, sent alone")
        let hasClient = !place.options.client.isEmpty
        var clientQWP =
            hasClient
            ? [
                QuestDBWay(.client("qwp"), "polars + questdb client, QWP, by file"),
                QuestDBWay(.client("qwp-sorted"), "polars + questdb client, QWP, by time"),
            ] : []
        var clientILP =
            hasClient
            ? [
                QuestDBWay(.client("ilp"), "polars + questdb client, ILP, by file"),
                QuestDBWay(.client("ilp-sorted"), "polars + questdb client, ILP, by time"),
            ] : []
        /// Rows a second of the hub without the start of a process: first and again.
        var started = (first: [Double](), again: [Double]())
        var contents: Set<String> = []
        try tables.take()
        var load = Machine.load()
        for round in 1...place.options.rounds {
            FileHandle.standardError.write(Data("QuestDB, round \(round) of \(place.options.rounds)\n".utf8))
            contents.insert(try measure(&qwp))
            contents.insert(try measure(&frames))
            for index in clientQWP.indices { contents.insert(try measure(&clientQWP[index])) }
            contents.insert(try measure(&ilp))
            for index in clientILP.indices { contents.insert(try measure(&clientILP[index])) }
            let start = try Child([place.options.candlewick, "--help"], output: "/dev/null").seconds
            func without(_ rate: Double?) -> Double { 1 / (1 / (rate ?? .nan) - start / Double(markets.rows) * 1e6) }
            started.first.append(without(qwp.first.last))
            started.again.append(without(qwp.again.last))
        }
        load += Machine.load()
        guard contents.count == 1 else { throw Trouble("the ways stored different rows: \(contents.sorted())") }

        let absent = hasClient ? [] : ["questdb client: \(place.options.withoutClient), skipped"]
        func figure(
            _ ours: QuestDBWay, _ peers: [QuestDBWay], _ values: KeyPath<QuestDBWay, [Double]>, _ name: String?,
            _ target: Double
        ) -> Figure {
            // The better one counts.
            let peers = peers.map { $0.rounds(values) }.sorted { $0.median > $1.median }
            return Figure(
                ours: ours.rounds(values, name), peers: peers, targets: peers.isEmpty ? [] : [.share(target)],
                notes: absent)
        }
        func limited(_ values: [Double], _ peer: KeyPath<QuestDBWay, [Double]>, _ name: String) -> Figure {
            Figure(
                ours: Rounds(name: name, unit: "M rows/s", values: values), peers: [frames.rounds(peer)],
                targets: [.share(0.9)])
        }
        func memory(_ ours: QuestDBWay, _ peers: [QuestDBWay], _ name: String) -> Figure {
            Figure(
                ours: ours.rounds(\.memory, unit: "MiB", name), peers: peers.map { $0.rounds(\.memory, unit: "MiB") },
                targets: [.atMost(HubRuns.memoryLimit)])
        }
        var figures = [
            figure(qwp, clientQWP, \.first, nil, 1.2),
            figure(qwp, clientQWP, \.again, "the same rows again, by QWP", 1.2),
            limited(started.first, \.first, "by QWP, without the process's start"),
            limited(started.again, \.again, "the same rows again, without the start"),
            figure(ilp, clientILP, \.first, nil, 1.3),
            figure(ilp, clientILP, \.again, "the same rows again, by ILP 2", 1.3),
            memory(qwp, clientQWP, "peak memory by QWP"), memory(ilp, clientILP, "peak memory by ILP 2"),
        ]
        let version = try tables.version()
        figures[0].notes += ["QuestDB \(version) at \(tables.endpoint)", "all ways stored the same rows"]
        for index in figures.indices { figures[index].load = load }
        try tables.release()
        return figures
    }

    private static let ledger = "questdb-ledger.db"

    /// The hub, writing by a protocol.
    private func hub(_ wire: String) throws -> HubRuns {
        let settings = place.path("questdb-\(wire).toml")
        try Data("[questdb]\nprotocol = \"\(wire)\"\n".utf8).write(to: URL(filePath: settings))
        return HubRuns(
            place,
            store: [
                "--store", "questdb:\(tables.endpoint)", "--ledger", "sqlite:" + place.path(Self.ledger), "--config",
                settings,
            ])
    }

    /// Into new tables, and the same rows once more. Gives what the table has then.
    private func measure(_ way: inout QuestDBWay) throws -> String {
        try tables.drop()
        try place.remove(Self.ledger)
        try hub("qwp").migrate()
        var (seconds, memory) = ([Double](), 0.0)
        for again in [false, true] {
            let child = try run(way.kind, again: again)
            seconds.append(child.seconds)
            memory = max(memory, child.memory)
            guard try tables.rows() == markets.rows else {
                throw Trouble("\(way.name): \(try tables.rows()) rows are there, expected \(markets.rows)")
            }
        }
        way.first.append(Double(markets.rows) / seconds[0] / 1e6)
        way.again.append(Double(markets.rows) / seconds[1] / 1e6)
        way.memory.append(memory)
        return try tables.contents()
    }

    /// Seconds until all rows can be read, and the process's peak memory.
    private func run(_ kind: QuestDBWay.Kind, again: Bool) throws -> (seconds: Double, memory: Double) {
        let output = place.path("questdb.out")
        let child: Child
        switch kind {
        case .hub(let wire): child = try hub(wire).ingest(markets, again: again, .accepted)
        case .client(let way):
            child = try Child(
                place.options.client + [way, tables.endpoint.host, "\(tables.endpoint.port)", BenchTables.candles]
                    + markets.files, output: output)
        case .frames:
            child = try Child(
                [place.bench, "frames", tables.endpoint.address, BenchTables.candles] + place.readingTogether(markets),
                output: output)
            let words = try place.words(output)
            guard let seconds = Double(words[0]), words[1] == String(markets.rows) else {
                throw Trouble("the frames were not sent; see \(output)")
            }
            return (seconds, child.peakMemory)
        }
        let end = ContinuousClock.now
        try tables.awaitVisible()
        return (child.seconds + (ContinuousClock.now - end) / .seconds(1), child.peakMemory)
    }
}
