import QuestDBClient
import Testing

@Suite struct SQLTextTests {
    @Test(arguments: [
        ("", "''"), ("plain", "'plain'"), ("it's", "'it''s'"), ("''", "''''''"), ("' OR 1=1 --", "''' OR 1=1 --'"),
        ("a\\'b", "'a\\''b'"), ("π\n\t\"", "'π\n\t\"'"),
    ])
    func string_ofAnyKind_becomesOneLiteral(value: String, literal: String) throws {
        #expect(try ("\(value)" as SQLText).text == literal)
    }

    @Test func string_withNUL_isRefused() {
        #expect(throws: QuestDBError.self) { try "\("a\0b")" as SQLText }
    }

    @Test(arguments: ["assetprice", "_", "A1_b", String(repeating: "x", count: 127)])
    func name_ofLettersDigitsAndUnderscores_isQuoted(name: String) throws {
        #expect(try ("SELECT * FROM \(name: name)" as SQLText).text == "SELECT * FROM \"\(name)\"")
    }

    @Test(arguments: [
        "", "1a", "a b", "a\"b", "a'b", "a;b", "a.b", "a-b", "é", "a\0", "a\n", String(repeating: "x", count: 128),
    ])
    func name_ofAnythingElse_isRefused(name: String) {
        let error = #expect(throws: QuestDBError.self) { try "\(name: name)" as SQLText }
        #expect(error?.code == .badValue)
    }

    @Test(arguments: [
        (Int64(0), "0"), (1, "1"), (-1, "(-1)"), (.max, "9223372036854775807"), (-.max, "(-9223372036854775807)"),
    ])
    func wholeNumber_ofAnySize_isALiteral(value: Int64, literal: String) throws {
        #expect(try ("\(value)" as SQLText).text == literal)
    }

    @Test func wholeNumber_ofAnyType_isALiteral() throws {
        #expect(try ("\(5), \(Int32(-6)), \(7 as Int)" as SQLText).text == "5, (-6), 7")
    }

    @Test func smallestWholeNumber_isRefused() {
        #expect(throws: QuestDBError.self) { try "\(Int64.min)" as SQLText }
    }

    @Test(arguments: [
        (0.0, "0.0"), (-0.5, "(-0.5)"), (0.1 + 0.2, "0.30000000000000004"), (.leastNonzeroMagnitude, "5e-324"),
        (1e300, "1e+300"),
    ])
    func double_thatIsFinite_isTheShortestLiteral(value: Double, literal: String) throws {
        #expect(try ("\(value)" as SQLText).text == literal)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func double_thatIsNot_isRefused(value: Double) {
        #expect(throws: QuestDBError.self) { try "\(value)" as SQLText }
    }

    @Test func list_ofValues_isInParentheses() throws {
        #expect(
            try ("a IN \(["x", "it's"]) AND b IN \([1, -2] as [Int64])" as SQLText).text
                == "a IN ('x', 'it''s') AND b IN (1, (-2))")
        #expect(throws: QuestDBError.self) { try "\([String]())" as SQLText }
        #expect(throws: QuestDBError.self) { try "\([Int64]())" as SQLText }
    }

    @Test func statement_ofStatements_isNotQuotedAgain() throws {
        let part: SQLText = try "source = \("a'b")"
        #expect(("SELECT 1 WHERE \(part)" as SQLText).text == "SELECT 1 WHERE source = 'a''b'")
    }
}
