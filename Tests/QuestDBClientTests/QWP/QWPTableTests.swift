import QuestDBClient
import Testing

@Suite struct QWPTableTests {
    @Test(arguments: [
        "", "a/b", "a\\b", "a?b", "a'b", "a\"b", ".a", "a.", "a..b", "a\u{0}", "a\nb",
        String(repeating: "x", count: 128),
    ])
    func table_ofAForbiddenName_isRefused(name: String) {
        let error = #expect(throws: QWPError.self) { try QWPTable(name, columns: [QWPColumn("a", .int)]) }
        #expect(error?.code == .name)
    }

    @Test(arguments: ["a", "a.b", "a b", "a-b", "日本", String(repeating: "x", count: 127)])
    func table_ofAnAllowedName_isTaken(name: String) throws {
        #expect(try QWPTable(name, columns: [QWPColumn("a", .int)]).name == name)
    }

    @Test(arguments: ["", "a.b", "a-b", "a+b", "a,b", String(repeating: "é", count: 64)])
    func column_ofAForbiddenName_isRefused(name: String) {
        let error = #expect(throws: QWPError.self) { try QWPTable("t", columns: [QWPColumn(name, .int)]) }
        #expect(error?.code == .name)
        #expect(error?.table == "t")
    }

    @Test func columns_twiceTheSame_areRefused() {
        #expect(throws: QWPError.self) { try QWPTable("t", columns: [QWPColumn("a", .int), QWPColumn("A", .long)]) }
        #expect(throws: QWPError.self) { try QWPTable("t", columns: [.designated("a"), .designatedNanos("b")]) }
        #expect(throws: QWPError.self) { try QWPTable("t", columns: []) }
    }
}
