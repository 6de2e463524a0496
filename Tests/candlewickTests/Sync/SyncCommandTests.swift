import Foundation
import ReplayServer
import Testing

/// `sync`: files first, sources for the rest, and the truth about what is left.
@Suite struct SyncCommandTests {
    private static let day: Int64 = 86_400

    /// A store, a market, and a file of days that ends ten days before the market's reach begins.
    private struct Stage {
        let sandbox: Sandbox
        let market: FakeKraken
        let fileStart: Int64
        let fileEnd: Int64
        let reach: Int64

        init() throws {
            sandbox = try Sandbox.withStore()
            market = try FakeKraken()
            reach = market.now / day * day - 720 * day
            fileEnd = reach - 10 * day
            fileStart = fileEnd - 20 * day
            try sandbox.write("data/XBTUSD_1440.csv", FakeKraken.file(fileStart, fileEnd, 1440))
        }

        func run(_ arguments: String...) throws -> Sandbox.Outcome {
            try sandbox.run(Programs.candlewick, arguments, environment: market.environment)
        }

        func sync(_ more: String...) throws -> SyncDocument {
            let run = try sandbox.run(
                Programs.candlewick, ["sync", "--intervals", "1440", "--yes", "--json"] + more,
                environment: market.environment)
            return try run.json(SyncDocument.self)
        }
    }

