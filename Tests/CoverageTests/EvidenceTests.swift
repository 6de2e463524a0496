import Coverage
import MarketData
import Testing

@Suite struct EvidenceTests {
    private typealias Rows = EvidenceWindow.Rows
    private static let minute: Int64 = 60_000_000_000
    private static let interval = Interval.usual[0]

    private static func minutes(_ start: Int64, _ end: Int64) throws -> TimeRange {
        try #require(TimeRange(Timestamp(nanoseconds: start * minute), Timestamp(nanoseconds: end * minute)))
    }

    /// Rows in the minutes of a range but for some, each with so many trades.
    private static func rows(_ range: Range<Int64>, without holes: Set<Int64>, trades: Int64) -> Rows {
        let slots = range.filter { !holes.contains($0) }
        return Rows(times: slots.map { $0 * minute }, trades: slots.map { _ in trades })
    }

    /// 100 minutes, of which 50, 51 and 52 are empty.
    private static func window(_ trades: Int64) throws -> EvidenceWindow {
        EvidenceWindow(
            interval, rows: rows(0..<100, without: [50, 51, 52], trades: trades),
            judged: RangeSet([try minutes(0, 100)]))
    }

    @Test(arguments: [(Int64(20), false), (21, true), (500, true), (-1, false), (0, false)])
    func run_amongNeighbours_isSuspectWhenTheyTradeEnough(trades: Int64, isSuspect: Bool) throws {
        // exp(-20) is 2e-9, exp(-21) is 8e-10.
        let report = try Self.window(trades).report()
        let hole = try Self.minutes(50, 53)
        #expect(report.suspects.map(\.range) == (isSuspect ? [hole] : []))
        #expect(report.noTrades == (isSuspect ? [] : [hole]))
        #expect(report.emptyIntervals == 3 && report.suspectIntervals == (isSuspect ? 3 : 0))
    }

    @Test func threshold_decides() throws {
        try #expect(Self.window(20).report(EvidenceSettings(threshold: 1e-8)).suspectIntervals == 3)
        try #expect(Self.window(30).report(EvidenceSettings(threshold: 1e-20)).suspectIntervals == 0)
    }

    @Test func quieterSide_decides() throws {
        var window = try Self.window(500)
        for row in 47..<97 { window.rows.trades[row] = row < 60 ? 500 : 3 }
        // Of 24 behind the run, 11 or more are quiet: a quarter of them is.
        #expect(window.report().suspects.isEmpty)
    }

    @Test func sideThatIsHardlyKnown_isNotUsed() throws {
        var window = try Self.window(500)
        window.known = RangeSet([try Self.minutes(50, 100)])
        let left = 11
        window.rows.times.removeFirst(50 - left)
        window.rows.trades.removeFirst(50 - left)
        // Eleven before it say nothing; those behind it do.
        #expect(window.report().suspectIntervals == 3)
        window.rows.times.removeLast(47 - left)
        window.rows.trades.removeLast(47 - left)
        window.known = RangeSet([try Self.minutes(50, 64)])
        #expect(window.report().suspectIntervals == 0 && window.report().emptyIntervals == 3)
    }

    /// Asserted minutes of which the first, or the last, are empty: the edge of a quarter, or a listing or delisting in it.
    @Test(arguments: [(12, true), (13, false), (60, false)] as [(Int64, Bool)], [true, false])
    func run_atTheEdgeOfWhatIsKnown_isJudgedWhileItIsShort(run: (length: Int64, isSuspect: Bool), isFirst: Bool) throws
    {
        let (length, isSuspect) = run
        let edge = isFirst ? 0..<length : 100 - length..<100
        let window = EvidenceWindow(
            Self.interval, rows: Self.rows(0..<100, without: Set(edge), trades: 500),
            judged: RangeSet([try Self.minutes(0, 100)]))
        let hole = try Self.minutes(edge.lowerBound, edge.upperBound)
        #expect(window.report().suspects.map(\.range) == (isSuspect ? [hole] : []))
        #expect(window.report().noTrades == (isSuspect ? [] : [hole]))
        // Closed time in it makes it no longer.
        var closed = window
        closed.open = RangeSet([.all]).subtracting(
            RangeSet([try Self.minutes(edge.lowerBound + 1, edge.upperBound - 1)]))
        #expect(closed.report().suspectIntervals == 2)
    }

    @Test func longRun_betweenTwoKnownSides_isSuspect() throws {
        let window = EvidenceWindow(
            Self.interval, rows: Self.rows(0..<100, without: Set(20..<80), trades: 500),
            judged: RangeSet([try Self.minutes(0, 100)]))
        #expect(window.report().suspectIntervals == 60)
    }

