import Foundation
import Testing

/// `gaps`: what is missing of hand-written files.
@Suite struct GapsTests {
    @Test func gap_behindAFile_isBeyondTheSourcesAndNamesTheFile() throws {
        let sandbox = try Sandbox.withKraken(["XBTUSD_60.csv": HistoryFiles.hours(48)])
        let gap = try #require(try sandbox.gaps("--end", "2024-01-10").gaps.first)
        #expect(gap.start == "2024-01-03T00:00:00Z" && gap.end == "2024-01-10T00:00:00Z")
        #expect(gap.class == "source_limit" && gap.missing_candles == 7 * 24 && gap.interval_minutes == 60)
        #expect(gap.asset == "BTC" && gap.quote == "USD" && gap.tier == "TIER1" && gap.kind == "candles")
        #expect(gap.required_csv_file == "XBTUSD_60.csv" && gap.reason.contains("kraken-rest reaches back to"))
        // Kraken keeps 720 candles; from today also the one counts that is still open.
        #expect((720...721).contains(gap.candles_from_today - gap.overflow_candles) && gap.overflow_candles > 7 * 24)
    }

    @Test func gap_upToNow_isSplitWhereTheSourceReaches() throws {
        let sandbox = try Sandbox.withKraken(["XBTUSD_60.csv": HistoryFiles.hours(48)])
        func missing() -> Int { Int(Date().timeIntervalSince1970) / 3600 - (HistoryFiles.start / 3600 + 48) }
        let before = missing()
        let document = try sandbox.gaps()
        let totals = document.totals
        #expect(document.gaps.map(\.class) == ["source_limit", "fillable"] && document.more == 0)
        #expect(totals.map(\.class) == ["fillable", "source_limit"] && totals.first?.missing_candles == 720)
        #expect((before...missing()).contains(totals.reduce(0) { $0 + $1.missing_candles }))
        let shown = try sandbox.candlewick("gaps")
        #expect(shown.status == 0 && shown.output.contains("next: candlewick gaps fill asks for 1 gap\n"))
        #expect(shown.output.contains("next: candlewick ingest FILE, with 1 file of Kraken's downloadable archive"))
        // The largest first, and the rest counted.
        let one = try sandbox.candlewick("gaps", "list", "--largest", "1")
        #expect(one.output.contains("… and 1 more") && !one.output.contains("kraken-rest can give it"))
    }

    @Test(arguments: [(500, 3), (1, 0)])
    func hole_cutIntoAFile_isSuspectWhereNeighboursTradeMuch(trades: Int, candles: Int) throws {
        let hours = HistoryFiles.hours(200, without: [100, 101, 102], trades: trades)
        let sandbox = try Sandbox.withKraken(["XBTUSD_60.csv": hours])
        let document = try sandbox.gaps("--class", "suspect")
        #expect(document.gaps.reduce(0) { $0 + $1.missing_candles } == candles)
        let detail = try sandbox.candlewick("coverage", "--asset", "BTC", "--no-trades", "--json")
            .json(CoverageDocument.self)
        #expect(detail.no_trades?.map(\.candles) == [3 - candles])
        #expect(detail.suspects.count == (candles > 0 ? 1 : 0))
        guard let gap = document.gaps.first else { return }
        #expect(gap.start == "2024-01-05T04:00:00Z" && gap.end == "2024-01-05T07:00:00Z" && gap.class == "suspect")
        #expect(gap.reason.hasPrefix("kraken-csv: neighbours have 500 trades an interval"))
        #expect(gap.required_csv_file == nil)
    }

    @Test(arguments: [("", 0), ("[gaps]\nsuspect_below = 1e-3\n", 1)])
    func threshold_ofTheSettings_saysWhatIsSuspect(settings: String, suspects: Int) throws {
        // exp(-10) is 4.5e-5.
        let sandbox = try Sandbox.withKraken(["XBTUSD_60.csv": HistoryFiles.hours(200, without: [100], trades: 10)])
        try sandbox.write("candlewick.toml", settings)
        #expect(try sandbox.gaps("--class", "suspect").gaps.count == suspects)
    }

