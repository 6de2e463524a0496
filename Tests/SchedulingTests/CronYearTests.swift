import MarketData
import Scheduling
import Testing

/// Whole years minute by minute against a scan that knows nothing of the expression's text: the closure says what it means.
@Suite(.enabled(if: ZoneChanges.isPossible, "needs zdump and tzdata"))
struct CronYearTests {
    /// A clock's reading.
    struct Reading {
        var month = 0
        var day = 0
        /// 0 is Sunday.
        var weekday = 0
        var hour = 0
        var minute = 0
    }

    struct Meaning: Sendable, CustomTestStringConvertible {
        var text: String
        var followsRealTime = false
        var fits: @Sendable (Reading) -> Bool
        var testDescription: String { text }
    }

    static let meanings = [
        Meaning(text: "0 2 * * *") { $0.hour == 2 && $0.minute == 0 },
        Meaning(text: "30 2 * * *") { $0.hour == 2 && $0.minute == 30 },
        Meaning(text: "15,45 1-3 * * *") { (1...3).contains($0.hour) && ($0.minute == 15 || $0.minute == 45) },
        Meaning(text: "0 0 * * *") { $0.hour == 0 && $0.minute == 0 },
        Meaning(text: "@weekly") { $0.weekday == 0 && $0.hour == 0 && $0.minute == 0 },
        Meaning(text: "5 4 1,15 * MON") {
            ($0.day == 1 || $0.day == 15 || $0.weekday == 1) && $0.hour == 4 && $0.minute == 5
        },
        Meaning(text: "5 4 */10 * Mon-fri") {
            [1, 11, 21, 31].contains($0.day) && (1...5).contains($0.weekday) && $0.hour == 4 && $0.minute == 5
        },
        Meaning(text: "0 12 29 FEB *") { $0.month == 2 && $0.day == 29 && $0.hour == 12 && $0.minute == 0 },
        Meaning(text: "59 23 31 1-12/2 *") {
            $0.month % 2 == 1 && $0.day == 31 && $0.hour == 23 && $0.minute == 59
        },
        Meaning(text: "20 6 * * 5-7") { [5, 6, 0].contains($0.weekday) && $0.hour == 6 && $0.minute == 20 },
        Meaning(text: "20 6 * * FRI-SUN/2") { [5, 0].contains($0.weekday) && $0.hour == 6 && $0.minute == 20 },
        Meaning(text: "0 * * * *", followsRealTime: true) { $0.minute == 0 },
        Meaning(text: "*/20 2 * * *", followsRealTime: true) { $0.minute % 20 == 0 && $0.hour == 2 },
        Meaning(text: "10 */6 * * *", followsRealTime: true) { $0.minute == 10 && $0.hour % 6 == 0 },
    ]

    static let zones = [
        "UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca",
    ]

    /// A leap year.
    @Test(arguments: zones)
    func next_ofAYear_isWhatAScanMinuteByMinuteFinds(zone: String) throws {
        let year = 2024
        let changes = try zone == "UTC" ? nil : ZoneChanges(zone)
        let (start, end) = (ZoneChanges.days(year, 1, 1) * 86_400, ZoneChanges.days(year + 1, 1, 1) * 86_400)
        var due: [[Int64]] = Self.meanings.map { _ in [] }
        // The newest reading that a clock has shown, as minutes of a clock that is never set.
        var newest = Int64.min
        var before: Int64?
        for second in stride(from: start - 2 * 86_400, to: end, by: 60) {
            let offset = changes?.offset(at: second) ?? 0
            let local = (second + offset) / 60
            let isNew = local > newest
            // What a clock that was set forward has not shown.
            let skipped =
                before.map { offset > $0 ? (local - (offset - $0) / 60..<local) : local..<local } ?? local..<local
            let reading = Self.reading(local)
            for (index, meaning) in Self.meanings.enumerated() where second >= start {
                if meaning.followsRealTime {
                    if meaning.fits(reading) { due[index].append(second) }
                } else if isNew, meaning.fits(reading) || skipped.contains(where: { meaning.fits(Self.reading($0)) }) {
                    due[index].append(second)
                }
            }
            newest = max(newest, local)
            before = offset
        }
        for (index, meaning) in Self.meanings.enumerated() {
            let expression = try CronExpression(meaning.text)
            let zone = try Zone(zone)
            var found: [Int64] = []
            var at = Timestamp(nanoseconds: start * 1_000_000_000 - 1)
            while let next = expression.next(after: at, in: zone), next.nanoseconds < end * 1_000_000_000 {
                found.append(next.nanoseconds / 1_000_000_000)
                #expect(next > at)
                at = next
            }
            let differences = Set(found).symmetricDifference(due[index]).sorted()
                .compactMap { Timestamp(seconds: $0)?.description }
            let isEqual = found == due[index]
            #expect(isEqual, "\(meaning.text) in \(zone): \(differences.prefix(3))")
            #expect(!found.isEmpty)
        }
    }

    private static func reading(_ local: Int64) -> Reading {
        let day = local / 1440
        let date = calendar[Int(day - firstDay)]
        return Reading(
            month: date.month, day: date.day, weekday: Int((day + 4) % 7), hour: Int(local % 1440 / 60),
            minute: Int(local % 60))
    }

    // Day by day, by counting.
    private static let firstDay = ZoneChanges.days(2023, 1, 1)
    private static let calendar: [(month: Int, day: Int)] = (2023...2026).flatMap { year in
        let lengths = [31, year % 4 == 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).flatMap { month in (1...lengths[month - 1]).map { (month, $0) } }
    }
}
