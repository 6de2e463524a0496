import Foundation
import MarketData
import Storage
import StorageSQLite
import Testing

/// `candlewick task`: what the tasks say and do.
@Suite struct TaskTests {
    private struct Completeness: Decodable {
        var task: String
        var assets: Int
        var total: ReportDocument.Sum
        var tiers: [ReportDocument.Sum]
        var intervals: [ReportDocument.Sum]
    }

    private struct Recent: Decodable {
        struct Stale: Decodable {
            var asset: String
            var tier: String
            var newest: String?
            var hours_behind: Int?
        }

        var at: String
        var assets_checked: Int
        var stale: [Stale]
    }

    private struct Cleanup: Decodable {
        var days: Int
        var filled_deleted: Int
        var failed_deleted: Int
        var unfillable_kept: Int
    }

    /// Three assets of two tiers, one of which has something new.
    private static func sandbox() throws -> (Sandbox, now: Int) {
        let sandbox = try Sandbox.withStore()
        let now = Int(Date.now.timeIntervalSince1970) / 3600 * 60
        try sandbox.write("files/XBTUSD_60.csv", ReportCommandTests.hours(from: now - 60 * 200, count: 199))
        try sandbox.write("files/LTCUSD_60.csv", ReportCommandTests.hours(from: now - 60 * 200, count: 100))
        try sandbox.write("files/CRVUSD_60.csv", ReportCommandTests.hours(from: now - 60 * 200, count: 50))
        let run = try sandbox.candlewick("ingest", "files", "--yes")
        try #require(run.status == 0, "\(run.error)")
        try #require(try sandbox.candlewick("asset", "add", "SOL", "--tier", "TIER1").status == 0)
        return (sandbox, now)
    }

    @Test func validateRecent_assetsWithNothingNew_areListedWithHours() throws {
        let (sandbox, now) = try Self.sandbox()
        let run = try sandbox.candlewick("task", "run", "validate-recent", "--json")
        #expect(run.status == 0)
        let recent = try run.json(Recent.self)
        // SOL has nothing at all and comes first; CRV is of TIER3, which is not looked at.
        #expect(recent.stale.map(\.asset) == ["SOL", "LTC"] && recent.assets_checked == 3)
        #expect(recent.stale[0].hours_behind == nil && recent.stale[0].newest == nil)
        let at = try ReportDocument.minute(recent.at)
        #expect(recent.stale[1].hours_behind == (at - (now - 60 * 100)) / 60)
        // One that is named is looked at whatever its tier.
        let named = try sandbox.candlewick("task", "run", "validate-recent", "--asset", "crv", "--json").json(
            Recent.self)
        #expect(named.stale.map(\.asset) == ["CRV"] && named.assets_checked == 1)
        let text = try sandbox.candlewick("task", "run", "validate-recent")
        #expect(text.status == 0 && text.lines.count == 3 && text.lines[1] == "SOL/USD TIER1: nothing yet")
    }

    @Test func reportCompleteness_sums_areThoseOfTheReport() throws {
        let (sandbox, _) = try Self.sandbox()
        let run = try sandbox.candlewick("task", "run", "report-completeness", "--json")
        #expect(run.status == 0)
        let completeness = try run.json(Completeness.self)
        let report = try ReportCommandTests.report(sandbox, [])
        #expect(completeness.task == "report-completeness" && completeness.assets == 4)
        #expect(completeness.total.lines == report.lines.count)
        #expect(completeness.tiers.map(\.tier) == ["TIER1", "TIER2", "TIER3"])
        for sum in completeness.tiers {
            let lines = report.lines.filter { $0.tier == sum.tier }
            #expect(sum.lines == lines.count)
            // An hour may have begun between the two.
            let missing = lines.reduce(0) { $0 + $1.missing_candles.sum }
            #expect((missing - 2 * lines.count...missing).contains(sum.missing_candles.sum))
        }
        #expect(completeness.intervals.map(\.interval_minutes) == [60, 1440])
        let some = try sandbox.candlewick(
            "task", "run", "report-completeness", "--tier", "TIER1,TIER2", "--intervals", "60", "--json"
        ).json(Completeness.self)
        #expect(some.assets == 3 && some.intervals.map(\.interval_minutes) == [60])
    }

