import Foundation

/// Measures the hub. `scripts/bench` runs it; the other words are for the processes that it starts.
@main
struct Bench {
    static func main() {
        do {
            try run(CommandLine.arguments.dropFirst())
        } catch {
            FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ words: ArraySlice<String>) throws {
        let rest = Array(words.dropFirst())
        switch (words.first, rest.count) {
        case ("kernels", 3): try Kernels(file(rest)).serve()
        case ("replies", 2): try ReplyKernels(adapters: rest[0], libraries: rest[1]).serve()
        case ("bare-write", 4): try BareRuns.write(file(rest), to: rest[3])
        case ("bare-read", 1): try BareRuns.read(rest[0])
        case ("encoding", 3...): try EncodingKernels(CandleFiles(rest)).serve()
        case ("frames", 5...): try FrameRuns.send(CandleFiles(Array(rest.dropFirst(2))), to: rest[0], table: rest[1])
        case ("stores", _): try measureStores(Options(rest[...]))
        case ("sources", _): try measureSources(Options(rest[...]))
        case ("workers", _): try measureWorkers(Options(rest[...]))
        case ("serve", _): try measureServe(Options(rest[...]))
        case ("histories", _): try measureHistories(Options(rest[...]))
        case (let word?, _) where word.hasPrefix("histories-"):
            guard try HistoryWords.run(word, rest) else {
                throw Trouble("\(word): other words were expected behind it")
            }
        default: try measure(Options(words))
        }
    }

    private static func file(_ words: [String]) throws -> SampleFile {
        try SampleFile(path: words[0], adapters: words[1], libraries: words[2])
    }

    private static func measure(_ options: Options) throws {
        let place = try Workplace(options)
        var report = Report()
        print(report.machine.description)
        for part in [DecodeBench.run, IngestBench.run, MemoryBench.run, CommandBench.run] {
            for figure in try part(place) { report.add(figure) }
        }
        if let json = options.json { try report.write(to: json) }
    }

    private static func measureSources(_ options: Options) throws {
        var report = Report()
        print(report.machine.description)
        let place = try Workplace(options)
        for part in [ReplyBench.run, SourceBench.run] {
            for figure in try part(place) { report.add(figure) }
        }
        if let json = options.json { try report.write(to: json) }
    }

    private static func measureWorkers(_ options: Options) throws {
        var report = Report()
        print(report.machine.description)
        for figure in try WorkerBench.run(Workplace(options)) { report.add(figure) }
        if let json = options.json { try report.write(to: json) }
    }

    private static func measureServe(_ options: Options) throws {
        var report = Report()
        print(report.machine.description)
        for figure in try ServeBench.run(Workplace(options)) { report.add(figure) }
        if let json = options.json { try report.write(to: json) }
    }

    private static func measureHistories(_ options: Options) throws {
        var report = Report()
        print(report.machine.description)
        for figure in try HistoryBench(Workplace(options)).run() { report.add(figure) }
        if let json = options.json { try report.write(to: json) }
    }

    private static func measureStores(_ options: Options) throws {
        let place = try Workplace(options)
        var report = Report()
        print(report.machine.description)
        let markets = try SampleMarkets(place, rows: options.isQuick ? 200_000 : 2_000_000)
        for figure in try EncodingBench.run(place, markets) { report.add(figure) }
        if let address = options.questdb {
            for figure in try QuestDBBench(place, markets, at: address).run() { report.add(figure) }
        } else {
            report.skip("files into QuestDB", "CANDLEWICK_TEST_QUESTDB names no server")
        }
        if let psql = options.psql, let server = options.postgresql {
            for figure in try PostgreSQLBench(place, markets, at: server, psql: psql).run() { report.add(figure) }
        } else {
            report.skip("files into PostgreSQL", options.withoutPostgreSQL)
        }
        if let json = options.json { try report.write(to: json) }
    }
}
