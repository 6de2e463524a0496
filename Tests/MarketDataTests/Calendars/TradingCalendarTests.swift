import MarketData
import Testing

@Suite struct TradingCalendarTests {
    private static let hour: Int64 = 3_600_000_000_000
    private static let intervals = [1, 7, 60, 240, 720, 1440, 2160, 10_080, 21_600].compactMap { Interval(minutes: $0) }

    /// A stretch of up to 40 days somewhere from 1990 to 2040, begun and ended anywhere.
    private static func stretch(_ random: inout SeededGenerator, hours: Int64 = 960) throws -> TimeRange {
        let rules = try range("1990-01-01", "2040-11-01")
        let start = Int64.random(in: rules.start.nanoseconds..<rules.end.nanoseconds, using: &random)
        let length = Int64.random(in: 1...hours * hour, using: &random)
        return try #require(TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: start + length)))
    }

    @Test(arguments: TradingCalendar.every)
    func sessions_ofRandomStretches_ascendAndAreThoseOfTheWhole(calendar: TradingCalendar) throws {
        let all = calendar.sessions(in: try range("1989-12-01", "2041-02-01"))
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.hours.end <= $1.hours.start && $0.day < $1.day })
        #expect(all.allSatisfy { $0.hours.end.nanoseconds - $0.hours.start.nanoseconds <= 25 * Self.hour })
        var random = SeededGenerator(seed: 5)
        for _ in 0..<30 {
            let stretch = try Self.stretch(&random)
            #expect(calendar.sessions(in: stretch) == all.filter { $0.hours.overlaps(stretch) })
        }
    }

    @Test(arguments: TradingCalendar.withRules)
    func sessions_areNeverOfAWeekend(calendar: TradingCalendar) throws {
        // 1899-12-30 was a Saturday: weeks that begin there are two days of weekend.
        let saturday = try moment("1899-12-30").nanoseconds
        let sessions = calendar.sessions(in: try range("1900-01-01", "2100-01-01"))
        let ofWeekends = try sessions.filter { session in
            try (moment("\(session.day)").nanoseconds - saturday) % (168 * Self.hour) < 48 * Self.hour
        }
        #expect(ofWeekends.isEmpty && sessions.count > 20_000)
    }

    /// Each candle of the grid is asked for: is a session's time in it?
    @Test(arguments: TradingCalendar.withRules, intervals)
    func open_ofRandomStretches_agreesWithEveryCandle(calendar: TradingCalendar, interval: Interval) throws {
        var random = SeededGenerator(seed: UInt64(interval.nanoseconds))
        for _ in 0..<4 {
            // Not a million candles of a minute.
            let hours = min(960, interval.nanoseconds / Self.hour * 200 + 80)
            let drawn = try Self.stretch(&random, hours: hours)
            let start = Timestamp(nanoseconds: interval.floor(drawn.start.nanoseconds))
            let end = Timestamp(nanoseconds: interval.floor(drawn.end.nanoseconds) + interval.nanoseconds)
            let stretch = try #require(TimeRange(start, end))
            let times = try calendar.sessions(in: stretch).compactMap { session in
                if interval.nanoseconds < 24 * Self.hour { return session.hours }
                // From a day on, the hours of the session's own day.
                let midnight = try moment(session.day.description)
                return TimeRange(midnight, Timestamp(nanoseconds: midnight.nanoseconds + 24 * Self.hour))
                    .flatMap(session.hours.intersection)
            }
            let grid = (0..<(end.nanoseconds - start.nanoseconds) / interval.nanoseconds).compactMap { number in
                let opening = start.nanoseconds + number * interval.nanoseconds
                return TimeRange(
                    Timestamp(nanoseconds: opening), Timestamp(nanoseconds: opening + interval.nanoseconds))
            }
            let expected = grid.filter { candle in times.contains(where: candle.overlaps) }
            let open = calendar.open(.candles(interval), in: stretch)
            #expect(open == RangeSet(expected))
            #expect(calendar.count(of: interval, in: open) == expected.count)
            // A part of the stretch has its part of what is open.
            #expect(calendar.open(.candles(interval), in: drawn) == open.intersection(RangeSet([drawn])))
        }
    }

    @Test func openForTrades_isTheHours_clippedToTheRange() throws {
        let open = TradingCalendar.xnys.open(.trades, in: try range("2024-11-27T20:00", "2024-11-29T15:00"))
        let hours = [
            try range("2024-11-27T20:00", "2024-11-27T21:00"), try range("2024-11-29T14:30", "2024-11-29T15:00"),
        ]
        #expect(open == RangeSet(hours))
        #expect(TradingCalendar.xnys.open(.trades, in: try range("2024-11-28", "2024-11-29")).isEmpty)
    }

    @Test(arguments: [
        ("2024-03-08T21:59", true), ("2024-03-08T22:00", false), ("2024-03-10T20:59", false),
        ("2024-03-10T21:00", true), ("2024-11-01T20:59", true), ("2024-11-01T21:00", false),
        ("2024-11-03T21:59", false), ("2024-11-03T22:00", true), ("2006-03-31T21:59", true),
        ("2006-04-02T20:59", false), ("2006-04-02T21:00", true), ("2024-12-25T12:00", true),
    ])
    func foreignExchange_aroundTheClocksChanges_opensAndClosesAt17InNewYork(text: String, isOpen: Bool) throws {
        let open = TradingCalendar.fxWeek.open(.trades, in: .all)
        #expect(open.contains(try moment(text)) == isOpen)
    }

    @Test func foreignExchange_ofAYear_isOneRangeAWeek() throws {
        let open = TradingCalendar.fxWeek.open(.trades, in: try range("2024-01-07", "2025-01-05"))
        #expect(open.ranges.count == 52)
    }

    @Test func always_isTheWholeRange() throws {
        let minute = SeriesKind.candles(try #require(Interval(minutes: 1)))
        #expect(TradingCalendar.always.open(minute, in: .all) == RangeSet([.all]))
        #expect(TradingCalendar.always.open(.trades, in: .all) == RangeSet([.all]))
        let days = TradingCalendar.always.sessions(in: .all)
        #expect(days.first?.hours.start == .earliest && days.last?.hours.end == .latest)
        #expect(RangeSet(days.map(\.hours)) == RangeSet([.all]))
    }

    /// Nothing leaves Int64 at the ends of time.
    @Test(arguments: TradingCalendar.every, [1, 1440, 10_080, 5_256_000])
    func open_ofAllTime_liesInIt(calendar: TradingCalendar, minutes: Int) throws {
        let interval = try #require(Interval(minutes: minutes))
        let open = calendar.open(.candles(interval), in: .all)
        #expect(!open.isEmpty && open.subtracting(RangeSet([.all])).isEmpty)
        #expect(calendar.count(of: interval, in: open) > 0)
    }

    @Test(arguments: 1...20)
    func count_ofRandomSets_agreesWithEveryMoment(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<50 {
            let interval = try #require(Interval(nanoseconds: .random(in: 1...9, using: &random)))
            let set = RangeSet(
                (0..<4).compactMap { _ in
                    let start = Int64.random(in: -40...40, using: &random)
                    return TimeRange(
                        Timestamp(nanoseconds: start),
                        Timestamp(nanoseconds: start + .random(in: 1...12, using: &random)))
                })
            let openings = (Int64(-60)...60).filter {
                set.contains(Timestamp(nanoseconds: $0)) && interval.isAligned($0)
            }
            #expect(TradingCalendar.always.count(of: interval, in: set) == openings.count)
        }
        let shortest = try #require(Interval(nanoseconds: 1))
        #expect(TradingCalendar.always.count(of: shortest, in: RangeSet([.all])) == .max)
    }

    @Test(arguments: [
        (AssetCategory.stock, "XNYS"), (.currency, "FX week"), (.commodity, "FX week"), (.crypto, "24/7"),
        (nil, "24/7"),
    ])
    func category_hasItsCalendar(category: AssetCategory?, name: String) {
        #expect(TradingCalendar.calendar(for: category).name == name)
    }
}