    private static func text(_ seconds: Int64) -> String {
        ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(seconds)))
    }

    @Test func sync_ofAFileAndASource_makesTheHistoryAsCompleteAsItCanBe_andSaysWhatIsMissing() throws {
        let stage = try Stage()
        let plan = try stage.run("sync", "data", "--intervals", "1440", "--dry-run", "--json").json(
            SyncPlanDocument.self)
        #expect(plan.files == 1 && stage.market.server.count == 0)
        let first = try stage.sync("data", "--complete")
        #expect(first.state == "COMPLETED" && first.files == 1 && first.message == "", "\(first)")
        #expect(first.inserted == 20 + 720 && first.orders_done == 1)
        #expect(first.gaps_filled == 1 && first.gaps_unfillable == 1 && first.gaps_failed == 0)
        #expect(stage.market.asked().count == 1)
        // What is left is said by class, with the file that would fill it and what trades would cost.
        let left = try stage.run("sync", "--intervals", "1440", "--dry-run", "--json").json(SyncPlanDocument.self)
        #expect(left.parts.isEmpty && left.requests == 0)
        let gap = try #require(left.not_to_be_had.first)
        #expect(left.not_to_be_had.count == 1 && gap.candles == 10)
        // Others could give it, had they their keys.
        #expect(gap.class == "not_asked" && gap.reason.contains("_API_KEY is not set"), "\(gap)")
        let alone = try stage.run("sync", "--intervals", "1440", "--source", "kraken-rest", "--dry-run", "--json")
        #expect(try alone.json(SyncPlanDocument.self).not_to_be_had.map(\.class) == ["source_limit"])
        #expect(gap.start == Self.text(stage.fileEnd) && gap.end == Self.text(stage.reach))
        #expect(gap.required_csv_file == "XBTUSD_1440.csv")
        let offer = try #require(left.offered_by_trades.first)
        #expect(offer.candles == 10 && offer.requests == 15, "14,400 trades in pages of 1,000")
        // Nothing is asked twice.
        let again = try stage.run("sync", "--intervals", "1440", "--yes")
        #expect(again.status == 0 && again.output.contains("nothing is missing that a source can give"), "\(again)")
        #expect(stage.market.asked().count == 1)
    }

    @Test func sync_fromTrades_makesTheCandlesThatNoSourceGives() throws {
        let stage = try Stage()
        _ = try stage.sync("data")
        let made = try stage.sync("--from-trades")
        #expect(made.state == "COMPLETED" && made.gaps_filled == 1, "\(made)")
        let pages = stage.market.asked("/0/public/Trades").count
        #expect((14...17).contains(pages))
        let rows = try stage.sandbox.run(
            Programs.candlewick, ["export", "--asset", "BTC", "--interval", "1440", "--source", "derived"])
        #expect(rows.lines.count == 11)
        for line in rows.lines.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let time = Int64(
                (ISO8601DateFormatter().date(from: String(fields[0])) ?? .distantPast).timeIntervalSince1970)
            let candle = FakeKraken.candle(time, 1440)
            #expect(fields[1...4].map { Double($0) } == [candle.open, candle.high, candle.low, candle.close])
            #expect(fields[6] == "1440")
        }
        let again = try stage.run("sync", "--intervals", "1440", "--yes", "--from-trades")
        #expect(again.output.contains("nothing is missing that a source can give, of 1 history"), "\(again)")
        #expect(stage.market.asked("/0/public/Trades").count == pages)
        // Every row that the ledger speaks of is counted again.
        let deep = try stage.run("doctor", "--deep")
        #expect(deep.status == 0 && deep.output.contains("4 series agree"), "\(deep)")
    }

    @Test func gapsFill_ofAHoleCutIntoAFile_asksTheSourceForItAndNothingElse() throws {
        let stage = try Stage()
        // Two files around a hole of three days.
        let now = stage.market.now / Self.day * Self.day
        let hole = (now - 100 * Self.day)..<(now - 97 * Self.day)
        try stage.sandbox.write(
            "recent/a/XBTUSD_1440.csv", FakeKraken.file(now - 480 * Self.day, hole.lowerBound, 1440))
        try stage.sandbox.write("recent/b/XBTUSD_1440.csv", FakeKraken.file(hole.upperBound, now, 1440))
        let read = try stage.run("ingest", "recent", "--yes")
        #expect(read.status == 0, "\(read.error)")
        let shown = try stage.run("gaps", "fill", "--dry-run", "--json").json(SyncPlanDocument.self)
        #expect(shown.parts.map(\.candles) == [3] && shown.parts.first?.sources == ["kraken-rest"])
        let asked = try stage.sandbox.run(
            Programs.candlewick, ["gaps", "fill"], environment: stage.market.environment)
        #expect(asked.status == 2 && asked.error.contains("Fill 1 gap") && asked.output.contains("TO FILL"))
        let filled = try stage.run("gaps", "fill", "--yes", "--json").json(SyncDocument.self)
        #expect(filled.state == "COMPLETED" && filled.gaps_filled == 1 && filled.inserted == 3)
        #expect(stage.market.asked().count == 1)
        let none = try stage.run("gaps", "fill", "--yes")
        #expect(none.status == 0 && none.output.contains("nothing is missing"))
    }

    @Test func sync_ofIntervalsWithoutTrades_storesNoRowAndAsksNoSecondTime() throws {
        let stage = try Stage()
        try stage.sandbox.candlewick("asset", "add", "QUI", "--category", "CRYPTO")
        let run = try stage.sync("--asset", "QUI")
        #expect(run.state == "COMPLETED" && run.inserted == 0 && run.no_trades == 720 && run.gaps_filled == 1, "\(run)")
        let again = try stage.run("sync", "--asset", "QUI", "--intervals", "1440", "--yes")
        #expect(again.output.contains("nothing is missing") && stage.market.asked().count == 1, "\(again)")
        // A hole between trades is as good as trades: the source has said so.
        let fill = try stage.run("gaps", "fill", "--asset", "QUI", "--yes")
        #expect(fill.status == 0 && stage.market.asked().count == 1)
    }

    @Test func sync_incremental_asksOnlyForWhatIsNewer() throws {
        let stage = try Stage()
        let today = stage.market.now / Self.day * Self.day
        try stage.sandbox.write(
            "new/XBTUSD_1440.csv", FakeKraken.file(today - 9 * Self.day, today - 4 * Self.day, 1440))
        _ = try stage.run("ingest", "data", "new", "--yes")
        let run = try stage.sync("--incremental")
        #expect(run.state == "COMPLETED" && run.inserted == 4 && run.gaps_detected == 1, "\(run)")
    }

    @Test func sync_ofAnAssetThatTheSourceDoesNotHave_isSaid_andNotAskedForAgain() throws {
        let stage = try Stage()
        try stage.sandbox.candlewick("asset", "add", "NIX", "--category", "CRYPTO")
        let run = try stage.sync("--asset", "NIX")
        #expect(
            run.state == "FAILED" && run.gaps_unfillable >= 1 && run.failed.first?.class == "invalid-query", "\(run)")
        let count = stage.market.server.count
        let again = try stage.run("sync", "--asset", "NIX", "--intervals", "1440", "--yes")
        #expect(again.status == 0 && stage.market.server.count == count, "\(again)")
    }

    @Test func sync_ofAPathThatIsNone_isSaid_whateverElseThereIsToDo() throws {
        let stage = try Stage()
        let nothing = try stage.run("sync", "nofile.csv", "--yes")
        #expect(nothing.status != 0 && nothing.error.contains("nofile.csv"), "\(nothing)")
        let both = try stage.run("sync", "data", "nofile.csv", "--intervals", "1440", "--yes")
        #expect(both.status == 3 && both.error.contains("nofile.csv"), "\(both)")
        #expect(try stage.sandbox.rows(of: "BTC").contains("1440,kraken-rest"))
        let slip = try stage.run("sync", "--asset", "NOSUCH", "--yes")
        #expect(slip.status == 2 && slip.error.contains("knows no asset 'NOSUCH'"), "\(slip)")
        let empty = try Sandbox.withStore().candlewick("sync", "--yes")
        #expect(empty.status == 2 && empty.error.contains("candlewick asset add adds one"), "\(empty)")
    }

    @Test func sync_ofRowsThatAreBad_saysSo() throws {
        let stage = try Stage()
        let good = FakeKraken.file(stage.fileStart, stage.fileEnd, 1440)
        try stage.sandbox.write("bad/XBTUSD_1440.csv", good + "\(stage.fileEnd),1,2,3\n")
        let run = try stage.sync("bad", "--end", Self.text(stage.fileEnd))
        #expect(
            run.state == "PARTIAL" && run.rejected == 1 && run.message.contains("1 file or part not read whole"),
            "\(run)")
    }

    @Test(arguments: [
        (["sync", "--complete", "--incremental"], "cannot go together"),
        (["sync", "--resume", "4", "data"], "give nothing else"),
        (["sync", "--parallel", "0"], "--parallel must be 1 to 64"),
        (["gaps", "fill", "--max-per-asset", "0"], "--max-per-asset must be"),
    ])
    func wrongUse_isSaid(arguments: [String], words: String) throws {
        let run = try Sandbox.withStore().run(Programs.candlewick, arguments)
        #expect(run.status == 2 && run.error.contains(words), "\(run.error)")
    }

    @Test func resume_ofAJobThatIsNone_isRefused() throws {
        let sandbox = try Sandbox.withBitcoin()
        #expect(try sandbox.candlewick("sync", "--resume", "99").error.contains("there is no job 99"))
        let other = try sandbox.candlewick("jobs", "resume", "1")
        #expect(other.status == 2 && other.error.contains("job 1 is a ingest"), "\(other.error)")
        let cancel = try sandbox.candlewick("jobs", "cancel", "1")
        #expect(cancel.status == 2 && cancel.error.contains("job 1 has ended: COMPLETED"))
    }
}
