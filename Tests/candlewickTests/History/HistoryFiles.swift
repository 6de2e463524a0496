import Foundation
import Testing

/// Hand-written histories, and what the commands say of them.
enum HistoryFiles {
    /// 2024-01-01T00:00:00Z.
    static let start = 1_704_067_200

    /// Hours from a moment on, in Kraken's columns; those named are left out.
    static func hours(
        _ count: Int, from first: Int = start, without holes: Set<Int> = [], trades: Int = 500, close: Int = 105
    ) -> String {
        candles(count, of: 3600, from: first, without: holes, trades: trades, close: close)
    }

    /// Candles of so many seconds.
    static func candles(
        _ count: Int, of seconds: Int, from first: Int = start, without holes: Set<Int> = [], trades: Int = 500,
        close: Int = 105
    ) -> String {
        (0..<count).filter { !holes.contains($0) }
            .map { "\(first + $0 * seconds),100,110,90,\(close),5,\(trades)\n" }.joined()
    }

    /// The real files, which are not part of the project.
    static let fixtures = URL(filePath: Programs.package + "/../shared/fixtures/kraken-csv-ohlcvt").standardizedFileURL
        .path
    static let hasFixtures = FileManager.default.fileExists(atPath: fixtures)
    static let absence: Comment = "the real files are not on this machine (../shared/fixtures)"
}

extension Sandbox {
    /// A store and Kraken's two adapters, so that what can be asked does not hang on keys.
    static func withKraken(_ files: [String: String] = [:]) throws -> Sandbox {
        let sandbox = try Sandbox.withStore()
        for (plugin, id) in [("KrakenCSV", "kraken-csv"), ("KrakenREST", "kraken-rest")] {
            let manifest = "\(Programs.package)/Plugins/\(plugin)/adapter.toml"
            try sandbox.write(
                "adapters/\(id).adapter.toml", try String(contentsOfFile: manifest, encoding: .utf8))
        }
        try sandbox.write("adapters.conf", "folders = [\"adapters\"]\n")
        if files.isEmpty { return sandbox }
        for (name, text) in files { try sandbox.write("files/\(name)", text) }
        try sandbox.ingest("files")
        return sandbox
    }

    /// Reads files or a folder.
    func ingest(_ path: String, again: Bool = false) throws {
        let run = try run(Programs.candlewick, ["ingest", path, "--yes"] + (again ? ["--again"] : []))
        try #require(run.status == 0, "\(run.output)\(run.error)")
    }

    /// Changes the store behind the program's back; how many rows.
    func sqlite(_ statement: String) throws -> Int {
        let sqlite = try #require(Programs.find("sqlite3"))
        let run = try run(sqlite, [self("candlewick.db"), statement + "; SELECT changes();"])
        try #require(run.status == 0, "\(run.error)")
        return try #require(run.lines.last.flatMap { Int($0) })
    }

    /// What `gaps --json` says.
    func gaps(_ arguments: String...) throws -> GapsDocument {
        let run = try run(Programs.candlewick, ["gaps", "--json"] + arguments)
        try #require(run.status == 0, "\(run.error)")
        return try run.json(GapsDocument.self)
    }
}

/// What `gaps --json` says.
struct GapsDocument: Decodable {
    struct Gap: Decodable {
        var asset: String
        var tier: String
        var quote: String
        var kind: String
        var interval_minutes: Double?
        var start: String
        var end: String
        var missing_candles: Int
        var candles_from_today: Int
        var overflow_candles: Int
        var `class`: String
        var reason: String
        var required_csv_file: String?
    }

    struct Total: Decodable, Equatable {
        var `class`: String
        var gaps: Int
        var missing_candles: Int
    }

    var gaps: [Gap]
    var more: Int
    var totals: [Total]
}

/// What `coverage --asset --json` says.
struct CoverageDocument: Decodable {
    struct History: Decodable {
        var asset: String
        var quote: String
        var kind: String
        var interval_minutes: Double?
        var provenance: String
        var sources: [String]
        var start: String
        var end: String
        var covered_candles: Int?
        var holes: Int
        var examined_candles: Int?
        var suspects: Int
    }

    struct Assertion: Decodable {
        var scope: String
        var source: String
        var interval_minutes: Double?
        var claim: String
        var provenance: String
        var start: String
        var end: String
        var rows: Int?
        var job: Int
        var origin: String
        var heard_at: String
        var verified_at: String?
    }

    struct Suspect: Decodable {
        var scope: String
        var source: String
        var start: String
        var end: String
        var reason: String
        var evidence: String
        var expected_trades: Double?
    }

    struct NoTrades: Decodable {
        var scope: String
        var source: String
        var candles: Int
        var runs: [[String]]
    }

    var asset: String
    var tier: String
    var histories: [History]
    var assertions: [Assertion]
    var suspects: [Suspect]
    var no_trades: [NoTrades]?
}