    @Test func onlyWhatIsAssertedAndJudged_isJudged() throws {
        var window = try Self.window(500)
        window.judged = RangeSet([try Self.minutes(0, 52)])
        try #expect(window.report().suspects.map(\.range) == [Self.minutes(50, 52)])
        window.known = RangeSet([try Self.minutes(0, 51), try Self.minutes(52, 100)])
        try #expect(window.report().suspects.map(\.range) == [Self.minutes(50, 51)])
        window.judged = RangeSet([try Self.minutes(0, 40)])
        #expect(window.report().emptyIntervals == 0)
    }

    @Test func closedTime_isNotEmptyAndNoNeighbour() throws {
        var window = try Self.window(500)
        window.open = RangeSet([try Self.minutes(0, 50), try Self.minutes(53, 100)])
        #expect(window.report().emptyIntervals == 0)
        // The minutes before the closed time are the neighbours of those behind it.
        window.open = RangeSet([try Self.minutes(0, 50), try Self.minutes(52, 100)])
        try #expect(window.report().suspects.map(\.range) == [Self.minutes(52, 53)])
    }

    @Test func tradesAndFinerCandles_inAHole_makeJustTheirIntervalsSuspect() throws {
        var window = try Self.window(1)
        let seconds = try #require(Interval(nanoseconds: 30_000_000_000))
        window.witnesses = [
            .init(nil, Rows(times: [51 * Self.minute + 7, 51 * Self.minute + 7])),
            .init(seconds, Rows(times: [50 * Self.minute, 52 * Self.minute + Self.minute / 2], trades: [0, 4])),
        ]
        let report = window.report()
        try #expect(report.suspects.map(\.range) == [Self.minutes(51, 53)])
        #expect(report.suspects.first?.evidence == "2 trades and a candle of 30s of the same source inside it")
        try #expect(report.noTrades == [Self.minutes(50, 51)])
    }

    @Test(arguments: [
        // 45..59 holds twelve minutes of five trades.
        (Int64(61), true, Int64(5), true), (60, true, 5, false), (59, true, 5, false), (-1, true, 5, false),
        // Where a part is not known it can hold what is missing.
        (61, false, 5, false),
        // Without counts only a candle without any part says something, and here there are parts.
        (61, true, -1, false),
    ])
    func coarserCandle_thatHoldsMore_makesItsEmptyPartsSuspect(
        held: Int64, isKnown: Bool, trades: Int64, isSuspect: Bool
    ) throws {
        var window = try Self.window(trades)
        if !isKnown { window.known = RangeSet([try Self.minutes(0, 52), try Self.minutes(53, 100)]) }
        window.witnesses = [.init(Interval.usual[2], Rows(times: [45 * Self.minute], trades: [held]))]
        let report = window.report()
        try #expect(report.suspects.map(\.range) == (isSuspect ? [Self.minutes(50, 53)] : []))
        if isSuspect {
            #expect(
                report.suspects.first?.evidence
                    == "the candle of 15m at 1970-01-01T00:45:00Z holds 61 trades, its parts 60")
        }
    }

    @Test(arguments: [(Int64(-1), true), (0, false), (2, true)])
    func coarserCandle_withoutAnyPart_isEvidence(held: Int64, isSuspect: Bool) throws {
        var window = EvidenceWindow(
            Self.interval, rows: Self.rows(0..<100, without: Set(30..<35), trades: -1),
            judged: RangeSet([try Self.minutes(0, 100)]))
        window.witnesses = [.init(Interval.usual[1], Rows(times: [30 * Self.minute], trades: [held]))]
        try #expect(window.report().suspects.map(\.range) == (isSuspect ? [Self.minutes(30, 35)] : []))
        #expect(window.report().noTradesIntervals == (isSuspect ? 0 : 5))
    }

    @Test func witness_whoseIntervalIsNoMultiple_saysNothing() throws {
        var window = EvidenceWindow(
            Interval.usual[1], rows: Rows(times: []), judged: RangeSet([try Self.minutes(0, 60)]))
        window.witnesses = [
            .init(Interval(minutes: 7), Rows(times: [7 * Self.minute], trades: [100])),
            .init(Interval(minutes: 3), Rows(times: [12 * Self.minute], trades: [100])),
        ]
        try #expect(window.report().suspects.isEmpty && window.report().noTrades == [Self.minutes(0, 60)])
    }

    @Test func emptyWindow_reportsNothing() {
        let report = EvidenceWindow(Self.interval, rows: Rows(times: []), judged: RangeSet()).report()
        #expect(report.emptyIntervals == 0 && report.suspects.isEmpty && report.noTrades.isEmpty)
    }
}
