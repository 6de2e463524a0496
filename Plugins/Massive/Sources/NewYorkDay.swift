import AdapterKit

/// Days of New York, by the rules of the United States since 1967; before, standard time is used all year.
///
/// Uniform Time Act of 1966, Emergency Daylight Saving Time Act of 1974, Energy Policy Act of 2005. The clock moves at
/// 2:00, so that midnight of the first day of summer time is still standard time, and that of its last day summer time.
enum NewYorkDay {
    /// Midnight in New York at the start of a day, nanoseconds UTC.
    static func start(of day: CalendarDay) -> Int64 {
        let start = day.start.addingReportingOverflow((isSummer(atMidnightOf: day) ? 4 : 5) * Nanoseconds.hour)
        return start.overflow ? .max : start.partialValue
    }

    /// The day in New York that holds an instant.
    static func day(holding time: Int64) -> CalendarDay {
        let shifted = time.subtractingReportingOverflow(5 * Nanoseconds.hour)
        let day = CalendarDay(holding: shifted.overflow ? .min : shifted.partialValue)
        let next = day.adding(1)
        return start(of: next) <= time ? next : day
    }

    private static func isSummer(atMidnightOf day: CalendarDay) -> Bool {
        let year = day.parts.year
        guard let summer = summer(of: year) else { return false }
        return summer.lowerBound < day && day <= summer.upperBound
    }

    /// The days on which summer time begins and ends.
    private static func summer(of year: Int) -> ClosedRange<CalendarDay>? {
        let begin: CalendarDay?
        switch year {
        case ..<1967: return nil
        case 1974: begin = CalendarDay(year: 1974, month: 1, day: 6)
        case 1975: begin = CalendarDay(year: 1975, month: 2, day: 23)
        case ...1986: begin = sunday(onOrAfter: 24, month: 4, year: year)
        case ...2006: begin = sunday(onOrAfter: 1, month: 4, year: year)
        default: begin = sunday(onOrAfter: 8, month: 3, year: year)
        }
        let end =
            year <= 2006
            ? sunday(onOrAfter: 25, month: 10, year: year) : sunday(onOrAfter: 1, month: 11, year: year)
        guard let begin, let end else { return nil }
        return begin...end
    }

    private static func sunday(onOrAfter day: Int, month: Int, year: Int) -> CalendarDay? {
        CalendarDay(year: year, month: month, day: day).map { $0.adding(Int64((7 - $0.weekday) % 7)) }
    }
}
