import Coverage
import MarketData
import Testing

/// Gaps of Kraken's sort, number by number and word by word.
@Suite struct GapTests {
    private static let hour: Int64 = 3_600_000_000_000

    private static func at(_ hours: Int64) -> Timestamp { Timestamp(nanoseconds: hours * hour) }

    private static func hours(_ start: Int64, _ end: Int64) throws -> TimeRange {
        try #require(TimeRange(at(start), at(end)))
    }

    private static func gaps(_ outlooks: [SourceOutlook], _ wanted: TimeRange) -> GapFinder {
        var finder = GapFinder(.candles(Interval.usual[4]))
        finder.find(in: wanted, outlooks)
        return finder
    }

    @Test func distance_beyondTheReach_countsWhatOverflows() throws {
        let outlooks = [
            SourceOutlook("kraken-csv", isFile: true, reach: try Self.hours(0, 10), obstacle: "no such file"),
            SourceOutlook("kraken-rest", reach: try Self.hours(280, 1000)),
        ]
        let finder = Self.gaps(outlooks, try Self.hours(100, 1000))
        #expect(finder.gaps.map(\.gapClass) == [.sourceLimit, .fillable] && finder.gaps.map(\.candles) == [180, 720])
        let far = finder.distance(of: finder.gaps[0], outlooks, now: Self.at(1000))
        #expect(far.candlesFromToday == 900 && far.overflow == 180)
        let near = finder.distance(of: finder.gaps[1], outlooks, now: Self.at(1000))
        #expect(near.candlesFromToday == 720 && near.overflow == 0)
        let nobody = finder.distance(of: finder.gaps[0], [], now: Self.at(1000))
        #expect(nobody.candlesFromToday == 900 && nobody.overflow == 900)
    }

    @Test func gapOverAWeekend_isOneAndCountsOnlyOpenCandles() throws {
        let days = (0..<10).filter { $0 % 7 < 5 }.compactMap { TimeRange(Self.at($0 * 24 + 14), Self.at($0 * 24 + 21)) }
        var finder = GapFinder(.candles(Interval.usual[4]), open: RangeSet(days))
        let reach = try Self.hours(0, 240)
        finder.find(in: reach, [SourceOutlook("massive", reach: reach)])
        let whole = try Self.hours(14, 9 * 24 + 21)
        #expect(finder.gaps.map(\.range) == [whole])
        #expect(finder.gaps.map(\.candles) == [8 * 7] && finder.expected == 56)
    }

    @Test(arguments: [
        (SourceOutlook("massive", reach: .all), "massive can give it"),
        (
            SourceOutlook("massive", reach: .all, obstacle: "MASSIVE_API_KEY is not set"),
            "massive could give it: MASSIVE_API_KEY is not set"
        ),
        (
            SourceOutlook(
                "massive", reach: .all, failures: [.init(.all, errorClass: "transient", message: "timed out")]),
            "massive was asked and gave up (transient): timed out"
        ),
        (
            SourceOutlook(
                "massive", reach: .all, failures: [.init(.all, errorClass: "not-entitled", message: "HTTP 403")]),
            "massive has it and does not give it in this plan (not-entitled): HTTP 403"
        ),
        (
            SourceOutlook("massive", reach: .all, limited: RangeSet([.all])),
            "massive and all others say that they cannot give it; a file is needed"
        ),
        (
            SourceOutlook("massive", reach: TimeRange(at(24), .latest)),
            "massive reaches back to 1970-01-02T00:00:00Z and no other farther; a file is needed"
        ),
        (SourceOutlook("massive"), "no source serves this history; a file or an adapter that has it is needed"),
    ])
    func reason_ofEachClass_saysWhatWouldHelp(outlook: SourceOutlook, reason: String) throws {
        let finder = Self.gaps([outlook], try Self.hours(0, 5))
        #expect(finder.gaps.map { $0.reason([outlook]) } == [reason])
    }

    @Test func reason_beyondTheReach_offersTrades() throws {
        let outlooks = [
            SourceOutlook("kraken-rest", reach: try Self.hours(280, 1000)),
            SourceOutlook("kraken-rest", reach: .all, route: .trades(tradesPerCandle: nil)),
        ]
        let finder = Self.gaps(outlooks, try Self.hours(0, 5))
        let reason = try #require(finder.gaps.first).reason(outlooks)
        #expect(reason.hasSuffix("a file is needed, or kraken-rest's trades, of which the candles can be made"))
    }

    @Test func completeness_ofSeveralHistories_isTheirSum() throws {
        let wanted = try Self.hours(0, 100)
        func one(_ outlooks: [SourceOutlook]) -> Completeness {
            Self.gaps(outlooks, wanted).completeness(in: wanted, outlooks)
        }
        let (file, api) = (RangeSet([try Self.hours(0, 60)]), RangeSet([try Self.hours(50, 90)]))
        let csv = one([SourceOutlook("kraken-csv", isFile: true, covered: file)])
        #expect(csv.provenance == .csv && csv.asserted == 60 && csv.percentage == 60 && csv.completeLines == 0)
        #expect(csv.missing[.notAsked] == 40 && csv.newest == Self.at(60) && csv.hoursBehind(Self.at(100)) == 40)
        let both = one([
            SourceOutlook("kraken-csv", isFile: true, covered: file),
            SourceOutlook("kraken-rest", reach: wanted, covered: api),
        ])
        #expect(both.provenance == .mixed && both.asserted == 90 && both.missing[.fillable] == 10)
        let derived = one([SourceOutlook("derived", covered: RangeSet([wanted]))])
        #expect(derived.provenance == .derived && derived.completeLines == 1 && derived.hoursBehind(Self.at(99)) == 0)
        let nothing = one([])
        #expect(nothing.provenance == nil && nothing.newest == nil && nothing.percentage == 0)
        var sum = Completeness.none
        #expect(sum.percentage == nil && sum.newest == nil)
        for each in [csv, both, derived] { sum += each }
        #expect(sum.lines == 3 && sum.completeLines == 1 && sum.expected == 300 && sum.asserted == 250)
        #expect(sum.missing[.notAsked] == 40 && sum.missing[.fillable] == 10 && sum.provenance == .mixed)
        #expect(sum.newest == Self.at(60))
        sum += nothing
        #expect(sum.newest == nil && sum.provenance == .mixed && sum.lines == 4)
        sum += .none
        #expect(sum.lines == 4)
    }

    @Test func rawValues_areTheWordsOfTheArchitecture() {
        #expect(
            GapClass.allCases.map(\.rawValue) == [
                "not asked", "fillable", "source limit", "failed", "not entitled", "market closed", "no trades",
                "suspect",
            ])
    }
}
