import Foundation
import Testing

/// Every number of a report beside the same counted by hand.
enum ReportCheck {
    static func check(_ report: ReportDocument, against hand: HandCount) throws {
        let made = try ReportDocument.minute(report.made_at)
        for line in report.lines {
            let missing = hand.missing(line.key)
            let expected = hand.expected(line.key)
            #expect(line.expected_candles == expected, "\(line.key)")
            #expect(line.missing_candles.sum == missing.count, "\(line.key)")
            #expect(line.present_candles == expected - missing.count, "\(line.key)")
            #expect(line.percentage == HandCount.percentage(expected - missing.count, of: expected), "\(line.key)")
            #expect(line.gaps >= runs(missing, every: line.interval_minutes ?? 1), "\(line.key)")
            let end = try #require(hand.lines[line.key]).end
            #expect(try ReportDocument.minute(#require(line.newest)) == end, "\(line.key)")
            #expect(line.hours_behind == (made - end) / 60, "\(line.key)")
            try check(line.bands, of: line, missing, hand)
            try checkClasses(line, missing, made: made)
        }
        checkSums(report)
        let stale = report.lines.filter { ($0.hours_behind ?? .max) > 24 }
        #expect(Set(report.stale_assets.map(\.asset)) == Set(stale.map(\.asset)))
    }

    /// Kraken gives the newest 720 candles of the intervals that it serves; all else is out of reach.
    private static func checkClasses(_ line: ReportDocument.Line, _ missing: [Int], made: Int) throws {
        let interval = try #require(line.interval_minutes)
        let isServed = [1, 5, 15, 30, 60, 240, 1440].contains(interval)
        let reach = made / interval * interval - 720 * interval
        let fillable = isServed ? missing.count { $0 >= reach } : 0
        #expect(line.missing_candles.fillable == fillable, "\(line.key)")
        #expect(line.missing_candles.source_limit == missing.count - fillable, "\(line.key)")
    }

    /// The bands are the window, each minute once, and gaps are where candles are missing.
    private static func check(
        _ bands: [ReportDocument.Band], of line: ReportDocument.Line, _ missing: [Int], _ hand: HandCount
    ) throws {
        let interval = try #require(line.interval_minutes)
        var at = hand.window.lowerBound
        var gaps: Set<Int> = []
        for band in bands {
            let (start, end) = (try ReportDocument.minute(band.start), try ReportDocument.minute(band.end))
            #expect(start == at && start < end, "\(line.key)")
            at = end
            // What is suspect is asserted; it is not missing.
            guard band.state != "covered", band.state != "suspect" else { continue }
            gaps.formUnion(stride(from: start, to: end, by: interval))
        }
        #expect(at == hand.window.upperBound, "\(line.key)")
        #expect(gaps == Set(missing), "\(line.key)")
    }

    private static func checkSums(_ report: ReportDocument) {
        func check(_ sum: ReportDocument.Sum, _ lines: [ReportDocument.Line]) {
            let expected = lines.reduce(0) { $0 + $1.expected_candles }
            let missing = lines.reduce(0) { $0 + $1.missing_candles.sum }
            #expect(sum.lines == lines.count && sum.expected_candles == expected && sum.missing_candles.sum == missing)
            #expect(sum.gaps == lines.reduce(0) { $0 + $1.gaps })
            #expect(sum.complete_lines == lines.count { $0.missing_candles.sum == 0 && $0.suspect_candles == 0 })
            #expect(sum.percentage == HandCount.percentage(expected - missing, of: expected))
        }
        check(report.total, report.lines)
        for tier in report.tiers { check(tier, report.lines.filter { $0.tier == tier.tier }) }
        for interval in report.intervals {
            check(interval, report.lines.filter { $0.interval_minutes == interval.interval_minutes })
        }
        #expect(report.tiers.reduce(0) { $0 + $1.lines } == report.lines.count)
        #expect(report.intervals.reduce(0) { $0 + $1.lines } == report.lines.count)
    }

    /// Stretches of missing candles.
    private static func runs(_ openings: [Int], every interval: Int) -> Int {
        zip(openings, openings.dropFirst()).count { $1 - $0 != interval } + (openings.isEmpty ? 0 : 1)
    }
}
