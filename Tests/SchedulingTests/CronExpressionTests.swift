import MarketData
import Scheduling
import Testing

struct CronExpressionTests {
    @Test(arguments: [
        ("", "has 0 fields and needs five"), ("* * * *", "has 4 fields"), ("* * * * * *", "has 6 fields"),
        ("60 * * * *", "'60' is no minute: it must be 0 to 59"), ("* 24 * * *", "no hour"),
        ("* * 0 * *", "day of the month"),
        ("* * * 13 *", "or a name, JAN to DEC"), ("* * * * 8", "or a name, SUN to SAT"), ("* * * * MO", "SUN to SAT"),
        ("5-1 * * * *", "from the smaller to the larger"), ("5/10 * * * *", "write 5-59/10"),
        ("*/0 * * * *", "the step must be 1 to 59"), ("*/60 * * * *", "the step must be 1 to 59"),
        ("1,,2 * * * *", "no minute"),
        ("-1 * * * *", "no minute"), ("1-2-3 * * * *", "no minute"), ("+1 * * * *", "no minute"),
        ("* * L * *", "no day"),
        ("0 0 30 2 *", "never comes"), ("0 0 31 4,6,9,11 *", "never comes"), ("@reboot", "is not known"),
        ("@daily 1", "is not known"), ("٣ * * * *", "no minute"),
    ])
    func expression_thatIsNone_isRefusedWithAdvice(text: String, advice: String) {
        let error = #expect(throws: CronError.self) { try CronExpression(text) }
        #expect(error?.description.contains(advice) == true, "\(error?.description ?? "")")
    }

    @Test func expression_ofManyBytes_isRefused() {
        #expect(throws: CronError.self) { try CronExpression(String(repeating: "1,", count: 200) + "1 * * * *") }
    }

    @Test(arguments: ["Berlin", "Europe/Nowhere", "", "Europe/Berlin ", "../etc/passwd", "EST"])
    func zone_thatIsNone_isRefused(name: String) {
        #expect(throws: CronError.self) { try Zone(name) }
    }

    @Test(arguments: [
        // Skipped: at the first moment behind the gap, once.
        ("30 2 * * *", "America/New_York", "2024-03-10T00:00:00Z", ["2024-03-10T07:00:00Z", "2024-03-11T06:30:00Z"]),
        ("0,30 2 * * *", "America/New_York", "2024-03-10T00:00:00Z", ["2024-03-10T07:00:00Z", "2024-03-11T06:00:00Z"]),
        (
            "15 2 * * *", "Australia/Lord_Howe", "2024-10-05T00:00:00Z",
            ["2024-10-05T15:30:00Z", "2024-10-06T15:15:00Z"]
        ),
        // Twice there: the first time.
        ("30 1 * * *", "America/New_York", "2024-11-03T00:00:00Z", ["2024-11-03T05:30:00Z", "2024-11-04T06:30:00Z"]),
        (
            "45 1 * * *", "Australia/Lord_Howe", "2024-04-06T12:00:00Z",
            ["2024-04-06T14:45:00Z", "2024-04-07T15:15:00Z"]
        ),
        // Real time.
        ("30 * * * *", "Europe/Berlin", "2024-10-26T23:45:00Z", ["2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z"]),
        // A day that never was: Samoa went over the date line.
        ("0 9 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00Z", ["2011-12-30T10:00:00Z", "2012-12-29T19:00:00Z"]),
        // Leap days, over the one that 2100 lacks.
        ("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", ["2104-02-29T00:00:00Z", "2108-02-29T00:00:00Z"]),
        // Fractions of a second are before the minute, the minute itself is not after itself.
        ("0 0 * * *", "UTC", "2024-01-01T23:59:59.999999999Z", ["2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z"]),
        ("0 0 * * *", "UTC", "1969-12-30T12:00:00.5Z", ["1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z"]),
    ])
    func next_whereClocksAreSet_isOnceAndNotTwice(text: String, zone: String, after: String, expected: [String]) throws
    {
        let expression = try CronExpression(text)
        var at = try #require(Timestamp(rfc3339: after))
        for due in expected {
            at = try #require(expression.next(after: at, in: try Zone(zone)))
            #expect(at.description == due)
        }
    }

    @Test func next_atTheEndOfTime_isNone() throws {
        let expression = try CronExpression("0 0 1 1 *")
        #expect(expression.next(after: try #require(Timestamp(rfc3339: "2262-02-01"))) == nil)
        #expect(expression.next(after: .latest) == nil)
        #expect(expression.next(after: .earliest)?.description == "1678-01-01T00:00:00Z")
    }
}
