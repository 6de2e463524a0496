import MarketData
import Reporting
import Testing

/// What to do next, as it follows from the sums and gaps.
struct NextStepTests {
    static let hour = SeriesKind.candles(Interval(minutes: 60)!)

    /// A line of an asset that lacks so much.
    static func line(_ base: String, _ tier: Tier, _ missing: CandlesByClass, suspect: Int = 0, behind: Int? = 1)
        -> ReportLine
    {
        ReportLine(
            HistoryLine(Instrument(base: base, quote: "USD"), hour), tier: tier, expected: 100_000, missing: missing,
            suspect: suspect, gaps: missing.total > 0 ? 1 : 0, provenance: .file, sources: [], newest: nil,
            hoursBehind: behind, bands: [])
    }

    static func report(_ lines: [ReportLine], files: [(String, Int)] = []) -> HistoryReport {
        let sample = SampleReport(seed: 0)
        let gaps = files.map { file, candles in
            ReportGap(
                HistoryLine(Instrument(base: "BTC", quote: "USD"), hour), sample.wanted, .sourceLimit, candles: candles,
                reason: "beyond the reach", requiredFile: file)
        }
        return HistoryReport(sample.scope, lines: lines, gaps: gaps)
    }

    @Test func steps_ofACompleteHistory_areNone() {
        #expect(Self.report([Self.line("BTC", .tier1, CandlesByClass())]).next == [])
    }

    @Test func steps_ofEveryClass_nameItsCommand() {
        let report = Self.report([
            Self.line("BTC", .tier1, CandlesByClass(fillable: 1200, failed: 5)),
            Self.line("UNI", .tier2, CandlesByClass(failed: 7), behind: 900),
            Self.line("BAT", .tier3, CandlesByClass(notAsked: 3, notEntitled: 4), suspect: 2, behind: nil),
        ])
        #expect(
            report.next.map(\.command) == [
                "candlewick gaps fill --tier TIER1", "candlewick gaps fill --tier TIER2",
                "candlewick sync --incremental --tier TIER2", "candlewick sync --incremental --tier TIER3",
                "candlewick adapters", "candlewick doctor", "candlewick gaps --class suspect",
            ])
        #expect(
            report.next[0].sentence
                == "Fill the gaps of TIER1: 1,200 candles that a source can give now, 5 candles where one gave up."
        )
        #expect(report.next[1].sentence == "Fill the gaps of TIER2: 7 candles where one gave up.")
        #expect(report.next[2].sentence == "Bring TIER2 up to date: 1 asset with nothing newer than 24 hours.")
        #expect(report.next[4].sentence.hasPrefix("4 candles") && report.next[5].sentence.hasPrefix("3 candles"))
        #expect(report.next[6].sentence.hasPrefix("2 candles"))
    }

    @Test func files_neededByGaps_areSummedAndTheBestIsFirst() {
        let files = [("A.csv", 10), ("B.csv", 1000), ("A.csv", 2000), ("it's here.csv", 5), ("trades.csv", 0)]
        let report = Self.report([], files: files)
        #expect(
            report.next.map(\.sentence) == [
                "Download A.csv: it fills 2 of the listed gaps, 2,010 candles.",
                "Download B.csv: it fills 1 of the listed gaps, 1,000 candles.",
                "Download it's here.csv: it fills 1 of the listed gaps, 5 candles.",
                "Download trades.csv: it fills 1 of the listed gaps.",
            ])
        #expect(report.next[1].command == "candlewick ingest B.csv")
        #expect(report.next[2].command == "candlewick ingest 'it'\\''s here.csv'")
    }

    @Test func files_moreThanTen_areCounted() {
        let report = Self.report([], files: (0..<40).map { ("F\($0).csv", 100 - $0) })
        #expect(report.next.count == 11)
        #expect(report.next.last == NextStep("30 files more; candlewick gaps --export FILE names them all."))
    }

    @Test func steps_ofTheCaller_takeTheirPlace() {
        let own = [NextStep("Rest.", command: "true")]
        let line = Self.line("BTC", .tier1, CandlesByClass(fillable: 1))
        #expect(HistoryReport(SampleReport(seed: 0).scope, lines: [line], gaps: [], next: own).next == own)
    }
}
