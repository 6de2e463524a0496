import Foundation
import Testing

/// `gaps --export`.
@Suite struct GapsExportTests {
    static let header =
        "asset_ticker,tier,interval_minutes,gap_start,gap_end,missing_candles,candles_from_today,overflow_candles,"
        + "class,quote,reason,required_csv_file"

    private static func sandbox() throws -> Sandbox {
        try Sandbox.withKraken([
            "XBTUSD_60.csv": HistoryFiles.hours(48), "ETHEUR_1440.csv": HistoryFiles.candles(4, of: 86_400),
        ])
    }

    @Test func export_toAFile_hasTheColumnsAndIsWholeBeforeItHasItsName() throws {
        let sandbox = try Self.sandbox()
        let run = try sandbox.candlewick("gaps", "--end", "2024-01-10", "--export", "out/gaps.csv")
        #expect(run.status == 1 && run.error.contains("out/gaps.csv cannot be written: No such file or directory"))
        try sandbox.write("out/gaps.csv", "old")
        let good = try sandbox.candlewick("gaps", "--end", "2024-01-10", "--export", "out/gaps.csv", "--largest", "0")
        #expect(good.status == 0 && good.error == "out/gaps.csv: 2 gaps written\n")
        #expect(good.output.contains("… and 2 more"))
        let lines = try sandbox.read("out/gaps.csv").split(separator: "\n").map(String.init)
        try #require(lines.count == 3)
        #expect(lines[0] == Self.header)
        // By history and time, whatever the listing's order.
        let fields = lines.dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let gaps = try sandbox.gaps("--end", "2024-01-10").gaps
        for (row, asset) in zip(fields, ["BTC", "ETH"]) {
            let gap = try #require(gaps.first { $0.asset == asset })
            #expect(
                Array(row.prefix(10)) == [
                    gap.asset, gap.tier, "\(Int(gap.interval_minutes ?? 0))", gap.start, gap.end,
                    "\(gap.missing_candles)",
                    "\(gap.candles_from_today)", "\(gap.overflow_candles)", gap.class, gap.quote,
                ])
            // The reason has a comma.
            #expect(row.dropFirst(10).dropLast().joined(separator: ",") == Self.quoted(gap.reason))
            #expect(row.last == gap.required_csv_file)
        }
        #expect(try sandbox.everything().filter { $0.hasPrefix("out/") } == ["out/gaps.csv"])
    }

    @Test func export_toStandardOutput_isAllThereIs() throws {
        let sandbox = try Self.sandbox()
        let run = try sandbox.candlewick("gaps", "--end", "2024-01-10", "--export", "-", "--asset", "ETH")
        #expect(run.status == 0 && run.error.isEmpty && run.lines.count == 2)
        #expect(run.output.hasPrefix(Self.header + "\nETH,TIER1,1440,2024-01-05T00:00:00Z,2024-01-10T00:00:00Z,5,"))
        #expect(!run.output.contains("next:"))
    }

    private static func quoted(_ text: String) -> String {
        text.contains(",") || text.contains("\"") ? "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\"" : text
    }
}
