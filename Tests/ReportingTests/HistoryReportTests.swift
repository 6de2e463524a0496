import MarketData
import Reporting
import Testing

/// The model's sums, recomputed another way: every sum is counted by walking all lines and their bands' facts.
struct HistoryReportTests {
    /// Lines and gaps in random order, with assets of two quotes and tiers, and trades.
    static func random(_ seed: UInt64) -> (report: HistoryReport, lines: [ReportLine], gaps: [ReportGap]) {
        var sample = SampleReport(seed: seed)
        var lines: [ReportLine] = []
        var gaps: [ReportGap] = []
        let kinds: [SeriesKind] = [5, 60, 1440].map { .candles(Interval(minutes: $0)!) } + [.trades]
        for _ in 0..<Int.random(in: 0...40, using: &sample.generator) {
            let base = "A\(Int.random(in: 0..<12, using: &sample.generator))"
            let kind = kinds.randomElement(using: &sample.generator)!
            let quote = ["USD", "EUR"].randomElement(using: &sample.generator)!
            guard !lines.contains(where: { $0.line == HistoryLine(Instrument(base: base, quote: quote), kind) }) else {
                continue
            }
            let bands = sample.bands(
                Int.random(in: 0...3, using: &sample.generator), among: HistoryState.allCases.filter { $0 != .covered })
            // A name's last digit decides its tier.
            let tier = Tier.allCases[Int(base.utf8.last!) % 3]
            let (line, found) = sample.line(base, quote, kind, tier, bands: bands)
            lines.append(line)
            gaps += found
        }
        lines.shuffle(using: &sample.generator)
        gaps.shuffle(using: &sample.generator)
        return (HistoryReport(sample.scope, lines: lines, gaps: gaps, told: 20), lines, gaps)
    }

    /// Counts a group of lines one number at a time.
    static func expectEqual(_ sum: Completeness, _ lines: [ReportLine], _ note: String) {
        func count(_ number: (ReportLine) -> Int) -> Int { lines.map(number).reduce(0, +) }
        let expected = count { $0.expected }
        let missing = count {
            $0.missing.failed + $0.missing.fillable + $0.missing.notAsked + $0.missing.notEntitled
                + $0.missing.sourceLimit
        }
        #expect(sum.lines == lines.count, "\(note)")
        #expect(sum.expected == expected, "\(note)")
        #expect(sum.present == expected - missing, "\(note)")
        #expect(sum.missing.failed == count { $0.missing.failed }, "\(note)")
        #expect(sum.missing.fillable == count { $0.missing.fillable }, "\(note)")
        #expect(sum.missing.notAsked == count { $0.missing.notAsked }, "\(note)")
        #expect(sum.missing.notEntitled == count { $0.missing.notEntitled }, "\(note)")
        #expect(sum.missing.sourceLimit == count { $0.missing.sourceLimit }, "\(note)")
        #expect(sum.missing.total == missing, "\(note)")
        #expect(sum.suspect == count { $0.suspect }, "\(note)")
        #expect(sum.gaps == count { $0.gaps }, "\(note)")
        let incomplete = count { line in line.bands.contains { $0.state.isGap || $0.state == .suspect } ? 1 : 0 }
        #expect(sum.completeLines == lines.count - incomplete, "\(note)")
        guard expected > 0 else { return }
        // The largest tenth that is not more than the share, found by trying.
        let floor = (0...1000).last { $0 * expected <= 1000 * (expected - missing) }!
        #expect(sum.percentage?.tenths == (incomplete > 0 ? min(999, floor) : floor), "\(note)")
        #expect((sum.percentage?.description == "100") == (incomplete == 0), "\(note)")
    }

    @Test(arguments: 0..<200) func sums_ofRandomLines_equalBruteForce(seed: UInt64) {
        let (report, lines, _) = Self.random(seed)
        Self.expectEqual(report.total, lines, "total")
        #expect(Set(report.tiers.map(\.tier)) == Set(lines.map(\.tier)))
        for sum in report.tiers {
            Self.expectEqual(sum.completeness, lines.filter { $0.tier == sum.tier }, "\(sum.tier)")
        }
        #expect(Set(report.assets.map(\.instrument)) == Set(lines.map(\.line.instrument)))
        #expect(report.assets.count == Set(report.assets.map(\.instrument)).count)
        for sum in report.assets {
            let own = lines.filter { $0.line.instrument == sum.instrument }
            Self.expectEqual(sum.completeness, own, "\(sum.instrument)")
            #expect(sum.newest == own.compactMap(\.newest).max())
            #expect(sum.hoursBehind == own.compactMap(\.hoursBehind).min())
        }
        #expect(Set(report.intervals.map(\.kind)) == Set(lines.map(\.line.kind)))
        for sum in report.intervals {
            Self.expectEqual(sum.completeness, lines.filter { $0.line.kind == sum.kind }, "\(sum.kind)")
        }
        #expect(Set(report.lines) == Set(lines) && report.lines.count == lines.count)
    }

