import Foundation
import MarketData

/// Where candles may open: shorter ones on the grid of their length in UTC or from the day's opening, days and longer
/// ones at the day's anchor in its zone.
struct DayGrid {
    private let zone: TimeZone
    /// Nanoseconds after midnight.
    private let anchor: Int64

    private static let day: Int64 = 86_400_000_000_000
    private static let second: Int64 = 1_000_000_000

    static let utc = DayGrid(.gmt, 0)

    private init(_ zone: TimeZone, _ anchor: Int64) { (self.zone, self.anchor) = (zone, anchor) }

    /// Nil for a zone that this machine does not know.
    init?(zone: String, anchor: Int64) {
        guard let zone = TimeZone(identifier: zone) else { return nil }
        self.init(zone, anchor)
    }

    /// Whether a candle of that length may open then.
    func holds(_ time: Int64, _ interval: Interval) -> Bool {
        if interval.nanoseconds < Self.day, interval.isAligned(time) { return true }
        let seconds = Double(time) / Double(Self.second)
        let local = time &+ Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: seconds))) * Self.second
        // Weeks and months begin on some day; which one is the source's.
        return (local &- anchor) % min(interval.nanoseconds, Self.day) == 0
    }

    /// When such a candle can have ended at the earliest: the clock's change may take an hour of a day.
    func earliestEnd(_ time: Int64, _ interval: Interval) -> Int64 {
        let hour = 3600 * Self.second
        let isExact = zone == .gmt || interval.nanoseconds < Self.day
        return time.addingReportingOverflow(interval.nanoseconds - (isExact ? 0 : hour)).partialValue
    }
}
