import Foundation
@testable import QuestDBClient
import Testing

/// Debian's InfluxDB 1.6, started by a test on a free port in a folder of its own: it reads version 1 of the line
/// protocol, and was made by others than QuestDB.
final class InfluxServer {
    private static let program = "/usr/bin/influxd"
    static let trait: any TestTrait & SuiteTrait = .enabled(
        if: FileManager.default.isExecutableFile(atPath: program), "no influxd: scripts/packages --tests installs it")

    private let process = Process()
    private let folder: URL
    private let http: HTTPClient

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-influx-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["-config", "/dev/null"]
        process.environment = [
            "INFLUXDB_HTTP_BIND_ADDRESS": "127.0.0.1:0", "INFLUXDB_BIND_ADDRESS": "127.0.0.1:0",
            "INFLUXDB_META_DIR": folder.path + "/meta", "INFLUXDB_DATA_DIR": folder.path + "/data",
            "INFLUXDB_DATA_WAL_DIR": folder.path + "/wal", "INFLUXDB_REPORTING_DISABLED": "true",
            "INFLUXDB_MONITOR_STORE_ENABLED": "false", "HOME": folder.path,
        ]
        let log = Pipe()
        process.standardError = log
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let handle = log.fileHandleForReading
        let port = try Self.port(handle)
        // A log that nobody reads would stop the server.
        spawn { while let data = try? handle.read(upToCount: 1 << 16), !data.isEmpty {} }
        http = HTTPClient(try QuestDBEndpoint("http://127.0.0.1:\(port)"))
        _ = try query("CREATE DATABASE test")
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        // A folder that stays behind harms nobody, and a deinit cannot throw.
        try? FileManager.default.removeItem(at: folder)
    }

    /// From the line of its log that says where it listens.
    private static func port(_ log: FileHandle) throws -> String {
        var said = ""
        while !said.contains("\n", after: "Listening on HTTP") {
            let data = log.availableData
            try #require(!data.isEmpty, "influxd ended: \(said)")
            said += String(decoding: data, as: UTF8.self)
        }
        let line = try #require(said.split(separator: "\n").first { $0.contains("Listening on HTTP") })
        return String(try #require(line.firstMatch(of: /addr=127\.0\.0\.1:(\d+)/)).1)
    }

    /// Writes rows; what it says against them, nil when it took them.
    func write(_ rows: borrowing ILPBuffer) throws -> String? {
        let request = HTTPRequest(path: "/write", query: [("db", "test"), ("precision", "n")])
        let reply = try http.post(request, body: rows.bytes)
        return reply.isSuccess ? nil : "\(reply.status) \(String(decoding: reply.errorBody, as: UTF8.self))"
    }

    /// The only row of a query, by column.
    func query(_ text: String) throws -> [String: JSONValue] {
        let (reply, body) = try http.get(
            HTTPRequest(path: "/query", query: [("db", "test"), ("epoch", "ns"), ("q", text)]))
        try #require(reply.isSuccess)
        guard case .array(let results)? = try JSONValue(body)["results"],
            case .array(let series)? = results.first?["series"],
            case .array(let names)? = series.first?["columns"], case .array(let rows)? = series.first?["values"]
        else { return [:] }
        try #require(series.count == 1 && rows.count == 1)
        guard case .array(let cells) = rows[0] else { return [:] }
        var row: [String: JSONValue] = [:]
        for case (.string(let name), let cell) in zip(names, cells) where cell != .null { row[name] = cell }
        return row
    }
}

extension String {
    fileprivate func contains(_ text: String, after mark: String) -> Bool {
        firstRange(of: mark).map { self[$0.upperBound...].contains(text) } ?? false
    }
}
