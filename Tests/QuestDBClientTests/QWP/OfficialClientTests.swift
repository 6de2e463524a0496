import Foundation
import QuestDBClient
import Testing

/// Where `scripts/test-venv` puts QuestDB's own client.
enum OfficialClient {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let python = root.appendingPathComponent(".build/test-venv/bin/python")
    static let isThere = FileManager.default.fileExists(
        atPath: root.appendingPathComponent(".build/test-venv/packages").path)
}

/// The same rows by QuestDB's own client and by this one, sent to the same server.
@Suite(.enabled(if: OfficialClient.isThere, "scripts/test-venv installs QuestDB's own client"))
struct OfficialClientTests {
    private struct Row {
        var symbol: String?
        var integer: Int64?
        var price: Double?
    }

    /// A hard text, number and double in every row; NULL in some when `withNulls`.
    private static func rows(withNulls: Bool) -> [Row] {
        let names = RandomRows.hardNames.filter { $0 != "\u{0}" }
        let doubles = [
            0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1, 1e-300, -1.5,
        ]
        let integers: [Int64] = [0, -1, 1, .max, .min + 1, 1 << 40]
        return (0..<60).map { row in
            // The two spellings of one text are two symbols in this order for both clients.
            Row(
                symbol: withNulls && row % 7 == 6 ? nil : names[row % names.count],
                integer: withNulls && row % 4 == 3 ? nil : integers[row % integers.count],
                price: withNulls && row % 5 == 4 ? nil : doubles[row % doubles.count])
        }
    }

    private static func time(_ row: Int) -> Int64 { 1_700_000_000_000_000_000 + Int64(row) * 60_000_000_000 }

    /// The first message with rows that the official client sends.
    private func official(_ rows: [Row], way: String) throws -> StandInServer.Received {
        let server = try StandInServer()
        let order: [String: Any] = [
            "port": server.port, "way": way, "table": "t",
            "rows": rows.enumerated().map { index, row -> [Any] in
                [
                    row.symbol ?? NSNull(), row.integer ?? NSNull(),
                    row.price.map { "\($0.bitPattern)" } ?? NSNull(), Self.time(index),
                ]
            },
        ]
        let process = Process()
        process.executableURL = OfficialClient.python
        process.arguments = [
            OfficialClient.root.appendingPathComponent("Tests/QuestDBClientTests/Python/send_rows.py").path
        ]
        let (input, errors) = (Pipe(), Pipe())
        (process.standardInput, process.standardError) = (input, errors)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: JSONSerialization.data(withJSONObject: order))
        try input.fileHandleForWriting.close()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
        #expect(server.problems == [])
        return try #require(server.received.first { $0.frame.rows > 0 })
    }

    /// What this client sends for them.
    private func ours(_ rows: [Row], time: QWPColumn) throws -> StandInServer.Received {
        let table = try QWPTable(
            "t", columns: [QWPColumn("s", .symbol), QWPColumn("n", .long), QWPColumn("p", .double), time])
        var names: [String] = []
        var ids: [UInt32] = []
        for row in rows {
            // By bytes: for Swift two spellings are equal.
            let known = names.firstIndex { row.symbol.map { Array($0.utf8) } == Array($0.utf8) }
            if let symbol = row.symbol, known == nil { names.append(symbol) }
            ids.append(row.symbol == nil ? 1_000 : UInt32(known ?? names.count - 1))
        }
        let integers = rows.map { $0.integer ?? .min }
        let prices = rows.map { $0.price ?? .nan }
        let times = rows.indices.map { Self.time($0) }
        let server = try StandInServer()
        let sender = try QWPSender.connect(to: QWPEndpoint(host: "127.0.0.1", port: server.port))
        defer { sender.close() }
        try sender.wait(
            for: sender.send(table, rows: rows.count) { block, range throws(QWPError) in
                try block.symbols(ids: ids.span.extracting(range), names: names, null: 1_000)
                block.longs(integers.span.extracting(range), null: .min)
                block.doubles(prices.span.extracting(range))
                block.timestamps(nanoseconds: times.span.extracting(range))
            })
        return try #require(server.received.first)
    }

    /// A frame of columns leaves no choice.
    @Test(arguments: [false, true])
    func columns_ofADataFrame_areTheSameBytes(withNulls: Bool) throws {
        let rows = Self.rows(withNulls: withNulls)
        let (theirs, ours) = (try official(rows, way: "frame"), try ours(rows, time: .designated("time")))
        #expect(ours.bytes == theirs.bytes)
        #expect(ours.frame == theirs.frame)
    }

    @Test func rows_withoutNulls_areTheSameBytes() throws {
        let rows = Self.rows(withNulls: false)
        let (theirs, ours) = (try official(rows, way: "rows"), try ours(rows, time: .designatedNanos("time")))
        #expect(ours.bytes == theirs.bytes)
    }

    /// For single rows their client writes NULL as bits and gaps, this one as the value that is NULL: the same cells.
    @Test func rows_withNulls_areTheSameCells() throws {
        let rows = Self.rows(withNulls: true)
        let (theirs, ours) = (try official(rows, way: "rows"), try ours(rows, time: .designatedNanos("time")))
        func cells(_ column: ReadColumn) -> [Cell] {
            // NaN is NULL in QuestDB.
            column.cells.map { if case .double(let bits) = $0, Double(bitPattern: bits).isNaN { .null } else { $0 } }
        }
        #expect(ours.frame.columns.map(\.name) == theirs.frame.columns.map(\.name))
        #expect(ours.frame.columns.map(\.type) == theirs.frame.columns.map(\.type))
        #expect(ours.frame.columns.map(cells) == theirs.frame.columns.map(cells))
    }
}