    @Test func settings_thatChanged_countWhenAllIsLookedAtAgain() throws {
        let sandbox = try Sandbox.withKraken(["XBTUSD_60.csv": HistoryFiles.hours(200, without: [100], trades: 10)])
        func suspects(_ arguments: String...) throws -> Int {
            let run = try sandbox.run(Programs.candlewick, ["gaps", "--class", "suspect", "--json"] + arguments)
            return try run.json(GapsDocument.self).gaps.count
        }
        #expect(try suspects() == 0)
        try sandbox.write("candlewick.toml", "[gaps]\nsuspect_below = 1e-3\n")
        #expect(try suspects() == 0)
        #expect(try suspects("--look-again") == 1)
        #expect(try suspects() == 1)
        // What was found before is taken back.
        try sandbox.write("candlewick.toml", "")
        #expect(try suspects("--look-again") == 0)
        #expect(try suspects() == 0)
    }

    /// Rows are judged 32,768 at a time: a hole across such a border is one all the same.
    @Test func longHole_acrossPiecesOfAHistory_isSuspectWhole() throws {
        let hours = HistoryFiles.hours(33_200, from: 1_577_836_800, without: Set(32_620..<32_920))
        let sandbox = try Sandbox.withKraken(["XBTUSD_60.csv": hours])
        #expect(try sandbox.gaps("--class", "suspect").gaps.reduce(0) { $0 + $1.missing_candles } == 300)
    }

    @Test func listing_inTheMiddleOfAnAssertedQuarter_isNotSuspect() throws {
        // 2023-08-01 and 2023-09-01, in hours of the quarter.
        let (first, last) = (31 * 24, 62 * 24)
        let quarter = 1_688_169_600
        let sandbox = try Sandbox.withKraken([
            "2023Q3/ETHUSD_60.csv": HistoryFiles.hours(last - first, from: quarter + first * 3600)
        ])
        let range = ["--start", "2023-07-01", "--end", "2023-10-01"]
        #expect(try sandbox.run(Programs.candlewick, ["gaps"] + range).output == "nothing is missing\n")
    }

