/// Easter of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher.
enum Easter {
    /// Whether a day of March or April is the Friday before.
    static func isGoodFriday(_ date: CivilDate) -> Bool { dayOfMarch(date) == sunday(of: date.year) - 2 }

    /// Whether a day of March or April is the Monday behind.
    static func isMonday(_ date: CivilDate) -> Bool { dayOfMarch(date) == sunday(of: date.year) + 1 }

    private static func dayOfMarch(_ date: CivilDate) -> Int { date.month == 4 ? date.day + 31 : date.day }

    /// As a day of March, of which April's are the 32nd and on.
    private static func sunday(of year: Int) -> Int {
        let golden = year % 19
        let (century, inCentury) = year.quotientAndRemainder(dividingBy: 100)
        let lunarCorrection = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - lunarCorrection + 15) % 30
        let toSunday = (32 + 2 * (century % 4) + 2 * (inCentury / 4) - epact - inCentury % 4) % 7
        let latest = (golden + 11 * epact + 22 * toSunday) / 451
        return epact + toSunday - 7 * latest + 22
    }
}
