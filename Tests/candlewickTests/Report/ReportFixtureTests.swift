import Foundation
import Testing

/// Real files: every number of the report beside those of the files' own lines. The files are read where they lie.
@Suite struct ReportFixtureTests {
    private static let folder = URL(filePath: Programs.package).deletingLastPathComponent()
        .appending(path: "shared/fixtures/kraken-csv-ohlcvt").path
    private static let isThere = FileManager.default.fileExists(atPath: folder)

    /// Name of the file, of the history, minutes of a candle, and the quarter that it is of.
    private static let files: [(path: String, name: String, interval: Int, quarter: Range<Int>?)] = [
        ("XBTEUR_15.csv", "BTC/EUR", 15, nil), ("XBTEUR_60.csv", "BTC/EUR", 60, nil),
        ("XBTEUR_240.csv", "BTC/EUR", 240, nil), ("HONEYUSD_5.csv", "HONEY/USD", 5, nil),
        ("ADAUSD_1440.csv", "ADA/USD", 1440, nil), ("ETHUSD_5.csv", "ETH/USD", 5, nil),
        // 2023-07-01 to 2023-10-01.
        ("2023Q3/ETHUSD_5.csv", "ETH/USD", 5, 28_136_160..<28_268_640),
    ]

    @Test(.enabled(if: isThere, "the folder shared/fixtures is not beside the project"))
    func report_realFiles_saysWhatIsCountedByHand() throws {
        let sandbox = try Sandbox.withStore()
        try ReportCommandTests.useOnlyKraken(sandbox)
        // 2019-01-01 to 2025-01-01: some files begin before it and one ends behind it.
        var hand = HandCount(window: 25_771_680..<28_928_160)
        for file in Self.files {
            let path = "\(Self.folder)/\(file.path)"
            let run = try sandbox.candlewick("ingest", path, "--yes")
            try #require(run.status == 0, "\(run.error)")
            hand.add(
                file.name, interval: file.interval, try String(contentsOfFile: path, encoding: .utf8),
                quarter: file.quarter)
        }
        let report = try ReportCommandTests.report(sandbox, ["--start", "2019-01-01", "--end", "2025-01-01"])
        #expect(Set(report.lines.map(\.key)) == Set(hand.lines.keys))
        try ReportCheck.check(report, against: hand)
        // A quiet market is no gap: most minutes of HONEYUSD_5 have no row, and all that its file spans is there.
        let honey = try #require(report.lines.first { $0.asset == "HONEY" })
        #expect(honey.present_candles > 3 * 16_752 / 2)
    }
}