    @Test func assetOfWhichNothingIsThere_lacksWhatTheReportSaysItLacks() throws {
        let sandbox = try Sandbox.withKraken()
        let empty = try sandbox.candlewick("gaps")
        #expect(empty.status == 0 && empty.output == "")
        #expect(empty.error.contains("knows no asset yet; candlewick ingest PATH or candlewick asset add TICKER"))
        #expect(try sandbox.candlewick("asset", "add", "BTC", "--tier", "TIER1", "--category", "CRYPTO").status == 0)
        let gaps = try sandbox.gaps("--end", "2026-01-01", "--start", "2025-01-01")
        #expect(
            Set(gaps.gaps.map { "\($0.asset)/\($0.quote) \($0.interval_minutes ?? 0)" }) == [
                "BTC/USD 60.0", "BTC/USD 1440.0",
            ])
        let report = try ReportCommandTests.report(sandbox, ["--start", "2025-01-01", "--end", "2026-01-01"])
        #expect(
            report.total.missing_candles.sum == gaps.gaps.reduce(0) { $0 + $1.missing_candles } && report.total.gaps > 0
        )
        let none = try sandbox.candlewick("gaps", "--tier", "TIER4")
        #expect(none.status == 0 && none.output == "" && none.error.contains("candlewick asset list shows all"))
    }

    @Test func file_ofAQuartersFolder_assertsTheQuarter() throws {
        let july = 1_688_947_200  // 2023-07-10
        let sandbox = try Sandbox.withKraken(["2023Q3/ETHUSD_60.csv": HistoryFiles.hours(48, from: july, trades: 1)])
        let document = try sandbox.gaps("--end", "2023-10-01", "--start", "2023-06-30")
        #expect(document.gaps.map(\.start) == ["2023-06-30T00:00:00Z"])
        #expect(document.gaps.map(\.end) == ["2023-07-01T00:00:00Z"])
        #expect(
            try sandbox.candlewick("gaps", "--start", "2023-07-01", "--end", "2023-10-01").output
                == "nothing is missing\n")
        let covered = try sandbox.candlewick("coverage", "--json").json([CoverageDocument.History].self)
        #expect(covered.map(\.start) == ["2023-07-01T00:00:00Z"] && covered.map(\.end) == ["2023-10-01T00:00:00Z"])
        #expect(covered.map(\.covered_candles) == [92 * 24] && covered.map(\.holes) == [0])
    }

    @Test func filters_takeWhatTheySay() throws {
        let sandbox = try Sandbox.withKraken([
            "XBTUSD_60.csv": HistoryFiles.hours(48), "XBTUSD_1440.csv": HistoryFiles.candles(2, of: 86_400),
            "LINKUSD_60.csv": HistoryFiles.hours(24),
        ])
        func found(_ arguments: String...) throws -> [String] {
            let run = try sandbox.run(Programs.candlewick, ["gaps", "--json", "--end", "2024-01-05"] + arguments)
            return try run.json(GapsDocument.self).gaps.map {
                "\($0.asset) \(Int($0.interval_minutes ?? 0)) \($0.missing_candles)"
            }
        }
        #expect(try found() == ["LINK 60 72", "BTC 60 48", "BTC 1440 2"])
        #expect(try found("--asset", "btc") == ["BTC 60 48", "BTC 1440 2"])
        #expect(try found("--tier", "TIER2") == ["LINK 60 72"])
        #expect(try found("--interval", "1d", "--asset", "BTC") == ["BTC 1440 2"])
        #expect(try found("--intervals", "60,1440", "--tier", "TIER1") == ["BTC 60 48", "BTC 1440 2"])
        #expect(try found("--class", "source_limit,suspect", "--largest", "1") == ["LINK 60 72"])
        // As it was spelt before, and as it is said to people.
        #expect(try found("--class", "source-limit,suspect", "--largest", "1") == ["LINK 60 72"])
        #expect(try found("--class", "source limit,suspect", "--largest", "1") == ["LINK 60 72"])
        #expect(try found("--class", "fillable") == [])
        #expect(try found("--category", "STOCK") == [])
        // An interval that nobody asked for yet is missing when it is named.
        #expect(try found("--interval", "240", "--asset", "LINK") == ["LINK 240 24"])
    }

    @Test func largest_ofMany_areTheLargestWhateverTheirOrder() throws {
        // 80 hours with gaps of 1 to 80 hours behind them, all lengths once.
        var (files, time) = ([String: String](), HistoryFiles.start)
        for number in 0..<80 {
            files["\(number)/XBTUSD_60.csv"] = HistoryFiles.hours(1, from: time)
            time += 3600 * (number * 37 % 80 + 2)
        }
        let sandbox = try Sandbox.withKraken(files)
        let end = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(time)))
        let few = try sandbox.gaps("--end", end, "--largest", "3")
        #expect(few.gaps.map(\.missing_candles) == [80, 79, 78] && few.more == 77)
        #expect(few.totals == [GapsDocument.Total(class: "source_limit", gaps: 80, missing_candles: 80 * 81 / 2)])
        let all = try sandbox.gaps("--end", end)
        #expect(all.gaps.map(\.missing_candles) == (1...80).reversed() && all.more == 0)
    }

    @Test func wrongWords_areNamedWithWhatHelps() throws {
        let sandbox = try Sandbox.withKraken(["XBTUSD_60.csv": HistoryFiles.hours(48)])
        for command in [["gaps", "--asset", "BTX"], ["coverage", "--asset", "BTX"]] {
            let run = try sandbox.run(Programs.candlewick, command)
            #expect(run.status == 1)
            #expect(
                run.error == "candlewick: no asset is called 'BTX'; candlewick asset list shows the ones there are\n")
        }
        let wrong = try sandbox.candlewick("gaps", "--class", "lost")
        #expect(wrong.status == 2 && wrong.error.contains("source_limit"))
        #expect(try sandbox.candlewick("gaps", "--json", "--export", "-").status == 2)
    }

    @Test(.enabled(if: OtherUser.isPossible, "only root can become another user, with setpriv"))
    func ledger_thatCanOnlyBeRead_saysWhatWasNotLookedAt() throws {
        let sandbox = try Sandbox.withKraken(["XBTUSD_60.csv": HistoryFiles.hours(200, without: [100])])
        let run = try sandbox.run(
            OtherUser.prefix[0],
            OtherUser.prefix.dropFirst() + [Programs.candlewick, "gaps", "--class", "suspect"])
        #expect(run.status == 0 && run.output == "nothing is missing\n")
        #expect(run.error.contains("can only be read: the rows of 1 series were not looked at"))
        #expect(try sandbox.gaps("--class", "suspect").gaps.count == 1)
    }

    @Test func help_hasAnExampleAndTheColumns() throws {
        let sandbox = try Sandbox()
        for command in [["gaps", "list"], ["coverage"], ["compare"], ["doctor"]] {
            let help = try sandbox.run(Programs.candlewick, command + ["--help"])
            #expect(help.status == 0 && help.output.contains("Example:"))
        }
        let help = try sandbox.candlewick("gaps", "list", "--help").output.filter { !$0.isWhitespace }
        #expect(help.contains(GapsExportTests.header))
    }
}
