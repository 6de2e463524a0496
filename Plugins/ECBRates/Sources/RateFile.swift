import AdapterKit

/// The three files that the ECB publishes; each holds the newest day.
enum RateFile {
    case daily
    case ninetyDays
    case history

    /// Under the base address.
    var address: String {
        switch self {
        case .daily: "/stats/eurofxref/eurofxref-daily.xml"
        case .ninetyDays: "/stats/eurofxref/eurofxref-hist-90d.xml"
        case .history: "/stats/eurofxref/eurofxref-hist.xml"
        }
    }

    /// The smallest one that reaches back to `start`.
    ///
    /// The newest day of a file can be some days ago (a weekend, Easter), so the daily one is enough only for what begins
    /// today. The middle one holds 90 days, counted by the ECB; ten less are sure.
    static func reaching(_ start: Int64, now: Int64) -> RateFile {
        let today = CalendarDay(holding: now).start
        if start >= today { return .daily }
        return start >= today - 80 * Nanoseconds.day ? .ninetyDays : .history
    }
}
