import Foundation
import ReplayServer
import Testing

/// `task run backfill-incremental`: the last seven days of a tier.
@Suite struct BackfillTaskTests {
    private struct Document: Decodable {
        var task: String
        var tiers: [String]
        var interval_minutes: [Int]
        var job: Int64?
        var assets_processed: Int
        var gaps_detected: Int
        var filled: Int
        var unfillable: Int
        var failed: Int
        var candles: Int
        var errors: [String]
    }

    @Test func backfill_ofATier_fillsItsLastDays_andSaysWhatItDid() throws {
        let (sandbox, market) = (try Sandbox.withStore(), try FakeKraken())
        for asset in [["BTC", "--tier", "TIER1"], ["UNI", "--tier", "TIER2"], ["NIX", "--tier", "TIER3"]] {
            _ = try sandbox.run(Programs.candlewick, ["asset", "add"] + asset + ["--category", "CRYPTO"])
        }
        func task(_ more: String...) throws -> (Sandbox.Outcome, Document) {
            let run = try sandbox.run(
                Programs.candlewick, ["task", "run", "backfill-incremental", "--json"] + more,
                environment: market.environment)
            return (run, try run.json(Document.self))
        }
        let (first, done) = try task()
        #expect(first.status == 0 && done.tiers == ["TIER1"] && done.interval_minutes == [60, 1440], "\(first.error)")
        #expect(done.assets_processed == 1 && done.gaps_detected == 2 && done.filled == 2 && done.job == 1)
        #expect(done.failed == 0 && done.unfillable == 0 && done.errors.isEmpty)
        // Seven days, and the candles that the first moment cuts.
        #expect((168 + 7...169 + 8).contains(done.candles), "\(done.candles)")
        #expect(market.asked().count == 2)
        let (second, nothing) = try task("--tier", "TIER2")
        #expect(second.status == 0 && nothing.interval_minutes == [1440] && nothing.candles <= 8 && nothing.filled == 1)
        let (third, again) = try task("--tier", "TIER2")
        #expect(third.status == 0 && again.gaps_detected == 0 && again.job == nil && market.asked().count == 3)
        let shown = try sandbox.run(
            Programs.candlewick, ["task", "run", "backfill-incremental", "--tier", "TIER2"],
            environment: market.environment)
        #expect(shown.lines.first == "1 asset looked at, 0 gaps found: 0 filled, 0 failed, 0 that no source can fill")
    }

    @Test func backfill_ofNamedAssetsIntervalsAndDays_asksForTheseAlone() throws {
        let (sandbox, market) = (try Sandbox.withStore(), try FakeKraken())
        for asset in [["BTC", "--tier", "TIER1"], ["UNI", "--tier", "TIER2"]] {
            _ = try sandbox.run(Programs.candlewick, ["asset", "add"] + asset + ["--category", "CRYPTO"])
        }
        let words = [
            "task", "run", "backfill-incremental", "--json", "--asset", "uni", "--intervals", "240", "--days", "2",
        ]
        let run = try sandbox.run(
            Programs.candlewick, words + ["--source", "kraken-rest", "--max-per-asset", "1"],
            environment: market.environment)
        let done = try run.json(Document.self)
        #expect(run.status == 0 && done.tiers.isEmpty && done.interval_minutes == [240], "\(run.error)")
        #expect(done.assets_processed == 1 && done.filled == 1 && (12...13).contains(done.candles), "\(done)")
        #expect(market.asked().count == 1 && market.asked()[0].contains("UNI"), "\(market.asked())")
        let job = try sandbox.candlewick("jobs").output
        #expect(job.contains("uni, 4h, from kraken-rest, the last 2 days"), "\(job)")
        let unknown = try sandbox.run(
            Programs.candlewick, words + ["--source", "nobody"], environment: market.environment)
        #expect(unknown.status == 2 && unknown.error.contains("there is no adapter 'nobody'"))
    }

    @Test func backfill_ofWhatNoSourceHas_isDoneInPart() throws {
        let (sandbox, market) = (try Sandbox.withStore(), try FakeKraken())
        _ = try sandbox.candlewick("asset", "add", "NIX", "--tier", "TIER2", "--category", "CRYPTO")
        let run = try sandbox.run(
            Programs.candlewick, ["task", "run", "backfill-incremental", "--tier", "TIER2", "--json"],
            environment: market.environment)
        let document = try run.json(Document.self)
        #expect(run.status == 3 && document.errors.count == 1 && document.errors[0].hasPrefix("NIX/USD 1d"), "\(run)")
        #expect(document.filled == 0 && document.unfillable == 1)
        let wrong = try sandbox.candlewick("task", "run", "cleanup-gaps", "--tier", "TIER2")
        #expect(wrong.status == 2 && wrong.error.contains("--tier is for backfill-incremental"))
    }
}
