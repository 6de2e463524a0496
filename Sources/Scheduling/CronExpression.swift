import MarketData

/// When something is to be done: minute, hour, day of the month, month, day of the week, as cron writes it.
///
/// Lists, ranges, steps, names (`MON`, `JAN`) and `@hourly`, `@daily`, `@midnight`, `@weekly`, `@monthly`, `@yearly`,
/// `@annually`. As in Vixie's cron a day must fit both fields of days where one of them begins with `*`, and one of
/// them otherwise.
public struct CronExpression: Hashable, Sendable, CustomStringConvertible {
    /// As it was written.
    public let description: String
    /// Whether it follows real time where clocks are set: minute or hour begins with `*`.
    let followsRealTime: Bool
    private let minutes: UInt64
    private let hours: UInt64
    private let days: UInt64
    private let months: UInt64
    private let weekdays: UInt64
    private let needsBothDays: Bool

    /// The longest there is sense in.
    public static let longestText = 200

    private static let words = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    /// Reads an expression.
    ///
    /// - Throws: `CronError` for what is none, and for one that fits no day that there is.
    public init(_ text: String) throws(CronError) {
        guard text.utf8.count <= Self.longestText else {
            throw CronError("a cron expression is at most \(Self.longestText) bytes long")
        }
        let written = text.split(whereSeparator: \.isWhitespace)
        description = written.joined(separator: " ")
        var fields = written
        if let first = written.first, first.hasPrefix("@") {
            guard written.count == 1, let meant = Self.words[first.lowercased()] else {
                throw CronError(
                    "'\(first.prefix(40))' is not known: \(Self.words.keys.sorted().joined(separator: ", ")) are")
            }
            fields = meant.split(separator: " ")
        }
        guard fields.count == 5 else {
            throw CronError(
                "'\(description.prefix(40))' has \(fields.count) fields and needs five: minute, hour, day of the month, month, "
                    + "day of the week, like 30 2 * * MON-FRI")
        }
        minutes = try CronField.minute.values(fields[0])
        hours = try CronField.hour.values(fields[1])
        days = try CronField.day.values(fields[2])
        months = try CronField.month.values(fields[3])
        weekdays = try CronField.weekday.values(fields[4])
        followsRealTime = fields[0].hasPrefix("*") || fields[1].hasPrefix("*")
        needsBothDays = fields[2].hasPrefix("*") || fields[4].hasPrefix("*")
        // Longer than any two fitting days are apart: leap days that have to fall on one day of the week, around 2100.
        let start = LocalMinute(day: 10_957, minute: 0)
        guard first(in: start.value..<start.value + 45 * 366 * 1440) != nil else {
            throw CronError("'\(description)' never comes: no month of those has such a day")
        }
    }

    /// The first local minute of these that fits; minutes since 1970-01-01T00:00 of a clock that is never set.
    func first(in range: Range<Int64>) -> Int64? {
        var at = LocalMinute(range.lowerBound)
        while at.value < range.upperBound {
            let date = CivilDate(daysSinceEpoch: at.day)
            guard months >> UInt64(date.month) & 1 == 1 else {
                at = LocalMinute(
                    day: at.day + Int64(CivilDate.days(inMonth: date.month, year: date.year) - date.day + 1))
                continue
            }
            guard fits(date, at.day) else {
                at = LocalMinute(day: at.day + 1)
                continue
            }
            for minute in at.minute..<1440
            where hours >> UInt64(minute / 60) & 1 == 1 && minutes >> UInt64(minute % 60) & 1 == 1 {
                let found = LocalMinute(day: at.day, minute: minute).value
                return found < range.upperBound ? found : nil
            }
            at = LocalMinute(day: at.day + 1)
        }
        return nil
    }

    private func fits(_ date: CivilDate, _ day: Int64) -> Bool {
        let isDay = days >> UInt64(date.day) & 1 == 1
        // 1970-01-01 was a Thursday.
        let isWeekday = weekdays >> UInt64(((day + 4) % 7 + 7) % 7) & 1 == 1
        return needsBothDays ? isDay && isWeekday : isDay || isWeekday
    }
}

/// A minute of a clock that is never set.
private struct LocalMinute {
    let value: Int64

    init(_ value: Int64) { self.value = value }
    init(day: Int64, minute: Int = 0) { value = day * 1440 + Int64(minute) }

    var day: Int64 { value >= 0 ? value / 1440 : (value - 1439) / 1440 }
    var minute: Int { Int(value - day * 1440) }
}
