import Foundation
import QuestDBClient
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What a real QuestDB makes of the messages, when there is one.
@Suite(
    .enabled(
        if: ProcessInfo.processInfo.environment["CANDLEWICK_TEST_QUESTDB"] != nil,
        "set CANDLEWICK_TEST_QUESTDB to http://host:port of a QuestDB whose tables may be created and dropped"))
struct QWPRealServerTests {
    private let address = URL(string: ProcessInfo.processInfo.environment["CANDLEWICK_TEST_QUESTDB"] ?? "")

    private func endpoint() throws -> QWPEndpoint {
        try QWPEndpoint(host: #require(address?.host()), port: address?.port ?? 9_000)
    }

    /// The rows of a query.
    private func rows(_ query: String) throws -> [[Any]] {
        let address = try #require(address)
        var parts = try #require(URLComponents(url: address, resolvingAgainstBaseURL: false))
        parts.path = "/exec"
        parts.queryItems = [URLQueryItem(name: "query", value: query)]
        let url = try #require(parts.url)
        let reply = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
        return reply?["dataset"] as? [[Any]] ?? []
    }

    /// Asks until the answer is there: rows become visible some time after they are durable.
    private func poll(_ query: String, until: ([[Any]]) -> Bool) throws {
        let end = ContinuousClock.now + .seconds(30)
        while try !until(rows(query)) {
            try #require(ContinuousClock.now < end, "\(query) did not get there")
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    private func number(_ value: Any?) -> Int64? { (value as? NSNumber)?.int64Value }

    @Test(arguments: [QWPEncoder.Timestamps.plain, .compressed])
    func rows_sentTwiceInSmallMessages_areThereOnceWithTheirValues(timestamps: QWPEncoder.Timestamps) throws {
        let name = "qwp_test_\(UInt32.random(in: 0 ... .max))"
        _ = try rows(
            "CREATE TABLE \(name) (asset_id INT, interval_minutes INT, time TIMESTAMP, price DOUBLE, trades LONG, "
                + "count INT, seen TIMESTAMP, source SYMBOL) TIMESTAMP(time) PARTITION BY MONTH WAL "
                + "DEDUP UPSERT KEYS(time, asset_id, source)")
        defer { _ = try? rows("DROP TABLE \(name)") }
        let table = try QWPTable(
            name,
            columns: [
                QWPColumn("asset_id", .int), QWPColumn("interval_minutes", .int), .designated("time"),
                QWPColumn("price", .double), QWPColumn("trades", .long), QWPColumn("count", .int),
                QWPColumn("seen", .timestamp), QWPColumn("source", .symbol),
            ])
        let count = 10_000
        let names = RandomRows.hardNames.filter { $0 != "\u{0}" }
        let ids = (0..<count).map { UInt32($0 % 3) }
        let times = (0..<count).map { 1_700_000_000_000_000_000 + Int64($0) * 60_000_000_000 }
        let prices = (0..<count).map { $0 % 10 == 0 ? Double.nan : Double($0) / 8 }
        let trades = (0..<count).map { $0 % 5 == 0 ? -1 : Int64($0) << 33 }
        let counts = (0..<count).map { $0 % 4 == 0 ? -1 : Int64($0) }
        let sources = (0..<count).map { $0 % 9 == 0 ? UInt32(names.count) : UInt32($0 % names.count) }
        var settings = QWPSettings()
        settings.messageBytes = 20_000
        settings.timestamps = timestamps
        let sender = try QWPSender.connect(to: endpoint(), settings: settings)
        defer { sender.close() }
        for _ in 0..<2 {
            let last = try sender.send(table, rows: count) { block, range throws(QWPError) in
                block.ints(ids: ids.span.extracting(range), values: [7, 8, 9].span)
                block.ints(constant: 60)
                block.timestamps(nanoseconds: times.span.extracting(range))
                block.doubles(prices.span.extracting(range))
                block.longs(trades.span.extracting(range), null: -1)
                try block.ints(counts.span.extracting(range), null: -1)
                block.timestamps(nanoseconds: trades.span.extracting(range), null: -1)
                try block.symbols(ids: sources.span.extracting(range), names: names, null: UInt32(names.count))
            }
            #expect(last > 10)
            try sender.wait(for: last)
            #expect(sender.acknowledged == last)
        }
        try poll("SELECT count() FROM \(name)") { number($0.first?.first) == Int64(count) }
        let found = try rows(
            "SELECT asset_id, interval_minutes, cast(time AS long), price, trades, count, cast(seen AS long), source "
                + "FROM \(name) ORDER BY time LIMIT 1000")
        #expect(found.count == 1_000)
        for (row, cells) in found.enumerated() {
            #expect(number(cells[0]) == Int64([7, 8, 9][row % 3]))
            #expect(number(cells[1]) == 60)
            #expect(number(cells[2]) == times[row] / 1_000)
            #expect(row % 10 == 0 ? cells[3] is NSNull : (cells[3] as? NSNumber)?.doubleValue == prices[row])
            #expect(trades[row] == -1 ? cells[4] is NSNull : number(cells[4]) == trades[row])
            #expect(counts[row] == -1 ? cells[5] is NSNull : number(cells[5]) == counts[row])
            #expect(trades[row] == -1 ? cells[6] is NSNull : number(cells[6]) == trades[row] / 1_000)
            if row % 9 == 0 {
                #expect(cells[7] is NSNull)
            } else {
                // By bytes: two spellings of one text are two symbols.
                #expect(Array(((cells[7] as? String) ?? "?").utf8) == Array(names[row % names.count].utf8))
            }
        }
    }

    @Test func rows_ofAnotherType_areRefusedWithTableAndStatus() throws {
        let name = "qwp_test_\(UInt32.random(in: 0 ... .max))"
        _ = try rows("CREATE TABLE \(name) (time TIMESTAMP, price DOUBLE) TIMESTAMP(time) PARTITION BY DAY WAL")
        defer { _ = try? rows("DROP TABLE \(name)") }
        let wrong = try QWPTable(name, columns: [.designated("time"), QWPColumn("price", .symbol)])
        let right = try QWPTable(name, columns: [.designated("time"), QWPColumn("price", .double)])
        let sender = try QWPSender.connect(to: endpoint())
        defer { sender.close() }
        let times: [Int64] = [1_700_000_000_000_000]
        func sendRight() throws(QWPError) {
            try sender.wait(
                for: sender.send(right, rows: 1) { block, _ throws(QWPError) in
                    block.timestamps(microseconds: times.span)
                    block.doubles(constant: 1)
                })
        }
        try sendRight()
        let error = #expect(throws: QWPError.self) {
            try sender.wait(
                for: sender.send(wrong, rows: 1) { block, _ throws(QWPError) in
                    block.timestamps(microseconds: times.span)
                    try block.symbols(constant: "x")
                })
        }
        #expect(error?.code == .rejected)
        #expect(error?.status == .schemaMismatch)
        #expect(error?.table == name)
        #expect(error?.canRetry == false)
        #expect(sender.discardUnacknowledged() == 1)
        try sendRight()
        #expect(sender.acknowledged == 3)
    }
}