    @Test func cleanupGaps_oldOnes_areForgottenButUnfillableOnes() throws {
        let sandbox = try Sandbox.withStore()
        let now = Timestamp(nanoseconds: Int64(Date.now.timeIntervalSince1970) * 1_000_000_000)
        do {
            let database = try SQLiteDatabase(path: sandbox("candlewick.db"), mode: .existing)
            let ledger = SQLiteLedger(database)
            let identity = try SQLiteStore(database).identity()
            let job = try ledger.startJob(
                JobStart(
                    command: "sync", subject: "", items: 0, startedAt: now, store: identity, storeLocation: "here"))
            let line = HistoryLine(Instrument(base: "BTC", quote: "USD"), .candles(try #require(Interval(minutes: 60))))
            var hour: Int64 = 0
            for status in GapStatus.allCases {
                for days: Int64 in [1, 89, 91, 400] {
                    let start = Timestamp(nanoseconds: hour * 3_600_000_000_000)
                    let end = Timestamp(nanoseconds: (hour + 1) * 3_600_000_000_000)
                    let at = Timestamp(nanoseconds: now.nanoseconds - days * 86_400_000_000_000)
                    let range = try #require(TimeRange(start, end))
                    try ledger.record([
                        .gap(
                            Gap(
                                in: identity, of: line, range, status, gapClass: "fillable", candles: 1, job: job,
                                at: at))
                    ])
                    hour += 2
                }
            }
            try ledger.finishJob(job, state: .completed, message: "", progress: JobProgress(at: now))
            try database.close()
        }
        let first = try sandbox.candlewick("task", "run", "cleanup-gaps", "--json").json(Cleanup.self)
        #expect(
            first.days == 90 && first.filled_deleted == 2 && first.failed_deleted == 2 && first.unfillable_kept == 4)
        let again = try sandbox.candlewick("task", "run", "cleanup-gaps", "--json").json(Cleanup.self)
        #expect(again.filled_deleted == 0 && again.failed_deleted == 0 && again.unfillable_kept == 4)
        let more = try sandbox.candlewick("task", "run", "cleanup-gaps", "--days", "10", "--json").json(Cleanup.self)
        #expect(more.filled_deleted == 1 && more.failed_deleted == 1)
    }

    @Test func list_everyTask_hasScheduleAndCanBeRun() throws {
        let sandbox = try Sandbox.withStore()
        let list = try sandbox.candlewick("task", "list")
        #expect(list.status == 0)
        let names = list.lines.dropFirst().map { String($0.prefix { $0 != " " }) }
        #expect(Set(names).isSuperset(of: ["cleanup-gaps", "report-completeness", "validate-recent"]))
        for line in list.lines.dropFirst() { #expect(line.contains(#/ [0-9*]+ [0-9*]+ \* \* [0-9*] /#), "\(line)") }
        for name in ["cleanup-gaps", "report-completeness", "validate-recent"] {
            #expect(try sandbox.candlewick("task", "run", name).status == 0, "\(name)")
        }
    }

    @Test(arguments: [
        ["task", "run", "nothing"], ["task", "run", "validate-recent", "--days", "3"],
        ["task", "run", "validate-recent", "--intervals", "60"], ["task", "run", "cleanup-gaps", "--asset", "BTC"],
        ["task", "run", "report-completeness", "--source", "kraken-rest"],
        ["task", "run", "backfill-incremental", "--days", "0"],
        ["task", "run", "backfill-incremental", "--max-per-asset", "0"],
        ["task", "run", "cleanup-gaps", "--days", "-1"],
    ])
    func run_wrongUse_isRefused(arguments: [String]) throws {
        let sandbox = try Sandbox.withStore()
        #expect(try sandbox.run(Programs.candlewick, arguments).status == 2)
    }
}
