public import MarketData

extension CronExpression {
    /// The first moment after this one at which it is due, nil where there is none before 2262.
    ///
    /// Where clocks are set, as in Vixie's cron: a time that is skipped is done once, at the first moment behind the gap;
    /// a time that comes twice is done the first time. An expression whose minute or hour begins with `*` follows real
    /// time instead.
    public func next(after moment: Timestamp, in zone: Zone = .utc) -> Timestamp? {
        let least = Self.divided(moment.nanoseconds, 1_000_000_000).down + 1
        // No clock was ever set by more than a day: what lies further back changes nothing.
        var start = least - 2 * 86_400
        var before: Int64?
        while start <= Timestamp.latest.nanoseconds / 1_000_000_000 {
            let end = zone.nextChange(after: start) ?? .max / 4
            let offset = zone.offset(at: start)
            let part = Part(start: start, end: end, offset: offset, before: before ?? offset)
            if let second = first(in: part, from: least) { return Timestamp(seconds: second) }
            (start, before) = (end, offset)
        }
        return nil
    }

    /// A stretch of time in which no clock is set; seconds since 1970.
    private struct Part {
        let start: Int64
        let end: Int64
        let offset: Int64
        /// The offset that held before.
        let before: Int64
    }

    private func first(in part: Part, from least: Int64) -> Int64? {
        func minute(_ second: Int64) -> Int64 { Self.divided(second, 60).up }

        let from = max(part.start, least)
        guard from < part.end else { return nil }
        var local = minute(from + part.offset)
        if !followsRealTime {
            let (had, now) = (minute(part.start + part.before), minute(part.start + part.offset))
            // What was skipped is done now; what was had already is not had again.
            if had < now, from == part.start, first(in: had..<now) != nil { return part.start }
            local = max(local, had)
        }
        let end = minute(part.end + part.offset)
        guard local < end, let found = first(in: local..<end) else { return nil }
        return found * 60 - part.offset
    }

    private static func divided(_ value: Int64, _ by: Int64) -> (down: Int64, up: Int64) {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: by)
        return (rest < 0 ? quotient - 1 : quotient, rest > 0 ? quotient + 1 : quotient)
    }
}
