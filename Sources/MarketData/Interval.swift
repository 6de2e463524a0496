/// The length of a candle. Whole seconds; the field's names are minutes.
public struct Interval: Hashable, Comparable, Sendable {
    /// Length in nanoseconds, always positive.
    public let nanoseconds: Int64

    /// An interval of that length, nil unless it is positive.
    public init?(nanoseconds: Int64) {
        guard nanoseconds > 0 else { return nil }
        self.nanoseconds = nanoseconds
    }

    /// An interval of that many minutes, nil unless it is positive and at most ten years.
    public init?(minutes: Int) {
        guard (1...5_256_000).contains(minutes) else { return nil }
        nanoseconds = Int64(minutes) * Self.minute
    }

    /// Whole minutes, nil for an interval that is not a whole number of them.
    public var minutes: Int? {
        nanoseconds % Self.minute == 0 ? Int(nanoseconds / Self.minute) : nil
    }

    /// Shorter than.
    public static func < (left: Interval, right: Interval) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The minutes that the hub's users know: 1 minute to 15 days.
    public static let usual: [Interval] = [1, 5, 15, 30, 60, 240, 720, 1440, 10_080, 21_600].compactMap {
        Interval(minutes: $0)
    }

    private static let minute: Int64 = 60_000_000_000
}

extension Interval {
    /// The open time of the candle that holds a moment, for an interval anchored at the epoch.
    ///
    /// Anchoring: intervals are counted from 1970-01-01T00:00:00Z, which is what Kraken does up to
    /// a day, for a week (weeks open on Thursday) and for 15 days.
    ///
    /// The first candle of all may begin before Int64 does: for moments in it the answer is Int64.min.
    @inlinable public func floor(_ nanoseconds: Int64) -> Int64 {
        let remainder = nanoseconds % self.nanoseconds
        if remainder >= 0 { return nanoseconds - remainder }
        let (opening, overflow) = (nanoseconds - remainder).subtractingReportingOverflow(self.nanoseconds)
        return overflow ? .min : opening
    }

    /// Whether a moment is the open time of a candle.
    @inlinable public func isAligned(_ nanoseconds: Int64) -> Bool { nanoseconds % self.nanoseconds == 0 }
}

extension Interval: CustomStringConvertible {
    /// `5m`, `4h`, `1d`, or seconds where it is not whole minutes.
    public var description: String {
        guard let minutes else {
            let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
            return rest == 0 ? "\(seconds)s" : "\(Double(nanoseconds) / 1e9)s"
        }
        if minutes % 1440 == 0 { return "\(minutes / 1440)d" }
        if minutes % 60 == 0 { return "\(minutes / 60)h" }
        return "\(minutes)m"
    }
}
