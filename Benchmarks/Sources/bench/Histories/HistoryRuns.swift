import Coverage
import Foundation
import Ingestion
import MarketData
import Storage

/// What the processes print that look at histories: seconds of every round, and what they saw.
enum HistoryRuns {
    /// Gaps with their classes over sets that are in memory; beside it one walk over the same ranges.
    static func memory(_ made: MadeHistories, rounds: Int) throws {
        let reach = TimeRange(
            Timestamp(nanoseconds: SampleFile.now.nanoseconds - 30 * 86_400_000_000_000), SampleFile.now)
        let nothing = TimeRange(Timestamp(nanoseconds: 0), Timestamp(nanoseconds: 1))
        let lines = (0..<made.series).map { number -> (SeriesKind, [SourceOutlook]) in
            let file = SourceOutlook(
                MadeHistories.source, priority: 10_000, isFile: true, reach: nothing, covered: made.covered(number))
            return (made.series(number).kind, [file, SourceOutlook("kraken-rest", reach: reach)])
        }
        guard let start = lines.compactMap({ $0.1[0].covered.ranges.first?.start }).min(),
            let wanted = TimeRange(start, SampleFile.now)
        else { throw Trouble("nothing was made") }
        for _ in 0..<rounds {
            var finders: [SeriesKind: GapFinder] = [:]
            var gaps = 0
            let seconds = timed {
                for (kind, outlooks) in lines {
                    // Taken out, so that its buffers are not copied.
                    var finder = finders.removeValue(forKey: kind) ?? GapFinder(kind)
                    finder.find(in: wanted, outlooks)
                    gaps += finder.gaps.count
                    finders[kind] = finder
                }
            }
            var length: Int64 = 0
            let scan = timed {
                for (_, outlooks) in lines {
                    let ranges = outlooks[0].covered.ranges
                    for index in ranges.indices {
                        length &+= ranges[index].end.nanoseconds &- ranges[index].start.nanoseconds
                    }
                }
            }
            print(seconds, scan, gaps, length)
        }
    }

    /// Gaps with their classes over all that a ledger knows.
    static func gaps(_ survey: HistorySurvey, rounds: Int) throws {
        for _ in 0..<rounds {
            var (lines, gaps, candles) = (0, 0, 0)
            let seconds = try timed {
                try survey.eachWithGaps(SurveyScope()) { _, finder in
                    lines += 1
                    gaps += finder.gaps.count
                    for gap in finder.gaps { candles += gap.candles }
                }
            }
            print(seconds, lines, gaps, candles)
        }
    }

    /// Plans of all that is missing.
    static func plan(_ survey: HistorySurvey, rounds: Int) throws {
        for _ in 0..<rounds {
            var parts = 0
            let seconds = try timed {
                let plan = try SyncPlan(SyncSpec(SurveyScope()), survey) { _ in nil }
                parts = plan.lines.reduce(0) { $0 + $1.plan.parts.count }
            }
            print(seconds, parts)
        }
    }

    /// Seconds of the wall clock.
    static func timed(_ body: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try body()
        return (ContinuousClock.now - start) / .seconds(1)
    }
}
