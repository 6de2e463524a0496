/// A moment: nanoseconds since 1970-01-01T00:00:00Z, UTC, as everywhere in the hub.
///
/// Reaches from 1677-09-21 to 2262-04-11. Calendar arithmetic is proleptic Gregorian, without
/// leap seconds (as in POSIX time).
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Nanoseconds since the epoch.
    public let nanoseconds: Int64

    /// The moment that many nanoseconds after the epoch.
    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The moment that many whole seconds after the epoch, nil where nanoseconds overflow.
    public init?(seconds: Int64) {
        let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return nil }
        self.nanoseconds = nanoseconds
    }

    /// Midnight UTC of a calendar day, nil when there is no such day or it is out of reach.
    public init?(year: Int, month: Int, day: Int) {
        guard let date = CivilDate(year: year, month: month, day: day) else { return nil }
        let (midnight, overflow) = date.daysSinceEpoch.multipliedReportingOverflow(by: 86_400_000_000_000)
        if overflow { return nil }
        nanoseconds = midnight
    }

    /// Earlier than.
    @inlinable public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The first moment there is.
    public static let earliest = Timestamp(nanoseconds: .min)
    /// The last moment there is.
    public static let latest = Timestamp(nanoseconds: .max)
    /// 2009-01-03T00:00:00Z: the day of Bitcoin's first block, before which no market here traded.
    public static let firstPlausible = Timestamp(nanoseconds: 1_230_940_800_000_000_000)
}
