import Foundation
import ReplayServer
import Testing

/// A sync whose rows go to QuestDB and whose ledger is SQLite: rows are durable there before the ledger says so.
@Suite struct SyncIntoQuestDBTests {
    private static let day: Int64 = 86_400

    @Test(.enabled(if: !QuestDBStoreTests.server.isEmpty, "CANDLEWICK_TEST_QUESTDB names no server"))
    func sync_intoQuestDB_isAsCompleteAsIntoSQLite() throws {
        let (sandbox, market) = (try Sandbox(), try FakeKraken())
        let prefix = "sync_\(UInt32.random(in: .min ... .max))_"
        try sandbox.write(
            "candlewick.toml",
            "[store]\nseries = \"questdb:\(QuestDBStoreTests.server)\"\nledger = \"sqlite:ledger.db\"\n"
                + "[questdb]\ntable_prefix = \"\(prefix)\"\n")
        func run(_ arguments: String...) throws -> Sandbox.Outcome {
            try sandbox.run(Programs.candlewick, arguments, environment: market.environment)
        }
        #expect(try run("migrate").status == 0)
        defer { _ = try? run("migrate", "--drop", "--yes") }
        let today = market.now / Self.day * Self.day
        // A hole in the file that its neighbours do not believe, and ten days that only trades have.
        let hole = (today - 790 * Self.day)..<(today - 788 * Self.day)
        try sandbox.write(
            "data/XBTUSD_1440.csv",
            FakeKraken.file(today - 830 * Self.day, today - 730 * Self.day, 1440, without: hole))
        let sync = try run(
            "sync", "data", "--intervals", "1440", "--source", "kraken-rest", "--from-trades", "--yes", "--json")
        let document = try sync.json(SyncDocument.self)
        #expect(document.state == "COMPLETED" && document.gaps_filled == 3, "\(sync)")
        let rows = try run("export", "--asset", "BTC", "--interval", "1440")
        #expect(rows.lines.count == 1 + 98 + 2 + 10 + 720)
        for source in ["kraken-csv", "kraken-rest", "derived"] { #expect(rows.output.contains(",\(source)")) }
        let again = try run("sync", "--intervals", "1440", "--source", "kraken-rest", "--from-trades", "--yes")
        #expect(again.output.contains("nothing is missing that a source can give"), "\(again)")
        let gaps = try run("gaps", "--asset", "BTC", "--intervals", "1440", "--json")
        #expect(gaps.status == 0 && gaps.output.contains(#""gaps" : ["#))
        let deep = try run("doctor", "--deep")
        #expect(deep.status == 0 && deep.output.contains("series agree"), "\(deep)")
    }
}
