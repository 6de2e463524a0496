import Foundation
import MarketData
import Storage
import StorageSQLite
import Testing

/// What is asserted and cannot be believed, in the report.
@Suite struct ReportSuspectTests {
    /// Notes the three hours of BTC without rows as suspect; another source asserts some of them, without a word against it.
    private static func sandbox(believedHours: ClosedRange<Int64>?) throws -> Sandbox {
        let (sandbox, _) = try ReportCommandTests.sandbox()
        let database = try SQLiteDatabase(path: sandbox("candlewick.db"), mode: .existing)
        let (ledger, identity) = (SQLiteLedger(database), try SQLiteStore(database).identity())
        let now = Timestamp(nanoseconds: Int64(ReportCommandTests.newYear + 100_000) * 60_000_000_000)
        let line = HistoryLine(Instrument(base: "BTC", quote: "USD"), .candles(try #require(Interval(minutes: 60))))
        if let believedHours {
            let job = try ledger.startJob(
                JobStart(
                    command: "load", subject: "", items: 0, startedAt: now, store: identity, storeLocation: "here"))
            try ledger.record([
                .coverage(
                    CoverageRecord(
                        .series(line.series(of: "kraken-rest")), .covered,
                        try range(believedHours.lowerBound, believedHours.upperBound), job: job, at: now))
            ])
            try ledger.finishJob(job, state: .completed, message: "", progress: JobProgress(at: now))
        }
        let series = line.series(of: "kraken-csv")
        let suspect = Suspect(series, try range(5, 8), .improbable, evidence: "40 trades were expected")
        let examination = Examination(of: series, RangeSet([try range(0, 72)]), in: identity, suspects: [suspect])
        try ledger.record([.examined(examination)])
        try database.close()
        return sandbox
    }

    /// From an hour of the new year to another.
    private static func range(_ start: Int64, _ end: Int64) throws -> TimeRange {
        let newYear = Int64(ReportCommandTests.newYear) * 60_000_000_000
        let hour: Int64 = 3_600_000_000_000
        return try #require(
            TimeRange(
                Timestamp(nanoseconds: newYear + start * hour), Timestamp(nanoseconds: newYear + end * hour)))
    }

    @Test(arguments: [(nil, 3), (Int64(6)...Int64(8), 1), (Int64(0)...Int64(72), 0)])
    func suspectHours_nobodyElseAsserts_areToldAndCountAsThere(
        believed: ClosedRange<Int64>?, suspects: Int
    ) throws {
        let sandbox = try Self.sandbox(believedHours: believed)
        let report = try ReportCommandTests.report(sandbox, ReportCommandTests.window + ["--asset", "BTC"])
        let line = try #require(report.lines.first)
        #expect(line.suspect_candles == suspects && report.total.suspect_candles == suspects)
        #expect(line.missing_candles.sum == 72 && line.provenance == (believed == nil ? "CSV" : "MIXED"))
        let told = report.gaps.filter { $0.class == "suspect" }
        #expect(told.map(\.candles) == (suspects > 0 ? [suspects] : []))
        #expect(told.allSatisfy { $0.reason == "kraken-csv: 40 trades were expected" })
        #expect(line.bands.contains { $0.state == "suspect" } == (suspects > 0))
        #expect(report.next.contains { $0.command.contains("--class suspect") } == (suspects > 0))
        let text = try sandbox.run(
            Programs.candlewick, ["report", "--gaps", "1", "--asset", "BTC"] + ReportCommandTests.window
        ).output
        #expect(text.contains(" candles, \(suspects) of them suspect, in 1 series of 1 asset") == (suspects > 0))
        // The largest gap and the largest suspect stretch, each with its own place.
        #expect(text.contains("NEEDS ATTENTION: 1 of 2 gaps" + (suspects > 0 ? ", 1 suspect\n" : "\n")), "\(text)")
    }
}
