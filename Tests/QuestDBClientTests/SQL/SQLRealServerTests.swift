import QuestDBClient
import Testing

@Suite(RealServer.trait) struct SQLRealServerTests {
    private static let doubles: [Double] =
        [
            0.1 + 0.2, .leastNonzeroMagnitude, 2.2250738585072014e-308, .greatestFiniteMagnitude,
            -.greatestFiniteMagnitude, 1e22, 1e23, -0.0,
            9007199254740992, 1.188e-05, 123_456.789, 0.001, 0.0001, 9_999_999.5, 10_000_000.5,
        ]

    @Test func doubles_byBothEndpoints_areExact() throws {
        let server = try RealServer.connect()
        var generator = SystemRandomNumberGenerator()
        let values =
            Self.doubles + (0..<200).map { _ in Double(bitPattern: generator.next() as UInt64) }.filter(\.isFinite)
        for part in stride(from: 0, to: values.count, by: 20) {
            let some = values[part..<min(part + 20, values.count)]
            // -0.0 as a literal is a negated zero, which is -0.0 as well.
            let texts = try some.map { try ("\($0)" as SQLText).text }
            let sql = SQLText(verbatim: "SELECT " + texts.enumerated().map { "\($1) c\($0)" }.joined(separator: ", "))
            let row = try #require(try server.exec(sql).rows.first)
            #expect(row.map { $0.double?.bitPattern } == some.map(\.bitPattern))
            var streamed: [UInt64?] = []
            try server.rows(sql) { row in
                for _ in some { streamed.append(try row.double()?.bitPattern) }
            }
            #expect(streamed == some.map(\.bitPattern))
        }
    }

    @Test(arguments: ["it's", "a\\b", "\"q\"", "a,b\r\nc", "π😀", "--", "' OR 1=1 --", "$1;", "\t"])
    func strings_ofAnyKind_comeBackAsTheyWere(text: String) throws {
        let server = try RealServer.connect()
        #expect(try server.exec("SELECT \(text) s").rows == [[.text(text)]])
        var streamed: [String?] = []
        try server.rows("SELECT \(text) s") { row in streamed.append(try row.text()) }
        #expect(streamed == [text])
    }

    @Test func server_isNewEnoughAndTakesBinaryDoubles() throws {
        let server = try RealServer.connect()
        _ = try server.build()
        #expect(try server.settings().ilpVersion == .binary)
    }

    @Test func query_thatIsWrong_saysWhere() throws {
        let server = try RealServer.connect()
        for endpoint in [
            { _ = try server.exec("SELECT 1, nothing FROM tables()") },
            { _ = try server.rows("SELECT 1, nothing FROM tables()") { _ in } },
        ] {
            let error = #expect(throws: QuestDBError.self, performing: endpoint)
            #expect(error?.code == .badQuery && error?.position == 10)
        }
    }

    @Test func rows_ofManyMegabytes_comeWhole() throws {
        let server = try RealServer.connect()
        var next: Int64 = 1
        let count = try server.rows("SELECT x, x * 0.5 h FROM long_sequence(1000000)") { row in
            let whole = try row.int64()
            let half = try row.double()
            if whole != next || half != Double(next) * 0.5 {
                Issue.record("row \(next) is \(whole ?? -1), \(half ?? -1)")
            }
            next += 1
        }
        #expect(count == 1_000_000)
    }
}
