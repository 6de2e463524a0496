/// Clocks in New York, by the rules of 1987 and of 2007, each until the next.
enum NewYorkTime {
    /// The moment when the clocks there show a time between 3:00 and midnight: clocks change at 2:00, so all of that is
    /// on one side of it.
    static func moment(_ day: DayNumber, hour: Int64, minute: Int64 = 0) -> Timestamp {
        let behindUTC: Int64 = isSummer(day.date) ? 4 : 5
        return day.moment(seconds: ((hour + behindUTC) * 60 + minute) * 60)
    }

    /// Whether summer time holds in the afternoon of a day.
    private static func isSummer(_ date: CivilDate) -> Bool {
        switch date.month {
        case 4 where date.year < 2007: date.day >= firstSunday(of: date, from: 1)
        case 10 where date.year < 2007: date.day < firstSunday(of: date, from: 25)
        case 3 where date.year >= 2007: date.day >= firstSunday(of: date, from: 8)
        case 11 where date.year >= 2007: date.day < firstSunday(of: date, from: 1)
        default: (4...10).contains(date.month)
        }
    }

    /// The first Sunday of a date's month on or after a day of it.
    private static func firstSunday(of date: CivilDate, from day: Int) -> Int {
        let weekday = DayNumber(of: date).weekday.rawValue
        // Of the day it counts from, 0 for a Monday.
        let start = (weekday + (day - date.day) % 7 + 7) % 7
        return day + Weekday.sunday.rawValue - start
    }
}
