/// A day of the Gregorian calendar, for sources that name days (`2023-07-31`) and for those that stamp a day's candle with
/// one of its hours.
///
/// Conversions after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
public struct CalendarDay: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public var number: Int64

    /// The day with that number.
    public init(number: Int64) { self.number = number }

    /// The day in UTC that holds an instant, nanoseconds.
    public init(holding time: Int64) {
        number = time >= 0 ? time / Nanoseconds.day : -1 - (-1 - time) / Nanoseconds.day
    }

    /// Nil when there is no such day between 1678 and 2261, the years that nanoseconds reach as a whole.
    public init?(year: Int, month: Int, day: Int) {
        guard (1678...2261).contains(year), (1...12).contains(month),
            (1...CalendarDay.days(inMonth: month, year: year)).contains(day)
        else { return nil }
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// `2023-07-31`, exactly so; nil for everything else.
    public init?(iso text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 45 || (48...57).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Its first instant in UTC, nanoseconds.
    public var start: Int64 {
        let start = number.multipliedReportingOverflow(by: Nanoseconds.day)
        return start.overflow ? (number < 0 ? .min : .max) : start.partialValue
    }

    /// The day so many days later.
    public func adding(_ days: Int64) -> CalendarDay { CalendarDay(number: number + days) }

    /// 0 for Sunday to 6 for Saturday.
    public var weekday: Int { Int(((number % 7) + 11) % 7) }

    /// Year, month and day of the month.
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
        let year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        return (year, month, Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1))
    }

    /// Earlier than.
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.number < right.number }

    private static func days(inMonth month: Int, year: Int) -> Int {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}

extension CalendarDay: CustomStringConvertible {
    /// `2023-07-31`.
    public var description: String {
        let (year, month, day) = parts
        func padded(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
