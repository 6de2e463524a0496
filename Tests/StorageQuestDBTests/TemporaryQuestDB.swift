import Foundation
import MarketData
import QuestDBClient
import Storage
import Testing

@testable import StorageQuestDB
@testable import StorageTesting

/// Tables of its own on the QuestDB that `CANDLEWICK_TEST_QUESTDB=http://host:port` names, dropped in the end.
final class TemporaryQuestDB: Sendable {
    static let address = ProcessInfo.processInfo.environment["CANDLEWICK_TEST_QUESTDB"]
    static let trait: any TestTrait & SuiteTrait = .enabled(
        if: address != nil, "no QuestDB to test with: set CANDLEWICK_TEST_QUESTDB=http://host:port")

    let settings: QuestDBStoreSettings
    let server: QuestDBServer

    init(_ change: (inout QuestDBStoreSettings) -> Void = { _ in }) throws {
        var settings = QuestDBStoreSettings(try QuestDBEndpoint(#require(Self.address)))
        settings.tablePrefix = "test_" + UUID().uuidString.replacing("-", with: "").lowercased() + "_"
        change(&settings)
        self.settings = settings
        server = QuestDBServer(settings.endpoint)
    }

    deinit {
        // A table that cannot be dropped is left to whoever keeps the server.
        _ = try? QuestDBStore.drop(settings)
    }

    /// A store by one protocol.
    static func store(_ wire: WireProtocol? = nil) throws -> (TemporaryQuestDB, QuestDBStore) {
        let here = try TemporaryQuestDB { if let wire { $0.wire = .only(wire) } }
        return (here, try QuestDBStore.migrate(here.settings))
    }

    func table(_ name: String) -> String { settings.tablePrefix + name }

    /// Waits until what was written by SQL can be read.
    func waitForSQL() throws {
        let tables = try QuestDBTables(settings)
        try AppliedRows(server, tables.location).wait(for: tables.names.all, atMost: .seconds(30))
    }

    /// Runs a statement in which `{…}` stands for the table of that name.
    @discardableResult
    func run(_ sql: String) throws -> SQLReply {
        var text = sql
        for name in ["assetprice", "trade", "candlewick_asset", "candlewick_store"] {
            text = text.replacing("{\(name)}", with: table(name))
        }
        return try server.exec(SQLText(verbatim: text))
    }
}

extension QuestDBStore {
    /// Waits until everything that was written can be read.
    func finish() throws {
        try settle(mark)
        try awaitVisible()
    }

    func candles(_ series: Series, _ range: TimeRange = .all, capacity: Int = 1000) throws -> [Candle] {
        let batch = CandleBatch(capacity: capacity)
        try read(series, in: range, into: batch)
        return batch.candles
    }

    func trades(
        _ series: Series, _ range: TimeRange = .all, after: TradePosition? = nil, capacity: Int = 1000
    ) throws -> [Trade] {
        let batch = TradeBatch(capacity: capacity)
        try read(series, in: range, after: after, into: batch)
        return batch.tradeRows
    }
}

func range(_ start: Int64, _ end: Int64) throws -> TimeRange {
    try #require(TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)))
}
