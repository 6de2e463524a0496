import QuestDBClient
import Storage
import Testing

@testable import StorageQuestDB
@testable import StorageTesting

@Suite struct TableShapeTests {
    private func names(_ prefix: String = "") throws -> TableNames { try TableNames(prefix: prefix, at: "here") }

    @Test func candles_creation_isTheTableOfExistingInstallations() throws {
        #expect(
            try TableShape.candles(names()).creation().text == """
                CREATE TABLE IF NOT EXISTS "assetprice" ("asset_id" INT, "interval_minutes" INT, "time" TIMESTAMP, \
                "open" DOUBLE, "high" DOUBLE, "low" DOUBLE, "close" DOUBLE, "volume" DOUBLE, "trade_count" INT, \
                "quote_currency" SYMBOL, "source" SYMBOL) TIMESTAMP("time") PARTITION BY MONTH WAL \
                DEDUP UPSERT KEYS(time, asset_id, interval_minutes, source, quote_currency)
                """)
    }

    @Test func trades_creation_hasWhatIdentityNeeds() throws {
        #expect(
            try TableShape.trades(names("x_"), .year).creation().text == """
                CREATE TABLE IF NOT EXISTS "x_trade" ("asset_id" INT, "time" TIMESTAMP, "price" DOUBLE, \
                "volume" DOUBLE, "quote_currency" SYMBOL, "source" SYMBOL, "ordinal" INT, "trade_id" LONG, \
                "side" SYMBOL) TIMESTAMP("time") PARTITION BY YEAR WAL \
                DEDUP UPSERT KEYS(time, asset_id, source, quote_currency, ordinal)
                """)
    }

    @Test(arguments: ["A", "1a", "a-b", "a b", "a\"", "ä", String(repeating: "a", count: 61)])
    func prefix_thatIsNoName_isRefused(prefix: String) {
        #expect(throws: StorageError.self) { try names(prefix) }
    }

    private func found(_ shape: TableShape) -> FoundTable {
        FoundTable(columns: shape.columns, designated: "time", keys: Set(shape.keys), writesAhead: true)
    }

    @Test func table_thatIsAsMade_isFine_alsoWithColumnsOfOthers() throws {
        for shape in [TableShape.candles(try names()), .trades(try names()), .assets(try names()), .store(try names())]
        {
            var table = found(shape)
            #expect(shape.problem(with: table) == nil)
            table.columns.insert(TableShape.Column(name: "note", type: "VARCHAR"), at: 0)
            #expect(shape.problem(with: table) == nil)
        }
    }

    @Test func trades_withoutOrdinal_saysWhatToRun() throws {
        let shape = TableShape.trades(try names())
        var table = found(shape)
        table.columns.removeAll { ["ordinal", "trade_id", "side"].contains($0.name) }
        table.keys = []
        let problem = try #require(shape.problem(with: table))
        #expect(problem.message.contains("lacks ordinal, trade_id, side"))
        #expect(problem.advice.contains("run ALTER TABLE trade ADD COLUMN ordinal INT; then ALTER TABLE trade ADD"))
        #expect(
            problem.advice.contains(
                "ALTER TABLE trade DEDUP ENABLE UPSERT KEYS(time, asset_id, source, quote_currency, ordinal)"))
    }

    @Test func candles_thatCannotBeUsed_sayWhy() throws {
        let shape = TableShape.candles(try names())
        func message(_ change: (inout FoundTable) -> Void) -> String {
            var table = found(shape)
            change(&table)
            return shape.problem(with: table).map { "\($0.message); \($0.advice)" } ?? ""
        }
        #expect(message { $0.keys = [] }.contains("run ALTER TABLE assetprice DEDUP ENABLE UPSERT KEYS(time, asset_id"))
        #expect(message { $0.keys.remove("source") }.contains("by the keys asset_id, interval_minutes"))
        #expect(message { $0.writesAhead = false }.contains("ALTER TABLE assetprice SET TYPE WAL"))
        #expect(message { $0.designated = nil }.contains("designated timestamp of its table assetprice is missing"))
        #expect(
            message { $0.columns[0] = TableShape.Column(name: "asset_id", type: "LONG") }
                .contains("column asset_id of its table assetprice is LONG, not INT"))
    }
}
