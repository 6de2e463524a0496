import Foundation
import Testing

/// `coverage`.
@Suite struct CoverageTests {
    @Test func list_hasALineForEachHistory() throws {
        let sandbox = try Sandbox.withKraken([
            "XBTUSD_60.csv": HistoryFiles.hours(48),
            "2023Q4/ETHEUR_1440.csv": HistoryFiles.candles(4, of: 86_400, from: HistoryFiles.start - 10 * 86_400),
        ])
        let histories = try sandbox.candlewick("coverage", "--json").json([CoverageDocument.History].self)
        #expect(histories.map(\.asset) == ["BTC", "ETH"] && histories.map(\.quote) == ["USD", "EUR"])
        #expect(histories.map(\.covered_candles) == [48, 92] && histories.map(\.holes) == [0, 0])
        #expect(
            histories.map(\.provenance) == ["CSV", "CSV"]
                && histories.map(\.sources) == [["kraken-csv"], ["kraken-csv"]])
        #expect(histories.map(\.examined_candles) == [0, 0] && histories.map(\.interval_minutes) == [60, 1440])
        #expect(histories[0].start == "2024-01-01T00:00:00Z" && histories[0].end == "2024-01-03T00:00:00Z")
        // Looking for gaps looks at the rows.
        _ = try sandbox.gaps()
        let table = try sandbox.candlewick("coverage", "--interval", "60")
        #expect(table.lines.count == 2 && table.lines[1].hasPrefix("BTC    USD    1h        CSV  kraken-csv"))
        #expect(table.lines[1].hasSuffix("100 %         0"))
    }

    @Test func asset_withSeveralFiles_saysWhichFileAssertedWhat() throws {
        let sandbox = try Sandbox.withKraken(["XBTUSD_60.csv": HistoryFiles.hours(48)])
        try sandbox.write("later/XBTUSD_60.csv", HistoryFiles.hours(24, from: HistoryFiles.start + 72 * 3600))
        try sandbox.ingest("later")
        let document = try sandbox.candlewick("coverage", "--asset", "btc", "--json").json(CoverageDocument.self)
        #expect(document.asset == "BTC" && document.tier == "TIER1" && document.no_trades == nil)
        #expect(document.histories.map(\.holes) == [1] && document.histories.map(\.covered_candles) == [72])
        #expect(document.assertions.map(\.origin) == ["files/XBTUSD_60.csv", "later/XBTUSD_60.csv"])
        #expect(document.assertions.map(\.rows) == [48, 24] && document.assertions.map(\.job) == [1, 2])
        #expect(document.assertions.map(\.start) == ["2024-01-01T00:00:00Z", "2024-01-04T00:00:00Z"])
        #expect(
            document.assertions.allSatisfy { $0.claim == "COVERED" && $0.provenance == "CSV" && $0.verified_at == nil })
        let shown = try sandbox.candlewick("coverage", "--asset", "BTC", "--last", "1")
        #expect(shown.output.contains("later/XBTUSD_60.csv") && !shown.output.contains("files/XBTUSD_60.csv"))
        #expect(shown.output.contains("… before these 1 more"))
    }

    @Test func filters_takeAway_andNothingIsSaid() throws {
        let sandbox = try Sandbox.withKraken(["XBTUSD_60.csv": HistoryFiles.hours(48)])
        for filter in [["--source", "kraken-rest"], ["--interval", "5"], ["--quote", "EUR"]] {
            let run = try sandbox.run(Programs.candlewick, ["coverage", "--json"] + filter)
            #expect(try run.json([CoverageDocument.History].self).isEmpty)
        }
        #expect(try sandbox.candlewick("coverage", "--no-trades").status == 2)
    }
}
