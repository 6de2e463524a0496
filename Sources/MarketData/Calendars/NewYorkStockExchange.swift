/// On which weekdays the New York Stock Exchange trades, and until when.
///
/// Facts: nyse.com/trade/hours-calendars for today's rules; for the years behind, the exchange's list of closings as the
/// PyPI package exchange_calendars has it. The tests hold every day against that.
enum NewYorkStockExchange {
    /// The hour of the close there, nil for a day without a session. The day is no Saturday or Sunday.
    static func close(_ date: CivilDate, _ weekday: Weekday) -> Int64? {
        if isHoliday(date, weekday) || isClosedOnce(date) { return nil }
        guard closesEarly(date, weekday) else { return 16 }
        return date.year < 1993 ? 14 : 13
    }

    private static func isHoliday(_ date: CivilDate, _ weekday: Weekday) -> Bool {
        let (year, day) = (date.year, date.day)
        switch (date.month, weekday) {
        // New Year. On a Saturday it is not observed: the year's books close on the Friday.
        case (1, .monday) where day <= 2: return true
        case (1, _) where day == 1: return true
        // Martin Luther King's Birthday.
        case (1, .monday): return year >= 1998 && (15...21).contains(day)
        // Washington's Birthday.
        case (2, .monday): return (15...21).contains(day)
        case (3, .friday), (4, .friday): return Easter.isGoodFriday(date)
        // Memorial Day.
        case (5, .monday): return day >= 25
        // Juneteenth.
        case (6, _): return year >= 2022 && isObserved(19, on: day, weekday)
        // Independence Day.
        case (7, _): return isObserved(4, on: day, weekday)
        // Labor Day.
        case (9, .monday): return day <= 7
        // Thanksgiving.
        case (11, .thursday): return (22...28).contains(day)
        // Christmas.
        case (12, _): return isObserved(25, on: day, weekday)
        default: return false
        }
    }

    /// Whether a weekday is the holiday of a day of its month: from a Saturday it moves to Friday, from a Sunday to
    /// Monday.
    private static func isObserved(_ holiday: Int, on day: Int, _ weekday: Weekday) -> Bool {
        day == holiday || (day == holiday - 1 && weekday == .friday) || (day == holiday + 1 && weekday == .monday)
    }

    private static func isClosedOnce(_ date: CivilDate) -> Bool {
        switch (date.year, date.month, date.day) {
        // Presidents' funerals: Nixon, Reagan, Ford, G. H. W. Bush, Carter.
        case (1994, 4, 27), (2004, 6, 11), (2007, 1, 2), (2018, 12, 5), (2025, 1, 9): true
        // The attacks of 2001.
        case (2001, 9, 11...14): true
        // Hurricane Sandy.
        case (2012, 10, 29...30): true
        default: false
        }
    }

    private static func closesEarly(_ date: CivilDate, _ weekday: Weekday) -> Bool {
        switch (date.month, date.day, weekday) {
        // The eve of Independence Day; where that was a Thursday, before 2013, the day behind it.
        case (7, 3, .wednesday): date.year >= 2013
        case (7, 3, _): date.year >= 1995
        case (7, 5, .friday): (1995...2012).contains(date.year)
        // The day behind Thanksgiving.
        case (11, 23...29, .friday): date.year >= 1992
        // Christmas Eve.
        case (12, 24, _): true
        // Days that were shortened once.
        case (12, 26, _): date.year == 1997 || date.year == 2003
        case (12, 31, _): date.year == 1999
        default: false
        }
    }
}
