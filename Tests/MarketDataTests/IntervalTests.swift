import MarketData
import Testing

@Suite struct IntervalTests {
    private static let second: Int64 = 1_000_000_000

    @Test(arguments: [
        (Int64(60), "1m"), (300, "5m"), (900, "15m"), (3600, "1h"), (5400, "90m"), (14_400, "4h"), (43_200, "12h"),
        (86_400, "1d"), (604_800, "7d"), (1_296_000, "15d"), (30, "30s"), (90, "90s"),
    ])
    func description_ofALength_isTheFieldsName(seconds: Int64, text: String) throws {
        let interval = try #require(Interval(nanoseconds: seconds * Self.second))
        #expect(interval.description == text)
        #expect(interval.minutes == (seconds % 60 == 0 ? Int(seconds / 60) : nil))
    }

    @Test func description_ofAFractionOfASecond_showsIt() throws {
        #expect(try #require(Interval(nanoseconds: 250_000_000)).description == "0.25s")
    }

    @Test(arguments: [Int64(0), -1, .min])
    func interval_thatIsNotPositive_isNone(nanoseconds: Int64) {
        #expect(Interval(nanoseconds: nanoseconds) == nil)
    }

    @Test(arguments: [0, -1, Int.min, Int.max, 5_256_001])
    func minutes_outOfReach_areNone(minutes: Int) {
        #expect(Interval(minutes: minutes) == nil)
    }

    @Test func usualIntervals_areTheUsersAndAscend() {
        #expect(Interval.usual.compactMap(\.minutes) == [1, 5, 15, 30, 60, 240, 720, 1440, 10_080, 21_600])
        #expect(Interval.usual == Interval.usual.sorted())
    }

    @Test(arguments: [
        ("2024-04-14T04:07:31.5Z", 5, "2024-04-14T04:05:00Z"),
        ("2024-04-14T04:05:00Z", 5, "2024-04-14T04:05:00Z"),
        ("2024-04-14T04:05:00Z", 240, "2024-04-14T04:00:00Z"),
        ("2024-04-14T23:59:59.999999999Z", 1440, "2024-04-14T00:00:00Z"),
        ("1970-01-07T23:00:00Z", 10_080, "1970-01-01T00:00:00Z"),
        ("2024-04-14T00:00:00Z", 10_080, "2024-04-11T00:00:00Z"),
        ("1969-12-31T23:59:59.999999999Z", 1, "1969-12-31T23:59:00Z"),
        ("1969-12-31T23:59:00Z", 1, "1969-12-31T23:59:00Z"),
        ("1969-12-31T00:00:00Z", 10_080, "1969-12-25T00:00:00Z"),
        ("1900-02-28T12:34:56Z", 60, "1900-02-28T12:00:00Z"),
    ])
    func floor_ofAMoment_isItsCandlesOpening(moment: String, minutes: Int, opening: String) throws {
        let interval = try #require(Interval(minutes: minutes))
        let time = try #require(Timestamp(rfc3339: moment)).nanoseconds
        #expect(Timestamp(nanoseconds: interval.floor(time)).description == opening)
        #expect(interval.isAligned(time) == (moment == opening))
    }

    @Test func floor_ofAnyMoment_isTheLastAlignedOneNotAfterIt() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<5000 {
            let length = Int64.random(in: 1...2_000_000_000_000_000, using: &random)
            let moment = Int64.random(in: (.min + length)...(.max), using: &random)
            let interval = try #require(Interval(nanoseconds: length))
            let opening = interval.floor(moment)
            #expect(opening <= moment && moment - opening < length && interval.isAligned(opening))
        }
    }

    @Test func floor_beforeTheFirstWholeCandle_isTheFirstMoment() throws {
        let day = try #require(Interval(minutes: 1440))
        #expect(day.floor(.min) == .min)
        #expect(day.floor(.min + 1) == .min)
        #expect(try #require(Interval(nanoseconds: 1)).floor(.min) == .min)
        #expect(day.isAligned(day.floor(.max)))
    }
}