    @Test(arguments: 0..<100) func gaps_moreThanTold_areTheLargestAndTheRestIsCounted(seed: UInt64) {
        let (report, lines, gaps) = Self.random(seed)
        for isGap in [true, false] {
            // Suspect stretches have places of their own.
            let sizes = gaps.filter { $0.state.isGap == isGap }.map(\.candles).sorted(by: >)
            #expect(report.gaps.filter { $0.state.isGap == isGap }.map(\.candles) == Array(sizes.prefix(20)))
        }
        #expect(report.gaps.map(\.candles) == report.gaps.map(\.candles).sorted(by: >))
        let all = lines.flatMap(\.bands).count { $0.state.isGap }
        #expect(report.untoldGaps == all - report.gaps.count { $0.state.isGap })
    }

    @Test(arguments: 0..<20) func report_ofTheSameLinesInAnotherOrder_isTheSame(seed: UInt64) {
        let (report, lines, gaps) = Self.random(seed)
        var generator = SeededGenerator(seed: seed)
        let other = HistoryReport(
            report.scope, lines: lines.shuffled(using: &generator), gaps: gaps.shuffled(using: &generator), told: 20)
        #expect(report == other && report.html() == other.html())
    }

    @Test func lines_ofAReport_standByTierNameAndInterval() {
        var sample = SampleReport(seed: 1)
        let report = sample.report()
        #expect(report.assets.map(\.instrument.base).prefix(5) == ["BTC", "ETH", "SOL", "XRP", "DOT"])
        #expect(report.lines.prefix(6).map(\.line.description).first == "BTC/USD 1m")
        #expect(report.lines.prefix(6).map(\.line.description).last == "BTC/USD trades")
        #expect(report.intervals.last?.kind == .trades)
    }

    @Test func stale_assets_areThoseBehindTheirNewestLineStalestFirst() {
        var sample = SampleReport(seed: 3)
        func line(_ base: String, _ kind: SeriesKind, hoursBehind: Int?) -> ReportLine {
            var line = sample.line(base, "USD", kind, .tier1, bands: []).0
            line.hoursBehind = hoursBehind
            return line
        }
        let (hour, day) = (SeriesKind.candles(Interval(minutes: 60)!), SeriesKind.candles(Interval(minutes: 1440)!))
        let lines = [
            line("FRESH", day, hoursBehind: 400), line("FRESH", hour, hoursBehind: 1),
            line("EDGE", hour, hoursBehind: 24),
            line("LATE", hour, hoursBehind: 25), line("LATER", hour, hoursBehind: 900),
            line("LATER", day, hoursBehind: nil),
            line("NEVER", hour, hoursBehind: nil),
        ]
        let report = HistoryReport(sample.scope, lines: lines, gaps: [])
        #expect(report.stale.map(\.instrument.base) == ["NEVER", "LATER", "LATE"])
        #expect(report.stale.map(\.hoursBehind) == [nil, 900, 25])
    }

    @Test func trades_withAGap_haveAPercentageOfOpenTime() throws {
        var sample = SampleReport(seed: 3)
        func range(_ from: Int, _ to: Int) throws -> TimeRange {
            try #require(TimeRange(Timestamp(seconds: Int64(from))!, Timestamp(seconds: Int64(to))!))
        }
        let bands = [
            HistoryBand(try range(0, 60), .covered), HistoryBand(try range(60, 100), .noSessions),
            HistoryBand(try range(100, 130), .fillable), HistoryBand(try range(130, 140), .suspect),
        ]
        let line = sample.line("BTC", "USD", .trades, .tier1, bands: bands).0
        #expect(line.percentage?.description == "70.0")
        #expect(line.expected == 0 && line.present == 0)
    }

    @Test(arguments: [
        (1, 1, true, "100"), (0, 5, false, "0.0"), (9_999, 10_000, false, "99.9"), (99_949, 100_000, false, "99.9"),
        (10_000, 10_000, false, "99.9"), (1, 3, false, "33.3"), (2, 3, false, "66.6"), (-1, 3, false, "0.0"),
        (Int.max - 1, Int.max, false, "99.9"), (Int.max, Int.max, true, "100"),
    ])
    func percentage_ofAShare_isRoundedDown(part: Int, whole: Int, isComplete: Bool, text: String) {
        #expect(Percentage(part, of: whole, isComplete: isComplete)?.description == text)
    }

    @Test func percentage_ofNothing_isNil() { #expect(Percentage(0, of: 0, isComplete: true) == nil) }
}
