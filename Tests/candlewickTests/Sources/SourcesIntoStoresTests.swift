import Foundation
import ReplayServer
import Testing
import Transport

/// Every source from a server that gives its recorded replies, through the program, into each store.
@Suite struct SourcesIntoStoresTests {
    struct Run: CustomTestStringConvertible, Sendable {
        var adapter: String
        var folder: String
        var recording: String
        var command: [String]
        /// Rows that are in the store afterwards.
        var rows: Int
        var testDescription: String { recording }
    }

    static let runs = [
        Run(
            adapter: "kraken-rest", folder: "KrakenREST", recording: "trades-walked-by-last",
            command: [
                "load", "--ticker", "BTC", "--kind", "trades", "--start", "2023-07-01", "--end", "2023-07-01T01:00:00Z",
            ], rows: 1002),
        Run(
            adapter: "massive", folder: "Massive", recording: "all-stocks-of-a-day-over-the-change-of-the-clock",
            command: [
                "backfill", "--grouped", "--category", "STOCK", "--start", "2024-03-09", "--end", "2024-03-12",
            ], rows: 3),
        Run(
            adapter: "massive", folder: "Massive", recording: "trades-of-a-stock-in-two-pages",
            command: [
                "load", "--ticker", "AAPL", "--category", "STOCK", "--kind", "trades", "--start",
                "2018-02-02T09:00:00Z",
                "--end", "2018-02-02T10:00:00Z",
            ], rows: 7),
        Run(
            adapter: "finnhub", folder: "Finnhub", recording: "days-of-a-stock-stamped-at-midnight-and-at-the-opening",
            command: [
                "load", "--ticker", "AAPL", "--category", "STOCK", "--interval", "1440", "--start", "2021-09-02",
                "--end",
                "2021-11-10",
            ], rows: 3),
        Run(
            adapter: "ecb-rates", folder: "ECBRates", recording: "history-from-the-beginning",
            command: [
                "load", "--ticker", "EUR", "--quote", "GRD", "--category", "CURRENCY", "--start", "1999-01-01", "--end",
                "2024-03-06",
            ], rows: 2),
    ]

    enum Store: String, CaseIterable, CustomTestStringConvertible {
        case sqlite
        case postgresql
        case questdb
        var testDescription: String { rawValue }

        /// Where it is, nil where none is named.
        var address: String? {
            switch self {
            case .sqlite: "sqlite:rows.db"
            case .postgresql: PostgreSQLStoreTests.server.isEmpty ? nil : PostgreSQLStoreTests.server
            case .questdb: QuestDBStoreTests.server.isEmpty ? nil : "questdb:\(QuestDBStoreTests.server)"
            }
        }

        /// Those that tests can have here; the others' absence is told by their own suites.
        static let there = allCases.filter { $0.address != nil }
    }

    @Test(arguments: runs, Store.there)
    func source_fromRecordedReplies_isInTheStore(run: Run, store: Store) throws {
        let sandbox = try Sandbox()
        let name = "cli_" + UUID().uuidString.replacing("-", with: "").lowercased()
        try sandbox.write(
            "candlewick.toml",
            "[store]\nledger = \"sqlite:ledger.db\"\n[postgresql]\nschema = \"\(name)\"\nconnections = 2\n"
                + "[questdb]\ntable_prefix = \"\(name)_\"\n")
        let server = try ReplayServer()
        server.serve(
            try RecordedReplies(
                contentsOf: "\(Programs.package)/Plugins/\(run.folder)/Cases/\(run.recording)", adapter: run.adapter))
        let adapter = run.adapter.uppercased().replacing("-", with: "_")
        let environment = [
            "CANDLEWICK_STORE": try #require(store.address), "CANDLEWICK_\(adapter)_BASE_URL": server.baseURL,
            "CANDLEWICK_\(adapter)_RATE": "0", "MASSIVE_API_KEY": "any", "FINNHUB_API_KEY": "any",
        ]
        func candlewick(_ arguments: [String]) throws -> Sandbox.Outcome {
            try sandbox.run(Programs.candlewick, arguments, environment: environment)
        }
        #expect(try candlewick(["migrate"]).status == 0)
        if store != .sqlite {
            #expect(try sandbox.candlewick("migrate", "--store", "sqlite:ledger.db").status == 0)
        }
        defer { _ = try? candlewick(["migrate", "--drop", "--yes"]) }
        let command = run.command + ["--source", run.adapter, "--yes"]
        let load = try candlewick(command)
        #expect(load.status == 0, "\(load.output)\(load.error)")
        let kind = run.command.contains("trades") ? "trades" : "candles"
        #expect(try candlewick(["export", "--kind", kind]).lines.count == run.rows + 1)
        let asked = server.count
        let again = try candlewick(command)
        #expect(again.output.contains("nothing is missing"), "\(again.output)\(again.error)")
        #expect(server.count == asked)
    }
}
