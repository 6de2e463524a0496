import MarketData
import Scheduling
import Testing

struct PeriodTests {
    @Test(arguments: [
        ("15m", "2024-01-01T00:00:00Z", "2024-01-01T00:15:00Z"),
        ("15m", "2024-01-01T00:14:59.999999999Z", "2024-01-01T00:15:00Z"),
        ("1h", "2024-03-10T06:30:00Z", "2024-03-10T07:00:00Z"), ("60m", "2024-03-10T06:30:00Z", "2024-03-10T07:00:00Z"),
        ("6h", "2024-01-01T13:00:00Z", "2024-01-01T18:00:00Z"), ("1d", "2024-02-28T00:00:00Z", "2024-02-29T00:00:00Z"),
        // Counted from 1970-01-01, a Thursday.
        ("7d", "2024-01-01T00:00:00Z", "2024-01-04T00:00:00Z"), ("1m", "1969-12-31T23:59:30Z", "1970-01-01T00:00:00Z"),
        ("366d", "1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z"),
    ])
    func next_isTheNextMultipleSince1970(text: String, after: String, due: String) throws {
        #expect(try Period(text).next(after: try #require(Timestamp(rfc3339: after)))?.description == due)
    }

    @Test(arguments: [
        "", "m", "0m", "15", "15s", "1.5h", "-1m", "+1m", "1 h", "367d", "527041m", "9999999m", "١m", "1M",
    ])
    func period_thatIsNone_isRefusedWithAdvice(text: String) {
        let error = #expect(throws: CronError.self) { try Period(text) }
        #expect(error?.description.contains("like 15m, 6h or 1d, from 1m to 366d") == true)
    }

    @Test func next_atTheEndOfTime_isNone() throws { #expect(try Period("1d").next(after: .latest) == nil) }
}
