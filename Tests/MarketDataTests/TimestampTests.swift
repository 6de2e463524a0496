import MarketData
import Testing

@Suite struct TimestampTests {
    /// Pairs from other calendars' tables (GNU date), not from this code.
    static let known: [(Int64, String)] = [
        (0, "1970-01-01T00:00:00Z"), (1, "1970-01-01T00:00:00.000000001Z"),
        (-1, "1969-12-31T23:59:59.999999999Z"), (1_713_067_200_250_000_000, "2024-04-14T04:00:00.25Z"),
        (951_782_400_000_000_000, "2000-02-29T00:00:00Z"), (-2_203_891_200_000_000_000, "1900-03-01T00:00:00Z"),
        (-2_203_977_600_000_000_000, "1900-02-28T00:00:00Z"), (1_230_940_800_000_000_000, "2009-01-03T00:00:00Z"),
        (1_709_251_199_000_000_000, "2024-02-29T23:59:59Z"), (4_107_542_400_000_000_000, "2100-03-01T00:00:00Z"),
        (.max, "2262-04-11T23:47:16.854775807Z"), (.min, "1677-09-21T00:12:43.145224192Z"),
        (.min + 1, "1677-09-21T00:12:43.145224193Z"),
    ]

    @Test(arguments: known)
    func moment_printedAndRead_isItself(nanoseconds: Int64, text: String) {
        #expect(Timestamp(nanoseconds: nanoseconds).description == text)
        #expect(Timestamp(rfc3339: text)?.nanoseconds == nanoseconds)
    }

    @Test func randomMoments_printedAndRead_areThemselves() {
        var random = SeededGenerator(seed: 3)
        for index in 0..<20_000 {
            var moment = Int64.random(in: .min...(.max), using: &random)
            // Every length of fraction, and none.
            let unit = [1, 10, 1000, 1_000_000, 100_000_000, 1_000_000_000][index % 6]
            moment -= moment % Int64(unit)
            let text = Timestamp(nanoseconds: moment).description
            #expect(Timestamp(rfc3339: text)?.nanoseconds == moment, "\(text)")
            #expect(text.utf8.count <= Timestamp.longestText)
        }
    }

    @Test func everyDay_from1677To2262_followsTheOneBefore() {
        let (first, last): (Int64, Int64) = (-106_751, 106_751)
        var (year, month, day) = (1677, 9, 22)
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        for number in first...last {
            let midnight = Timestamp(nanoseconds: number * 86_400_000_000_000)
            #expect(midnight.description == "\(year)-\(two(month))-\(two(day))T00:00:00Z")
            #expect(Timestamp(year: year, month: month, day: day) == midnight)
            let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            day += 1
            if day > lengths[month - 1] + (leap && month == 2 ? 1 : 0) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect((year, month, day) == (2262, 4, 12))
    }

    @Test(arguments: [
        ("2024-04-14", "2024-04-14T00:00:00Z"), ("2024-04-14T04:00", "2024-04-14T04:00:00Z"),
        ("2024-04-14 04:00:01", "2024-04-14T04:00:01Z"), ("2024-04-14t04:00:01z", "2024-04-14T04:00:01Z"),
        ("2024-04-14T04:00:00+02:00", "2024-04-14T02:00:00Z"), ("2024-04-14T04:00:00-05:30", "2024-04-14T09:30:00Z"),
        ("2024-01-01T00:30:00+01:00", "2023-12-31T23:30:00Z"), ("2024-02-29T23:30:00-01:00", "2024-03-01T00:30:00Z"),
        ("2024-04-14T04:00:00.5+00:00", "2024-04-14T04:00:00.5Z"),
        ("2024-04-14T04:00:00.123456789-00:00", "2024-04-14T04:00:00.123456789Z"),
        ("2024-04-14T04:00Z", "2024-04-14T04:00:00Z"), ("1677-09-22", "1677-09-22T00:00:00Z"),
        ("2262-04-11", "2262-04-11T00:00:00Z"), ("1677-09-21T00:00:00-01:00", "1677-09-21T01:00:00Z"),
        ("2262-04-12T00:00:00+01:00", "2262-04-11T23:00:00Z"),
    ])
    func text_inEveryForm_isRead(text: String, wanted: String) {
        #expect(Timestamp(rfc3339: text)?.description == wanted)
        #expect(Timestamp(rfc3339: ("x" + text).dropFirst())?.description == wanted, "also as a substring")
    }

    @Test(arguments: [
        "", "2024", "2024-04", "2024-4-14", "24-04-14", "2024-04-14T", "2024-04-14T04", "2024-04-14T4:00",
        "2024-04-14T24:00:00Z", "2024-04-14T04:60:00Z", "2024-04-14T04:00:60Z", "2024-04-14T04:00:00.Z",
        "2024-04-14T04:00:00.1234567890Z", "2024-04-14T04:00:00ZZ", "2024-04-14T04:00:00 Z", " 2024-04-14",
        "2024-04-14 ", "2024-04-14T04:00:00+2:00", "2024-04-14T04:00:00+0200", "2024-04-14T04:00:00+24:00",
        "2024-04-14T04:00:00+00:60", "2024-04-14Z", "2024/04/14", "2024-00-14", "2024-13-14", "2024-04-00",
        "2024-04-31", "2023-02-29", "1900-02-29", "2100-02-29", "-024-04-14", "+2024-04-14", "1676-12-31",
        "1677-09-21", "1677-09-21T00:12:43.145224191Z", "2262-04-11T23:47:16.854775808Z", "2262-04-12", "2263-01-01",
        "9999-12-31", "0000-01-01", "２024-04-14", "2024-04-14T04:00:00−01:00", "1713067200", "now", "2024-04-1é",
        "2262-04-11T23:59:59-23:59", "1677-09-21T00:00:00+23:59",
    ])
    func text_thatIsNoMoment_isNone(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(arguments: [
        (2023, 2, 29), (2024, 2, 30), (2024, 0, 1), (2024, 13, 1), (1676, 1, 1), (1677, 9, 21), (2262, 4, 12),
    ])
    func day_thatIsNone_isNone(year: Int, month: Int, day: Int) {
        #expect(Timestamp(year: year, month: month, day: day) == nil)
        #expect(Timestamp(year: .max, month: month, day: day) == nil)
        #expect(Timestamp(year: .min, month: month, day: day) == nil)
    }

    @Test(arguments: [(Int64(0), Int64(0)), (1_713_067_200, 1_713_067_200_000_000_000), (-1, -1_000_000_000)])
    func seconds_inReach_areMultiplied(seconds: Int64, nanoseconds: Int64) {
        #expect(Timestamp(seconds: seconds)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: [Int64.max, .min, 9_223_372_037, -9_223_372_037])
    func seconds_outOfReach_areNone(seconds: Int64) {
        #expect(Timestamp(seconds: seconds) == nil)
    }

    @Test func moments_areOrderedByTime() {
        #expect(Timestamp.earliest < Timestamp(nanoseconds: -1))
        #expect(Timestamp(nanoseconds: -1) < Timestamp(nanoseconds: 0))
        #expect(Timestamp(nanoseconds: 0) < .firstPlausible && .firstPlausible < Timestamp.latest)
        #expect(!(Timestamp.latest < .latest))
    }

    @Test func write_intoABufferThatIsTooShort_traps() async {
        await #expect(processExitsWith: .failure) {
            var bytes = [UInt8](repeating: 0, count: Timestamp.longestText - 1)
            // The call must trap before it writes a byte.
            _ = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
                unsafe Timestamp(nanoseconds: 0).write(into: buffer)
            }
        }
    }
}
