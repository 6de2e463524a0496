/// How a trade's time and ordinal lie in the table: QuestDB's TIMESTAMP has microseconds, so the nanoseconds
/// within the microsecond go in front of the ordinal. A trade of a whole microsecond keeps its plain ordinal,
/// and the order of (time, stored ordinal) is that of (nanoseconds, ordinal).
struct TradeOrdinal: Hashable, Comparable {
    /// µs UTC.
    var microseconds: Int64
    /// What column `ordinal` has.
    var stored: Int64

    /// Ordinals of one nanosecond: from 0 to one less.
    static let limit: Int64 = 2_000_000
    static let nanosecondsPerMicrosecond: Int64 = 1_000

    /// From a time of any sign; of an ordinal from 0 to `limit`, which stands behind all of its nanosecond.
    init(nanoseconds: Int64, ordinal: Int64) {
        let rest = nanoseconds % Self.nanosecondsPerMicrosecond
        let within = rest < 0 ? rest + Self.nanosecondsPerMicrosecond : rest
        microseconds = nanoseconds / Self.nanosecondsPerMicrosecond - (rest < 0 ? 1 : 0)
        stored = within * Self.limit + ordinal
    }

    init(microseconds: Int64, stored: Int64) { (self.microseconds, self.stored) = (microseconds, stored) }

    /// ns UTC.
    var nanoseconds: Int64 { microseconds * Self.nanosecondsPerMicrosecond + stored / Self.limit }
    /// Among the trades of that nanosecond.
    var ordinal: Int32 { Int32(truncatingIfNeeded: stored % Self.limit) }

    static func < (left: TradeOrdinal, right: TradeOrdinal) -> Bool {
        (left.microseconds, left.stored) < (right.microseconds, right.stored)
    }
}
