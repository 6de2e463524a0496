import Foundation
import Ingestion
import Testing

@Suite(.serialized) struct FileMoverTests {
    private func names(_ bench: Bench) throws -> [String] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: bench.folder + "/in")
        return paths.filter { $0.hasSuffix(".csv") || $0.contains(".csv.") }.sorted()
    }

    @Test func move_finishedEmptyAndInvalid_goTheirWays() async throws {
        let bench = try Bench()
        try bench.write("q1/XBTUSD_60.csv", candleLines(5))
        try bench.write("ADAUSD_60.csv", "")
        try bench.write("TRXUSD_60.csv", "hello\nworld\n")
        try bench.write("notes.csv", "no pair")
        let plan = try bench.plan()
        let mover = FileMover(plan: plan, summary: try await bench.ingest(plan))
        #expect(mover.run() == [])
        #expect(
            try names(bench) == [
                "ingested/q1/XBTUSD_60.csv", "notes.csv", "set-aside/ADAUSD_60.csv", "set-aside/TRXUSD_60.csv",
            ])
        // What was moved is not found again.
        #expect(try bench.plan().files.isEmpty)
    }

    @Test func move_nameThatIsTaken_getsANumber() async throws {
        let bench = try Bench()
        for _ in 0..<2 {
            let path = try bench.write("XBTUSD_60.csv", candleLines(5))
            let plan = try bench.plan([path])
            let mover = FileMover(plan: plan, summary: try await bench.ingest(plan))
            #expect(mover.run() == [])
        }
        #expect(try names(bench) == ["ingested/XBTUSD_60.csv", "ingested/XBTUSD_60.csv.2"])
    }

    @Test func move_jobThatWasStopped_leavesWhatWasNotRead() async throws {
        let bench = try Bench()
        try bench.write("AAVEUSD_60.csv", "hello\nworld\n")
        try bench.write("XBTUSD_60.csv", candleLines(5))
        try bench.write("ZRXUSD_60.csv", candleLines(5))
        let plan = try bench.plan()
        let summary = try await bench.ingest(plan, workers: 1, stopsOnError: true)
        #expect(FileMover(plan: plan, summary: summary).run() == [])
        #expect(try names(bench).contains("ZRXUSD_60.csv"))
    }
}
