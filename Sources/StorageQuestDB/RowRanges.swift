import MarketData
import QuestDBClient
import Storage

/// A range of candles' open times, which are whole microseconds from 1970 on.
struct CandleRange: Hashable {
    /// The first microsecond in it.
    var start: Int64
    /// The first behind it.
    var end: Int64

    private static let nanosecondsPerMicrosecond: Int64 = 1_000

    init(_ range: TimeRange) {
        start = Self.roundedUp(range.start.nanoseconds)
        end = Self.roundedUp(range.end.nanoseconds)
    }

    var condition: SQLText {
        get throws(QuestDBError) {
            try "\(name: TableShape.time) >= \(start) AND \(name: TableShape.time) < \(end)"
        }
    }

    /// Of a stored time; at the end of time where that is beyond the hub's reach.
    static func timestamp(_ microseconds: Int64) -> Timestamp {
        let (nanoseconds, overflow) = microseconds.multipliedReportingOverflow(by: nanosecondsPerMicrosecond)
        return overflow ? .latest : Timestamp(nanoseconds: nanoseconds)
    }

    private static func roundedUp(_ nanoseconds: Int64) -> Int64 {
        if nanoseconds <= 0 { return 0 }
        return (nanoseconds - 1) / nanosecondsPerMicrosecond + 1
    }
}

/// A range of trades, from the first (time, ordinal) in it to the first behind it.
struct TradeRange: Hashable {
    var start: TradeOrdinal
    var end: TradeOrdinal

    /// No trade is from before 1970, and QuestDB's SQL knows no such times.
    init(_ range: TimeRange) {
        start = TradeOrdinal(nanoseconds: max(0, range.start.nanoseconds), ordinal: 0)
        end = TradeOrdinal(nanoseconds: max(0, range.end.nanoseconds), ordinal: 0)
    }

    init(start: TradeOrdinal, end: TradeOrdinal) { (self.start, self.end) = (start, end) }

    /// The part behind a trade that was read.
    func behind(_ position: TradePosition) -> TradeRange {
        let ordinal = min(Int64(max(position.ordinal, -1)) + 1, TradeOrdinal.limit)
        let next = TradeOrdinal(nanoseconds: position.time, ordinal: ordinal)
        return TradeRange(start: max(start, next), end: end)
    }

    /// Rows without an ordinal are nobody's: they came from before the column was there.
    var condition: SQLText {
        get throws(QuestDBError) {
            let time: SQLText = try "\(name: TableShape.time)"
            return try """
            ordinal >= 0 AND \(time) >= \(start.microseconds) AND (\(time) > \(start.microseconds) OR ordinal >= \(start.stored)) \
            AND \(time) <= \(end.microseconds) AND (\(time) < \(end.microseconds) OR ordinal < \(end.stored))
            """
        }
    }
}
