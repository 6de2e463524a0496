/// A stretch of time that holds its start and not its end; never empty or backwards.
public struct TimeRange: Hashable, Sendable {
    /// The first moment in it.
    public let start: Timestamp
    /// The first moment behind it.
    public let end: Timestamp

    /// From start to end, nil unless start is before end.
    @inlinable public init?(_ start: Timestamp, _ end: Timestamp) {
        guard start < end else { return nil }
        (self.start, self.end) = (start, end)
    }

    /// All of time.
    public static let all = TimeRange(unchecked: .earliest, .latest)

    init(unchecked start: Timestamp, _ end: Timestamp) {
        (self.start, self.end) = (start, end)
    }

    /// Whether the moment is in it.
    public func contains(_ moment: Timestamp) -> Bool { start <= moment && moment < end }

    /// Whether the two share a moment.
    public func overlaps(_ other: TimeRange) -> Bool { start < other.end && other.start < end }

    /// What the two share, nil when that is nothing.
    public func intersection(_ other: TimeRange) -> TimeRange? {
        TimeRange(max(start, other.start), min(end, other.end))
    }
}

extension TimeRange: CustomStringConvertible {
    /// `start..end` in RFC 3339.
    public var description: String { "\(start)..\(end)" }
}
