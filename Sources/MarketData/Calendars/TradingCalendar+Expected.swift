extension TradingCalendar {
    /// The part of a range in which candles of a kind can exist, or trades be made.
    ///
    /// - Trades: the hours of the sessions.
    /// - Candles shorter than a day: the hours, widened to whole candles of the grid (`Interval.floor`), so that the
    ///   candle of four hours that holds the opening counts.
    /// - Candles of a day: the sessions' days in UTC, from 00:00Z to 00:00Z. Sources stamp a day with its midnight in
    ///   UTC or in New York (04:00Z or 05:00Z): both lie in that day of UTC and in no other. The FX week has Monday to
    ///   Friday: the hours after it opens on Sunday make no day.
    /// - Longer candles: every whole candle of the grid in which a day of a session has hours.
    ///
    /// For `always` that is the range itself, in O(1); for the others it takes time linear in the days of the range.
    public func open(_ kind: SeriesKind, in range: TimeRange) -> RangeSet {
        if rules == .always { return RangeSet([range]) }
        var open = RangeSet()
        // A session outside the range can reach into it by its candle.
        for session in sessions(in: kind.interval?.widened(range) ?? range) {
            var hours: TimeRange? = session.hours
            if let interval = kind.interval {
                if interval.nanoseconds >= DayNumber.length {
                    hours = DayNumber(of: session.day).utc.flatMap(session.hours.intersection)
                }
                hours = hours.map(interval.widened)
            }
            if let part = hours?.intersection(range) { open.insert(part) }
        }
        return open
    }

    /// How many candles of an interval, anchored at the epoch, open in a set of time. Of whole days that `open` gave for
    /// candles of a day it is the number of sessions. `Int.max` where there are more.
    public func count(of interval: Interval, in ranges: RangeSet) -> Int {
        let count = ranges.ranges.reduce(Int128(0)) { sum, range in
            sum + Int128(interval.openings(before: range.end)) - Int128(interval.openings(before: range.start))
        }
        return Int(clamping: count)
    }
}

extension Interval {
    /// The range and the rest of the candles that it begins and ends in.
    fileprivate func widened(_ range: TimeRange) -> TimeRange {
        let last = floor(range.end.nanoseconds - 1)
        let (end, overflow) = last.addingReportingOverflow(nanoseconds)
        return TimeRange(
            unchecked: Timestamp(nanoseconds: floor(range.start.nanoseconds)),
            Timestamp(nanoseconds: overflow ? .max : end))
    }

    /// How many candles open from the epoch on and before a moment; less than none before the epoch.
    fileprivate func openings(before moment: Timestamp) -> Int64 {
        let (whole, rest) = moment.nanoseconds.quotientAndRemainder(dividingBy: nanoseconds)
        return rest > 0 ? whole + 1 : whole
    }
}
