import Foundation
import Testing

extension Sandbox {
    /// Two hours of bitcoin and what `export` says of them, for a store that held something before.
    static let bitcoin = "1704067200,42000.1,42010,41990.5,42005,1.25,31\n1704070800,42005,42100,42000,42050,2,17\n"
    static let header = "time,open,high,low,close,volume,trades,asset,quote,interval_minutes,source\n"
    static let bitcoinRows = """
        2024-01-01T00:00:00Z,42000.1,42010,41990.5,42005,1.25,31,BTC,USD,60,kraken-csv
        2024-01-01T01:00:00Z,42005,42100,42000,42050,2,17,BTC,USD,60,kraken-csv

        """

    /// A store in the working folder.
    static func withStore() throws -> Sandbox {
        let sandbox = try Sandbox()
        let migrated = try sandbox.candlewick("migrate")
        try #require(migrated.status == 0, "\(migrated.error)")
        return sandbox
    }

    /// A store that holds `bitcoin`.
    static func withBitcoin() throws -> Sandbox {
        let sandbox = try withStore()
        try sandbox.write("earlier/XBTUSD_60.csv", bitcoin)
        let ingested = try sandbox.candlewick("ingest", "earlier", "--yes")
        try #require(ingested.status == 0, "\(ingested.error)")
        return sandbox
    }

    /// What is stored of an asset, without the header; of all assets when none is named.
    func rows(of asset: String? = nil, kind: String = "candles") throws -> String {
        let exported = try run(
            Programs.candlewick, ["export", "--kind", kind] + (asset.map { ["--asset", $0] } ?? []))
        try #require(exported.status == 0, "\(exported.error)")
        return exported.output.split(separator: "\n").dropFirst().map { $0 + "\n" }.joined()
    }
}

/// What `ingest --json` says.
struct IngestDocument: Decodable {
    struct File: Decodable {
        var path: String
        var status: String
        var rows_read: Int
        var inserted: Int
        var updated: Int
        var unchanged: Int
        var duplicates: Int
        var no_trades: Int
        var rejected: Int
        var sha256: String?
        var message: String
    }

    struct Problem: Decodable {
        var path: String
        var message: String
    }

    var job: Int
    var state: String
    var message: String
    var files_known: Int
    var files_left: Int
    var files: [File]
    var problems: [Problem]
    var rows_read: Int
    var inserted: Int
    var updated: Int
    var unchanged: Int
    var duplicates: Int
    var no_trades: Int
    var rejected: Int
    var new_assets: [String]
}

/// What `jobs show --json` says.
struct JobShowDocument: Decodable {
    struct Job: Decodable {
        var command: String
        var state: String
        var message: String
        var rows_read: Int
        var rejected: Int
    }

    struct Reject: Decodable {
        var path: String
        var line: Int?
        var byte: Int?
        var code: String
        var reason: String
        var raw: String
    }

    var job: Job
    var rejects: [Reject]
}
