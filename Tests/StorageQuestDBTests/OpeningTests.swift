import Foundation
import MarketData
import QuestDBClient
import Storage
import Testing

@testable import StorageQuestDB
@testable import StorageTesting

@Suite(TemporaryQuestDB.trait) struct OpeningTests {
    private func refusal(_ code: StorageError.Code, _ settings: QuestDBStoreSettings) -> String {
        let error = #expect(throws: StorageError.self) { _ = try QuestDBStore(settings) }
        #expect(error?.code == code, "\(error.debugDescription)")
        return error?.description ?? ""
    }

    @Test func store_thatWasNeverMade_needsMigration() throws {
        let here = try TemporaryQuestDB()
        #expect(refusal(.needsMigration, here.settings).contains("candlewick migrate"))
        let store = try QuestDBStore.migrate(here.settings)
        let again = try QuestDBStore.migrate(here.settings)
        #expect(try store.identity() == again.identity())
        #expect(try QuestDBStore(here.settings).identity() == store.identity())
        #expect(store.location == "questdb:\(here.settings.endpoint.address)")
        #expect(try here.run("SELECT count() FROM {candlewick_store}").rows == [[.long(1)]])
    }

    @Test func migration_byManyAtOnce_givesOneStore() async throws {
        let here = try TemporaryQuestDB()
        let settings = here.settings
        let identities = try await withThrowingTaskGroup(of: StoreIdentity.self) { group in
            for _ in 0..<4 { group.addTask { try QuestDBStore.migrate(settings).identity() } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(identities.count == 1)
    }

    @Test func schema_newerOrOlder_isTold() throws {
        let (here, store) = try TemporaryQuestDB.store()
        let identity = try store.identity()
        try here.run("INSERT INTO {candlewick_store} VALUES ('\(identity)', 999, 0)")
        try here.waitForSQL()
        #expect(refusal(.newerSchema, here.settings).contains("version 999"))
        let error = #expect(throws: StorageError.self) { _ = try QuestDBStore.migrate(here.settings) }
        #expect(error?.code == .newerSchema)
        try here.run("DROP TABLE {trade}")
        try here.run("TRUNCATE TABLE {candlewick_store}")
        try here.run("INSERT INTO {candlewick_store} VALUES ('\(identity)', 0, 0)")
        try here.waitForSQL()
        #expect(refusal(.needsMigration, here.settings).contains("version 0"))
        #expect(try QuestDBStore.migrate(here.settings).identity() == identity)
    }

    @Test func table_ofAnExistingInstallation_isUsedOrExplained() throws {
        let here = try TemporaryQuestDB()
        try here.run(
            """
            CREATE TABLE {trade} (asset_id INT, time TIMESTAMP, price DOUBLE, volume DOUBLE, quote_currency SYMBOL,
            source SYMBOL, note VARCHAR) TIMESTAMP(time) PARTITION BY YEAR WAL
            """)
        let error = #expect(throws: StorageError.self) { _ = try QuestDBStore.migrate(here.settings) }
        #expect(error?.code == .needsMigration)
        let advice = try #require(error?.advice)
        #expect(advice.contains("ADD COLUMN side SYMBOL; then ALTER TABLE"))
        // The advice, word for word.
        try here.run("INSERT INTO {trade} VALUES (77, 1000000, 1, 2, 'USD', 'old', 'x')")
        for statement in advice.split(separator: "ALTER").dropFirst() {
            try here.run("ALTER" + statement.prefix { $0 != ";" })
        }
        try here.waitForSQL()
        let store = try QuestDBStore.migrate(here.settings)
        try here.run("INSERT INTO {candlewick_asset} VALUES (77, 'OLD', 0)")
        try here.run("INSERT INTO {trade} VALUES (77, 2000000, 1, 2, 'USD', 'old', 'x', 0, NULL, 'buy')")
        try here.run("INSERT INTO {trade} VALUES (78, 2000000, 1, 2, 'USD', 'old', 'x', 0, NULL, 'buy')")
        _ = try store.write(TradeBatch([Trade(time: 3_000_000_000)]), to: .trades("OLD", source: "old"))
        try store.finish()
        let expected = [
            Trade(time: 2_000_000_000, price: 1, volume: 2, side: TradeSide.buy, id: nil), Trade(time: 3_000_000_000),
        ]
        #expect(try store.trades(.trades("OLD", source: "old")) == expected)
        let health = try store.health()
        #expect(health.tradesWithoutOrdinal == 1)
        #expect(health.unnamedAssets == [78])
        let trades = try #require(health.tables.first { $0.name == here.table("trade") })
        #expect(trades.partitionUnit == "YEAR")
        #expect(trades.rows == 4)
        #expect(!trades.isSuspended && trades.lag == 0)
    }

    @Test func assets_registeredByTwoStores_haveOneNumber() throws {
        let (here, first) = try TemporaryQuestDB.store()
        let second = try QuestDBStore(here.settings)
        // Somebody else has the number that ETH asks for.
        let taken = AssetMap.preferred("ETH")
        try here.run("INSERT INTO {candlewick_asset} VALUES (\(taken), 'X', 0)")
        try here.waitForSQL()
        let many = Set((0..<120).map { "ticker \($0)" })
        let numbers = try first.assets.numbersOrNew(of: many.union(["BTC"]))
        #expect(numbers["BTC"] == AssetMap.preferred("BTC"))
        let again = try second.assets.numbersOrNew(of: many.union(["BTC", "ETH"]))
        #expect(again["ETH"] == taken + 1)
        for ticker in many.union(["BTC"]) { #expect(again[ticker] == numbers[ticker]) }
        #expect(Set(again.values).count == again.count)
        #expect(try first.assets.number(of: "ETH") == taken + 1)
        #expect(try first.assets.number(of: "X") == taken)
    }

    @Test func suspendedTable_isExplained_andGoesOn() throws {
        let (here, store) = try TemporaryQuestDB.store()
        try here.run("ALTER TABLE {assetprice} SUSPEND WAL WITH 'DISK FULL', 'no space'")
        _ = try store.write(CandleBatch(Candle.run(0..<10)), to: .candles())
        try store.settle(store.mark)
        let error = #expect(throws: StorageError.self) { try store.awaitVisible() }
        #expect(error?.code == .suspended)
        #expect(error?.message.contains("no space") == true, "\(error.debugDescription)")
        #expect(error?.advice.contains("ALTER TABLE \(here.table("assetprice")) RESUME WAL") == true)
        #expect(try store.health().tables[0].isSuspended)
        try here.run("ALTER TABLE {assetprice} RESUME WAL")
        try store.awaitVisible()
        #expect(try store.count(.candles(), in: .all) == 10)
    }

    @Test func drop_namesItsTables_andLeavesOthers() throws {
        let (here, _) = try TemporaryQuestDB.store()
        let expected = ["assetprice", "trade", "candlewick_asset", "candlewick_store"].map(here.table)
        #expect(try QuestDBStore.tablesToDrop(here.settings) == expected)
        #expect(try QuestDBStore.drop(here.settings) == expected)
        #expect(try QuestDBStore.tablesToDrop(here.settings).isEmpty)
        #expect(refusal(.needsMigration, here.settings).contains("candlewick_store"))
    }
}

@Suite struct UnreachableTests {
    @Test func server_thatIsNotThere_isUnreachable_withoutItsSecret() throws {
        // A port that was free a moment ago: a socket that is bound and does not listen refuses.
        let settings = QuestDBStoreSettings(try QuestDBEndpoint("http://me:secret@127.0.0.1:1"))
        let error = #expect(throws: StorageError.self) { _ = try QuestDBStore(settings) }
        #expect(error?.code == .unreachable)
        #expect(error?.location == "questdb:http://127.0.0.1:1")
        #expect(error?.description.contains("secret") == false)
    }

    @Test(arguments: [
        ("auto", WireChoice.automatic), ("qwp", .only(.qwp)), ("ilp2", .only(.ilp2)), ("ilp1", .only(.ilp1)),
    ])
    func choice_asInSettings_isRead(text: String, choice: WireChoice) {
        #expect(WireChoice(text) == choice)
        #expect(WireChoice(text + "x") == nil)
    }
}
