import Foundation
import Testing

/// `candlewick report`: its numbers beside those that are counted from the files by hand.
@Suite struct ReportCommandTests {
    /// 2024-01-01, in minutes since 1970.
    static let newYear = 28_401_120
    static let day = 1440

    /// Hours of a made-up file: every one but those that are named, of which nobody traded in.
    static func hours(from start: Int, count: Int, without: Set<Int> = []) -> String {
        (0..<count).filter { !without.contains($0) }.map { hour in
            "\((start + hour * 60) * 60),100,101,99,100.5,2,\(hour + 1)\n"
        }.joined()
    }

    /// Two assets in TIER1 with a hole of a day, and one that is complete, and how much that is by hand.
    static func sandbox() throws -> (Sandbox, HandCount) {
        let sandbox = try Sandbox.withStore()
        var hand = HandCount(window: newYear..<newYear + 8 * day)
        let files = [
            ("a/XBTUSD_60.csv", "BTC/USD", hours(from: newYear, count: 72, without: [5, 6, 7])),
            ("b/XBTUSD_60.csv", "BTC/USD", hours(from: newYear + 4 * day, count: 48)),
            ("a/ETHUSD_60.csv", "ETH/USD", hours(from: newYear + 60, count: 100)),
            ("a/LTCUSD_60.csv", "LTC/USD", hours(from: newYear, count: 8 * 24, without: [1])),
        ]
        for (path, name, text) in files {
            try sandbox.write(path, text)
            hand.add(name, interval: 60, text)
        }
        try useOnlyKraken(sandbox)
        for folder in ["a", "b"] {
            let run = try sandbox.candlewick("ingest", folder, "--yes")
            try #require(run.status == 0, "\(run.error)")
        }
        return (sandbox, hand)
    }

    /// Other sources could give the same if they had a key: then nothing were out of reach.
    static func useOnlyKraken(_ sandbox: Sandbox) throws {
        for adapter in ["KrakenCSV", "KrakenREST"] {
            let manifest = "\(Programs.package)/Plugins/\(adapter)/adapter.toml"
            try sandbox.write("plugins/\(adapter)/adapter.toml", try String(contentsOfFile: manifest, encoding: .utf8))
        }
        try sandbox.write("adapters.conf", "folders = [\"plugins\"]\n")
    }

    static let window = ["--start", "2024-01-01", "--end", "2024-01-09"]

    static func report(_ sandbox: Sandbox, _ arguments: [String]) throws -> ReportDocument {
        let run = try sandbox.run(Programs.candlewick, ["report", "--json"] + arguments)
        try #require(run.status == 0, "\(run.error)")
        return try run.json(ReportDocument.self)
    }

    @Test func report_madeUpFiles_saysWhatIsCountedByHand() throws {
        let (sandbox, hand) = try Self.sandbox()
        let report = try Self.report(sandbox, Self.window)
        #expect(Set(report.lines.map(\.key)) == Set(hand.lines.keys))
        try ReportCheck.check(report, against: hand)
        // By hand once more: BTC lacks a day between its files and two behind, ETH an hour before and 91 behind.
        let missing = Dictionary(uniqueKeysWithValues: report.lines.map { ($0.key, $0.missing_candles.sum) })
        #expect(missing == ["BTC/USD 60": 72, "ETH/USD 60": 92, "LTC/USD 60": 0])
        #expect(report.total.percentage == 71.5 && report.total.complete_lines == 1)
    }

    @Test func report_gapsAndFiles_areNamedLargestFirst() throws {
        let (sandbox, hand) = try Self.sandbox()
        let report = try Self.report(sandbox, Self.window)
        #expect(report.gaps.map(\.candles) == [91, 48, 24, 1])
        #expect(
            report.gaps.map(\.required_file) == ["ETHUSD_60.csv", "XBTUSD_60.csv", "XBTUSD_60.csv", "ETHUSD_60.csv"])
        #expect(report.untold_gaps == 0 && report.total.gaps == 4)
        for gap in report.gaps {
            let (start, end) = (try ReportDocument.minute(gap.start), try ReportDocument.minute(gap.end))
            let missing = hand.missing("\(gap.asset)/\(gap.quote) 60").filter { (start..<end).contains($0) }
            #expect(missing.count == gap.candles && (end - start) / 60 == gap.candles, "\(gap)")
        }
        let few = try Self.report(sandbox, Self.window + ["--gaps", "1"])
        #expect(few.gaps.map(\.candles) == [91] && few.untold_gaps == 3)
        #expect(few.total.missing_candles == report.total.missing_candles)
        #expect(report.next.contains { $0.command == "candlewick ingest ETHUSD_60.csv" })
    }

    @Test(arguments: [
        (["--tier", "TIER1"], ["BTC", "ETH"]), (["--tier", "TIER2"], ["LTC"]), (["--asset", "ETH"], ["ETH"]),
        (["--asset", "ETH", "--asset", "LTC"], ["ETH", "LTC"]), (["--category", "STOCK"], []),
        (["--intervals", "60"], ["BTC", "ETH", "LTC"]),
    ])
    func report_filtered_hasOnlyWhatWasWanted(arguments: [String], assets: [String]) throws {
        let (sandbox, _) = try Self.sandbox()
        let report = try Self.report(sandbox, Self.window + arguments)
        #expect(report.lines.map(\.asset).sorted() == assets)
        #expect(report.total.lines == assets.count)
        #expect(report.lines.allSatisfy { $0.interval_minutes == 60 })
    }

    @Test func report_intervalThatNobodyHas_isMissingWhole() throws {
        let (sandbox, _) = try Self.sandbox()
        let report = try Self.report(sandbox, Self.window + ["--intervals", "1440", "--asset", "BTC"])
        #expect(report.lines.map(\.expected_candles) == [8] && report.lines.map(\.missing_candles.sum) == [8])
        #expect(report.lines[0].percentage == 0 && report.lines[0].provenance == "NONE")
    }

    @Test func report_storeWithoutAssets_saysWhatToDo() throws {
        let sandbox = try Sandbox.withStore()
        let run = try sandbox.candlewick("report")
        #expect(run.status == 0 && run.error.contains("candlewick ingest"))
        #expect(try Self.report(sandbox, []).total.lines == 0)
    }

    @Test(arguments: [
        (["--asset", "NONE"], "knows no asset 'NONE'"), (["--start", "2199-01-01"], "not in the future"),
        (["--start", "2024-02-01", "--end", "2024-01-01"], "must be before --end"),
        (["--gaps=-1"], "--gaps must be 0 to 100000"), (["--tier", "TIER9"], "TIER9"),
    ])
    func report_wrongUse_isRefused(arguments: [String], message: String) throws {
        let (sandbox, _) = try Self.sandbox()
        let run = try sandbox.run(Programs.candlewick, ["report"] + arguments)
        #expect(run.status == 2 && run.error.contains(message), "\(run.error)")
    }
}
