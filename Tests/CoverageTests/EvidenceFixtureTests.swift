import Coverage
import MarketData
import Testing

/// Real holes. How many intervals each file lacks was counted by another program.
@Suite(.enabled(if: KrakenFixture.exist, KrakenFixture.absence)) struct EvidenceFixtureTests {
    private static func range(_ start: String, _ end: String) throws -> TimeRange {
        let (first, last) = (try #require(Timestamp(rfc3339: start)), try #require(Timestamp(rfc3339: end)))
        return try #require(TimeRange(first, last))
    }

    @Test func candlesOf4HoursOfABusyPair_lackingInAnOutage_areSuspect() throws {
        let report = try KrakenFixture("XBTEUR_240.csv", 240).window().report()
        let outages = [
            try Self.range("2024-04-14T04:00:00Z", "2024-04-14T08:00:00Z"),
            try Self.range("2025-11-01T16:00:00Z", "2025-11-01T20:00:00Z"),
        ]
        #expect(report.suspects.map(\.range) == outages)
        let first = try #require(report.suspects.first)
        #expect(first.reason == .improbable && first.intervals == 1 && first.expectedTrades == 2658)
        #expect(first.evidence == "neighbours have 2658 trades an interval and mostly more: exp(-2658) < 1e-09")
        #expect(report.emptyIntervals == 2 && report.noTradesIntervals == 0 && report.noTrades.isEmpty)
    }

    @Test func holesOfAnIlliquidPair_haveNoTrades_everyOne() throws {
        let report = try KrakenFixture("HONEYUSD_5.csv", 5).window().report()
        #expect(report.suspects.isEmpty)
        #expect(report.emptyIntervals == 35_496 && report.noTradesIntervals == 35_496)
        let rows = try KrakenFixture("HONEYUSD_5.csv", 5).rows()
        let holes = zip(rows.times, rows.times.dropFirst()).count { $1 - $0 > 300_000_000_000 }
        #expect(report.noTrades.count == holes)
    }

    @Test(arguments: [
        (KrakenFixture("2023Q3/ETHUSD_5.csv", 5), 52, 5), (KrakenFixture("ADAUSD_1440.csv", 1440), 0, 0),
        (KrakenFixture("ETHUSD_240.csv", 240), 3, 3), (KrakenFixture("ETHUSD_5.csv", 5), 49, 4),
        (KrakenFixture("PEPEUSD_5.csv", 5), 5269, 0), (KrakenFixture("STORJUSD_60.csv", 60), 351, 1),
        (KrakenFixture("XBTEUR_15.csv", 15), 0, 0), (KrakenFixture("XBTEUR_60.csv", 60), 0, 0),
        (KrakenFixture("XBTUSDC_1.csv", 1), 72_883, 0), (KrakenFixture("XBTUSD_720.csv", 720), 0, 0),
        (KrakenFixture("XDGUSD_5.csv", 5), 414, 17),
    ])
    func realFile_byItself_hasSoManySuspects(fixture: KrakenFixture, empty: Int, suspect: Int) throws {
        let report = try fixture.window().report()
        #expect(report.emptyIntervals == empty && report.suspectIntervals == suspect)
    }

    /// Hours are taken out of a file that has all of them: the same pair's finer and coarser files tell each of them.
    @Test(arguments: [
        (KrakenFixture("XBTEUR_15.csv", 15), SuspectRun.Reason.finer),
        (KrakenFixture("XBTEUR_240.csv", 240), SuspectRun.Reason.coarser),
    ])
    func holesCutIntoARealFile_withAWitness_areAllSuspect(witness: KrakenFixture, reason: SuspectRun.Reason) throws {
        var window = try KrakenFixture("XBTEUR_60.csv", 60).window(witnesses: [witness])
        #expect(window.report().emptyIntervals == 0)
        let cut = stride(from: 100, to: 2100, by: 7)
        let hour: Int64 = 3_600_000_000_000
        let holes = cut.map { window.rows.times[$0] }
        for row in cut.reversed() {
            window.rows.times.remove(at: row)
            window.rows.trades.remove(at: row)
        }
        let report = window.report()
        #expect(
            report.suspects.map(\.range)
                == holes.map { TimeRange(Timestamp(nanoseconds: $0), Timestamp(nanoseconds: $0 + hour)) })
        #expect(report.suspects.allSatisfy { $0.reason == reason } && report.noTradesIntervals == 0)
    }
}
