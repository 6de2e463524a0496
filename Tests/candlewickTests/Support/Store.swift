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
        try sandbox.write("candlewick.db", try emptyStore.get())
        return sandbox
    }

    /// A store that holds `bitcoin`.
    static func withBitcoin() throws -> Sandbox {
        let sandbox = try Sandbox()
        try sandbox.write("earlier/XBTUSD_60.csv", bitcoin)
        try sandbox.write("candlewick.db", try bitcoinStore.get())
        return sandbox
    }

    // The stores' files, made by candlewick once and copied for every test.
    private static let emptyStore = Result { try made(by: []) }
    private static let bitcoinStore = Result { try made(by: ["ingest", "earlier", "--yes"]) }

    private static func made(by arguments: [String]) throws -> [UInt8] {
        let sandbox = try Sandbox()
        try sandbox.write("earlier/XBTUSD_60.csv", bitcoin)
        for command in [["migrate"], arguments] where !command.isEmpty {
            let run = try sandbox.run(Programs.candlewick, command)
            try #require(run.status == 0, "\(run.error)")
        }
        // No log is left beside the file when the last process has closed it.
        try #require(!sandbox.has("candlewick.db-wal"))
        return Array(try Data(contentsOf: URL(filePath: sandbox("candlewick.db"))))
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
    var unknown: [Problem]
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
