import Foundation
import ReplayServer
import Testing

/// A hole cut into a real file: found, classed by the evidence, and filled where a second source has it.
@Suite struct SyncFixtureTests {
    private static let file = Programs.package + "/../shared/fixtures/kraken-csv-ohlcvt/XBTEUR_240.csv"

    private struct GapsDocument: Decodable {
        struct Gap: Decodable {
            var `class`: String
            var start: String
            var missing_candles: Int
        }
        var gaps: [Gap]
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: file), "../shared/fixtures is absent"))
    func hole_cutIntoARealFile_isFoundClassedAndFilled() throws {
        let sandbox = try Sandbox.withStore()
        let world = try FakeWorld(now: Int64(Date().timeIntervalSince1970))
        // Two days of a year in which bitcoin traded some thousand times in every interval.
        let hole: Range<Int64> = 1_725_148_800..<1_725_321_600
        let lines = try String(contentsOfFile: Self.file, encoding: .utf8).split(separator: "\n")
        let kept = lines.filter { !hole.contains(Int64($0.prefix { $0 != "," }) ?? 0) }
        try #require(lines.count - kept.count == 12)
        try sandbox.write("data/XBTEUR_240.csv", kept.joined(separator: "\n") + "\n")
        let environment = [
            "CANDLEWICK_MASSIVE_BASE_URL": world.server.baseURL, "CANDLEWICK_MASSIVE_RATE": "0",
            "MASSIVE_API_KEY": "no-secret",
        ]
        func run(_ arguments: String...) throws -> Sandbox.Outcome {
            try sandbox.run(Programs.candlewick, arguments, environment: environment)
        }
        func suspects() throws -> [GapsDocument.Gap] {
            try run("gaps", "--asset", "BTC", "--class", "suspect", "--json").json(GapsDocument.self).gaps
        }
        #expect(try run("ingest", "data", "--yes").status == 0)
        let found = try suspects()
        #expect(found.contains { $0.start == "2024-09-01T00:00:00Z" && $0.missing_candles == 12 }, "\(found)")
        #expect(found.contains { $0.start == "2024-04-14T04:00:00Z" && $0.missing_candles == 1 })
        let last = try #require(lines.last.flatMap { Int64($0.prefix { $0 != "," }) })
        let end = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(last + 14_400)))
        let sync = try run("sync", "--intervals", "240", "--source", "massive", "--end", end, "--yes", "--json")
        let document = try sync.json(SyncDocument.self)
        #expect(document.state == "COMPLETED" && document.gaps_filled == found.count, "\(sync)")
        #expect(document.inserted == found.reduce(0) { $0 + $1.missing_candles })
        // Nothing but the holes was asked for, and what the second source has speaks for itself.
        // One of them goes over the end of one of the pieces that Massive is asked in.
        #expect(world.asked.count == found.count + 1, "\(world.asked)")
        #expect(try suspects().isEmpty)
        let rows = try run("export", "--asset", "BTC", "--interval", "240", "--source", "massive")
        #expect(rows.output.contains("2024-09-01T00:00:00Z,") && rows.output.contains("2024-04-14T04:00:00Z,"))
        let asked = world.asked.count
        _ = try run("sync", "--intervals", "240", "--source", "massive", "--end", end, "--yes")
        #expect(world.asked.count == asked)
    }
}
