import QuestDBClient
import Testing

/// Rows in both versions, written to a real QuestDB and read back by SQL.
@Suite(RealServer.trait) struct ILPRealServerTests {
    private static let doubles: [Double] = HardRow.doubles.filter(\.isFinite)

    /// Waits until so many rows are visible: a table's log is applied after the request was answered.
    private static func wait(_ server: QuestDBServer, _ table: String, for count: Int64) throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try server.exec("SELECT count() FROM \(name: table)").rows[0][0].int64 != count {
            try #require(ContinuousClock.now < deadline, "the rows did not become visible within a minute")
        }
    }

    @Test(arguments: ILPVersion.allCases)
    func rows_ofHardValues_comeBackAsTheyWere(version: ILPVersion) throws {
        let server = try RealServer.connect()
        let table = RealServer.tableName()
        try server.exec(
            """
            CREATE TABLE \(name: table) (s SYMBOL, v VARCHAR, d DOUBLE, l LONG, b BOOLEAN, m TIMESTAMP, ts TIMESTAMP)
            TIMESTAMP(ts) PARTITION BY DAY WAL DEDUP UPSERT KEYS(ts)
            """)
        defer { _ = try? server.exec("DROP TABLE \(name: table)") }
        var rows = ILPBuffer(version: version)
        let head = try ILPHead(table: table)
        let symbol = try ILPSymbolColumn("s")
        let (v, d, l, b, m) = try (ILPColumn("v"), ILPColumn("d"), ILPColumn("l"), ILPColumn("b"), ILPColumn("m"))
        let texts = HardRow.texts
        for (index, text) in texts.enumerated() {
            rows.begin(head)
            try rows.symbol(symbol, text)
            try rows.string(v, text)
            rows.double(d, index < Self.doubles.count ? Self.doubles[index] : .nan)
            rows.long(l, HardRow.longs[index % HardRow.longs.count])
            rows.bool(b, index % 2 == 0)
            rows.timestamp(m, microseconds: Int64(index))
            try rows.end(nanoseconds: Int64(index) * 1000)
        }
        let sender = ILPSender(server.endpoint)
        // Twice: a resend changes nothing.
        for _ in 0..<2 { try sender.send(rows) }
        try Self.wait(server, table, for: Int64(texts.count))

        var index = 0
        let sql: SQLText = try "SELECT s, v, d, l, b, cast(m as long), cast(ts as long) FROM \(name: table) ORDER BY ts"
        try server.rows(sql) { row in
            let (s, v) = try (row.text(), row.text())
            #expect(s == texts[index] && v == texts[index])
            let double = try row.double()
            #expect(double?.bitPattern == (index < Self.doubles.count ? Self.doubles[index].bitPattern : nil))
            let (l, b, m, ts) = try (row.int64(), row.bool(), row.int64(), row.int64())
            #expect(l == HardRow.longs[index % HardRow.longs.count] && b == (index % 2 == 0))
            #expect(m == Int64(index) && ts == Int64(index))
            index += 1
        }
        #expect(index == texts.count)
        let whole = try server.exec(sql).rows
        #expect(whole.map { $0[0].string } == texts && whole.map { $0[1].string } == texts)
    }

    @Test func row_thatDoesNotFitItsColumn_isNamedAndNothingIsStored() throws {
        let server = try RealServer.connect()
        let table = RealServer.tableName()
        try server.exec("CREATE TABLE \(name: table) (l INT, ts TIMESTAMP) TIMESTAMP(ts) PARTITION BY DAY WAL")
        defer { _ = try? server.exec("DROP TABLE \(name: table)") }
        let sender = ILPSender(server.endpoint)
        let head = try ILPHead(table: table)
        let column = try ILPColumn("l")
        var rows = ILPBuffer(version: .binary)
        for value in [1, 2, 3_000_000_000, 4] as [Int64] {
            rows.begin(head)
            rows.long(column, value)
            try rows.end(nanoseconds: value * 1000)
        }
        var refusal: QuestDBError?
        do { try sender.send(rows) } catch { refusal = error }
        #expect(refusal?.code == .rejected && refusal?.line == 3)
        #expect(
            refusal?.message.contains("row 3 of 4: table: \(table), column: l") ?? false,
            "\(String(describing: refusal))")

        rows.removeAll()
        rows.begin(head)
        rows.long(column, 5)
        try rows.end(nanoseconds: 5000)
        try sender.send(rows)
        try Self.wait(server, table, for: 1)
        #expect(try server.exec("SELECT l FROM \(name: table)").rows == [[.long(5)]])
    }
}
