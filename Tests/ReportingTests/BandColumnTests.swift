import MarketData
import Testing

@testable import Reporting

/// Bands become columns of a picture; thousands of seeded cases.
struct BandColumnTests {
    static let wanted = TimeRange(Timestamp(nanoseconds: 0), Timestamp(nanoseconds: 1_000_003))!

    /// Bands that ascend over the wanted range and somewhat beyond, some a nanosecond long, with holes between some.
    static func bands(_ generator: inout SeededGenerator) -> [HistoryBand] {
        var bands: [HistoryBand] = []
        var at: Int64 = -500
        while at < 1_001_000 {
            let longest: Int64 = [1, 300, 5000, 200_000].randomElement(using: &generator)!
            let end = at + Int64.random(in: 1...longest, using: &generator)
            if Int.random(in: 0..<8, using: &generator) > 0 {
                let range = TimeRange(Timestamp(nanoseconds: at), Timestamp(nanoseconds: end))!
                bands.append(HistoryBand(range, HistoryState.allCases.randomElement(using: &generator)!))
            }
            at = end
            if bands.count > 60 { at = max(at, 990_000) }
        }
        return bands
    }

    /// The exact columns that a range touches, in integers.
    static func touched(_ range: TimeRange) -> Range<Int>? {
        guard let inside = range.intersection(wanted) else { return nil }
        let columns = (0..<BandColumns.count).filter { column in
            // A column is [column, column + 1) * width / count.
            let (from, to) = (Int64(column) * wanted.nanoseconds, Int64(column + 1) * wanted.nanoseconds)
            let count = Int64(BandColumns.count)
            return inside.start.nanoseconds * count < to && from < inside.end.nanoseconds * count
        }
        return columns.first!..<columns.last! + 1
    }

    @Test(arguments: 0..<300) func columns_ofAnyBands_showEveryGapInOrderAndNothingElse(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bands = Self.bands(&generator)
        let runs = BandColumns(bands, over: Self.wanted).runs
        var shown = [HistoryState?](repeating: nil, count: BandColumns.count)
        var end = 0
        for run in runs {
            #expect(run.columns.lowerBound >= end && !run.columns.isEmpty, "overlaps or goes back")
            end = run.columns.upperBound
            for column in run.columns { shown[column] = run.state }
        }
        #expect(end <= BandColumns.count)
        for (left, right) in zip(runs, runs.dropFirst()) where left.columns.upperBound == right.columns.lowerBound {
            #expect(left.state != right.state, "neighbours of one state are one run")
        }
        // What may stand in each column: the states of the bands that touch it, and of a gap of one column beside it.
        var allowed = [Set<HistoryState>](repeating: [], count: BandColumns.count)
        for band in bands {
            guard let columns = Self.touched(band.range) else { continue }
            let isLoud = band.state.isGap || band.state == .suspect
            for column in columns {
                allowed[column].insert(band.state)
                #expect((shown[column]?.rank ?? 0) >= band.state.rank, "something lower hides \(band)")
            }
            guard isLoud, columns.count < BandColumns.narrowestGap else { continue }
            for column in [columns.lowerBound - 1, columns.upperBound] where allowed.indices.contains(column) {
                allowed[column].insert(band.state)
            }
            let seen = max(0, columns.lowerBound - 1)..<min(BandColumns.count, columns.upperBound + 1)
            let loud = seen.count { shown[$0].map { $0.rank >= band.state.rank } ?? false }
            #expect(loud >= BandColumns.narrowestGap, "\(band) is too narrow to be seen")
        }
        for column in shown.indices {
            if let state = shown[column] {
                #expect(allowed[column].contains(state), "column \(column) shows \(state), which is not there")
            }
        }
    }

    @Test func columns_ofAllOfTime_doNotOverflow() {
        let runs = BandColumns([HistoryBand(.all, .covered)], over: .all).runs
        #expect(runs == [BandColumns.Run(state: .covered, columns: 0..<BandColumns.count)])
    }

    @Test func gapAtTheVeryEnd_oneNanosecondLong_isTwoColumnsWide() {
        let end = Self.wanted.end
        let last = TimeRange(Timestamp(nanoseconds: end.nanoseconds - 1), end)!
        let runs = BandColumns([HistoryBand(Self.wanted, .covered), HistoryBand(last, .failed)], over: Self.wanted).runs
        #expect(runs.map(\.state) == [.covered, .failed])
        #expect(runs.map(\.columns) == [0..<718, 718..<720])
    }
}
