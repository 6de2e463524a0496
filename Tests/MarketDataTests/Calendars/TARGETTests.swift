import Foundation
import MarketData
import Testing

@Suite struct TARGETTests {
    /// The weekdays on which TARGET was closed, as the ECB's calendars of these years give them.
    private static let closings: [(Int, [String])] = [
        (1999, ["01-01", "12-31"]),
        (2000, ["04-21", "04-24", "05-01", "12-25", "12-26"]),
        (2001, ["01-01", "04-13", "04-16", "05-01", "12-25", "12-26", "12-31"]),
        (2002, ["01-01", "03-29", "04-01", "05-01", "12-25", "12-26"]),
        (2008, ["01-01", "03-21", "03-24", "05-01", "12-25", "12-26"]),
        (2011, ["04-22", "04-25", "12-26"]),
        (2019, ["01-01", "04-19", "04-22", "05-01", "12-25", "12-26"]),
        (2022, ["04-15", "04-18", "12-26"]),
        (2024, ["01-01", "03-29", "04-01", "05-01", "12-25", "12-26"]),
        (2025, ["01-01", "04-18", "04-21", "05-01", "12-25", "12-26"]),
        (2026, ["01-01", "04-03", "04-06", "05-01", "12-25"]),
    ]

    @Test(arguments: closings)
    func year_hasEveryWeekdayButTheClosings(year: Int, closings: [String]) throws {
        let whole = try range("\(year)-01-01", "\(year + 1)-01-01")
        let working = Set(TradingCalendar.target.sessions(in: whole).map(\.day.description))
        let weekdays = Set(TradingCalendar.fxWeek.sessions(in: whole).map(\.day.description))
            .filter { $0.hasPrefix("\(year)-") }
        #expect(weekdays.subtracting(working).sorted() == closings.map { "\(year)-\($0)" })
        #expect(working.isSubset(of: weekdays))
    }

    @Test func session_isADayOfUTC_fromTheFirstOf1999On() throws {
        let first = try #require(TradingCalendar.target.sessions(in: .all).first)
        #expect(first.day.description == "1999-01-04")
        #expect(first.hours == (try range("1999-01-04", "1999-01-05")))
        #expect(TradingCalendar.target.open(.trades, in: try range("1990-01-01", "1999-01-04")).isEmpty)
    }

    /// What the ECB published in 90 days with Easter and 1 May: a rate on each working day and on no other.
    @Test(Fixtures.trait) func realRates_lieOnTheWorkingDays() throws {
        let text = try String(contentsOf: Fixtures.file("ecb/eurofxref-hist-90d-2018-06.xml"), encoding: .utf8)
        let days = text.matches(of: /time=.(\d{4}-\d\d-\d\d)/).map { String($0.output.1) }.sorted()
        let (first, last) = (try #require(days.first), try #require(days.last))
        let working = TradingCalendar.target.sessions(in: try range(first, "\(last)T12:00")).map(\.day.description)
        #expect(days.count == 61 && working == days)
    }
}
