import MarketData
import Testing

@Suite struct XNYSTests {
    /// Days of each rule and of each exception, with the hours in UTC; nil for no session.
    private static let days: [(String, String?)] = [
        // New Year: a Friday, moved from Sunday, not moved from Saturday.
        ("2021-01-01", nil), ("2023-01-02", nil), ("2021-12-31", "14:30 21:00"), ("2022-01-03", "14:30 21:00"),
        ("2012-01-02", nil), ("2010-12-31", "14:30 21:00"),
        // Martin Luther King's Birthday since 1998.
        ("1997-01-20", "14:30 21:00"), ("1998-01-19", nil), ("2024-01-15", nil), ("2024-01-22", "14:30 21:00"),
        ("1990-02-19", nil), ("2024-02-19", nil),
        ("1990-04-13", nil), ("2008-03-21", nil), ("2024-03-29", nil), ("2038-04-23", nil),
        ("2024-04-01", "13:30 20:00"),
        ("1990-05-28", nil), ("2027-05-31", nil), ("2027-05-24", "13:30 20:00"),
        // Juneteenth since 2022, moved from Sunday; from Saturday to Friday.
        ("2021-06-18", "13:30 20:00"), ("2022-06-20", nil), ("2024-06-19", nil), ("2027-06-18", nil),
        ("1992-07-03", nil), ("2021-07-05", nil), ("2024-07-04", nil), ("2024-09-02", nil), ("2024-11-28", nil),
        ("2021-12-24", nil), ("2022-12-26", nil), ("2024-12-25", nil), ("2040-12-25", nil),
        // No holidays here: Columbus Day, Veterans Day, Election Day.
        ("2024-10-14", "13:30 20:00"), ("2024-11-11", "14:30 21:00"), ("2024-11-05", "14:30 21:00"),
        // Until 14:00, since 1993 until 13:00.
        ("1991-12-24", "14:30 19:00"), ("1992-11-27", "14:30 19:00"), ("1991-11-29", "14:30 21:00"),
        ("1993-11-26", "14:30 18:00"), ("2024-11-29", "14:30 18:00"), ("2024-12-24", "14:30 18:00"),
        // Independence Day's eve and, before 2013, the Friday behind a Thursday.
        ("1994-07-05", "13:30 20:00"), ("1995-07-03", "13:30 17:00"), ("2002-07-03", "13:30 20:00"),
        ("2002-07-05", "13:30 17:00"), ("2013-07-03", "13:30 17:00"), ("2013-07-05", "13:30 20:00"),
        ("2024-07-03", "13:30 17:00"), ("2026-07-02", "13:30 20:00"), ("2025-07-03", "13:30 17:00"),
        // Once.
        ("1994-04-27", nil), ("2001-09-10", "13:30 20:00"), ("2001-09-11", nil), ("2001-09-14", nil),
        ("2001-09-17", "13:30 20:00"), ("2004-06-11", nil), ("2007-01-02", nil), ("2012-10-29", nil),
        ("2012-10-30", nil), ("2018-12-05", nil), ("2025-01-09", nil), ("1997-12-26", "14:30 18:00"),
        ("1999-12-31", "14:30 18:00"), ("2003-12-26", "14:30 18:00"), ("2008-12-26", "14:30 21:00"),
        ("2024-06-22", nil), ("2024-06-23", nil),
        // On both sides of the clocks' changes, by the rules of 1987 and of 2007.
        ("1990-03-30", "14:30 21:00"), ("1990-04-02", "13:30 20:00"), ("1990-10-26", "13:30 20:00"),
        ("1990-10-29", "14:30 21:00"), ("2006-03-13", "14:30 21:00"), ("2006-10-30", "14:30 21:00"),
        ("2007-03-09", "14:30 21:00"), ("2007-03-12", "13:30 20:00"), ("2007-11-02", "13:30 20:00"),
        ("2007-11-05", "14:30 21:00"), ("2040-03-09", "14:30 21:00"), ("2040-03-12", "13:30 20:00"),
    ]

    @Test(arguments: days)
    func day_byItsRule_hasItsHours(day: String, hours: String?) throws {
        let session = try TradingCalendar.xnys.session(of: day)
        let expected = try hours.map { text in
            let times = text.split(separator: " ")
            return try range("\(day)T\(times[0])", "\(day)T\(times[1])")
        }
        #expect(session?.hours == expected)
    }

    /// Every day with its opening and close, 51 years of them.
    @Test(ExchangeCalendars.trait)
    func sessions_from1990To2040_areThoseOfExchangeCalendars() throws {
        let theirs = try ExchangeCalendars.xnys(from: "1990-01-01", to: "2040-12-31")
        let ours = TradingCalendar.xnys.sessions(in: try range("1990-01-01", "2041-01-01")).map {
            ExchangeCalendars.Session(day: $0.day.description, opening: $0.hours.start, close: $0.hours.end)
        }
        #expect(theirs.first?.day == "1990-01-02" && theirs.last?.day == "2040-12-31")
        // Not #expect of two arrays: its message would be 13,000 sessions.
        let isEqual = ours == theirs
        let different = Set(ours).symmetricDifference(theirs).sorted { $0.day < $1.day }
        #expect(isEqual, "\(different.count) differ, the first: \(different.prefix(8))")
    }

    /// The exchange's own figures: 252 sessions in most years.
    @Test(arguments: [(1990, 253), (2001, 248), (2012, 250), (2024, 252), (2025, 250)])
    func year_hasItsNumberOfSessions(year: Int, sessions: Int) throws {
        let whole = try range("\(year)-01-01", "\(year + 1)-01-01")
        #expect(TradingCalendar.xnys.sessions(in: whole).count == sessions)
    }

    /// Storms of years behind the rules' are not known, weekends and the rules' holidays are.
    @Test func yearsBeyondTheRules_areThoseOfTheNearest() throws {
        #expect(try TradingCalendar.xnys.session(of: "1985-09-27") != nil)
        #expect(try TradingCalendar.xnys.session(of: "1985-09-28") == nil)
        #expect(try TradingCalendar.xnys.session(of: "2045-12-25") == nil)
        #expect(try TradingCalendar.xnys.session(of: "2045-12-26") != nil)
    }
}
