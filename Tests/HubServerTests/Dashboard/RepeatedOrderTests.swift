import Coverage
import MarketData
import Overview
import Reporting
import Storage
import Supervision
import Testing

@testable import HubServer

/// What a job says it was asked, and what of it a hub believes.
struct RepeatedOrderTests {
    private static func job(_ spec: String, _ items: Int = 1, done: Int = 0, _ state: JobState = .failed) -> JobRecord {
        let at = Timestamp(nanoseconds: DataHub.start)
        var progress = JobProgress(at: at)
        progress.itemsDone = done
        return JobRecord(
            id: JobID(3),
            start: JobStart(
                command: "load", subject: "BTC", items: items, startedAt: at, store: .random(),
                storeLocation: "sqlite:x", spec: spec), state: state, progress: progress, finishedAt: nil, message: "")
    }

    @Test(arguments: [
        ["load", "--ticker=BTC", "--source=kraken-rest", "--interval=60", "--start=2024-01-01T00:00:00Z"],
        ["backfill", "--all", "--tier=TIER1", "--source=massive", "--adjusted"], ["ingest", "--again"],
    ])
    func command_thatAJobWasAsked_isGivenAgain(words: [String]) {
        let job = Self.job(JobStart.spec(again: words))
        #expect(RepeatedOrder.errand(job)?.arguments == words + ["--yes", "--json"])
        #expect(!job.start.canBeTakenUp && job.start.again == words)
    }

    @Test(arguments: [
        ["serve"], ["task", "run"], ["ingest", "/etc/passwd"], ["load", "--store=sqlite:/etc/x"], ["load", "BTC"],
        ["load", "--replay=/tmp/x"], ["load", "--record=/tmp/x"], ["load", "--config=/tmp/x"], ["ingest", "--move"],
        ["load", "--ticker=\u{1b}[31m"], ["load", "--ticker=" + String(repeating: "x", count: 300)],
        ["load"] + Array(repeating: "--again", count: 40), ["sync", "--tier=TIER1"],
    ])
    func command_ofAForgedLedger_isNotRun(words: [String]) {
        #expect(RepeatedOrder.errand(Self.job(JobStart.spec(again: words))) == nil)
    }

    @Test(arguments: ["", "again", "{\"tiers\":[]}", "again\n"])
    func spec_thatSaysNothing_isNoCommand(spec: String) {
        #expect(RepeatedOrder.errand(Self.job(spec)) == nil)
    }

    @Test func spec_ofAWordWithALineEnd_isNotWritten() {
        #expect(JobStart.spec(again: ["load", "--ticker=A\n--store=x"]).isEmpty)
    }

    @Test(arguments: [
        (1, 0, JobState.running, "unknown"), (1, 1, .running, "unknown"), (10, 0, .running, "unknown"),
        (10, 4, .running, "4 of 10"), (10, 4, .paused, "4 of 10"), (1, 0, .paused, "none"), (1, 1, .failed, "none"),
        (10, 10, .completed, "none"), (10, 0, .pending, "none"),
    ])
    func bar_ofAJob_isNeverAFalseShare(items: Int, done: Int, state: JobState, expected: String) {
        let job = Self.job("", items, done: done, state)
        let bar = JobFields.summary(job, now: job.start.startedAt)["bar"] as? Fields
        let known = bar?["known"] as? Fields
        let shown = known.map { "\($0["so_far"] ?? "") of \($0["most"] ?? "")" } ?? (bar == nil ? "none" : "unknown")
        #expect(shown == expected)
    }

    @Test func classes_haveOneWordForMachines() {
        #expect(
            GapClass.missing.map(\.word).sorted() == (HistoryState.gapClasses + [.suspect]).map(\.rawValue).sorted())
        #expect(
            GapClass.missing.map(\.rawValue).sorted() == (HistoryState.gapClasses + [.suspect]).map(\.name).sorted())
    }

    @Test(
        arguments: [
            (1.5, 3, "1.500"), (2, 2, "2.00"), (2, 0, "2"), (0.1, 1, "0.1"), (1e-9, 4, "1e-09"), (.nan, 2, "–"),
            (12345.678, 3, "12345.678"),
        ] as [(Double, Int, String)])
    func candleText_isPaddedToItsColumn(value: Double, decimals: Int, expected: String) {
        #expect(CandleFields.text(value, decimals) == expected)
    }
}
