/// The working days of TARGET, the Eurosystem's payment system.
///
/// Facts: the ECB's press releases of 1998-09-03 and 1999-07-15 (1999, 2000), its calendar of 2001, and the release of
/// 2000-12-14 (www.ecb.europa.eu/press/pr/date/2000/html/pr001214_4.en.html): from 2002 "until further notice".
enum TARGETDays {
    /// Whether a day, no Saturday or Sunday, is one.
    static func isWorking(_ date: CivilDate, _ weekday: Weekday) -> Bool {
        guard date.year >= 1999 else { return false }
        switch (date.month, date.day) {
        case (1, 1), (12, 25): return false
        // 1999 and 2001 closed for the changes to the euro's books and coins.
        case (12, 31): return date.year != 1999 && date.year != 2001
        case (5, 1), (12, 26): return date.year < 2000
        default: break
        }
        if date.year < 2000 { return true }
        switch (date.month, weekday) {
        case (3, .friday), (4, .friday): return !Easter.isGoodFriday(date)
        case (3, .monday), (4, .monday): return !Easter.isMonday(date)
        default: return true
        }
    }
}
