import AdapterHost
import MarketData

// A source whose days begin at another hour than UTC's asserts its own days; histories are counted in UTC's, each of which
// is the day that begins in it.

extension AdapterManifest {
    /// Whether candles of that kind begin at another hour, of assets of that sort.
    func hasOtherDays(_ kind: SeriesKind, _ category: AssetCategory?) -> Bool {
        guard let interval = kind.interval else { return false }
        if let category, reach.daysOfUTC.contains(category) { return false }
        return interval.nanoseconds >= Self.day && (descriptor.dayZone != "UTC" || descriptor.dayAnchor != 0)
    }

    fileprivate static let day: Int64 = 86_400_000_000_000
}

extension RangeSet {
    /// Days that begin at another hour, as the days of UTC that they are.
    func onDays(_ kind: SeriesKind) -> RangeSet {
        guard let interval = kind.interval, interval.nanoseconds >= AdapterManifest.day else { return self }
        return RangeSet(
            ranges.compactMap { range in
                TimeRange(
                    Timestamp(nanoseconds: interval.floor(range.start.nanoseconds)),
                    Timestamp(nanoseconds: interval.floor(range.end.nanoseconds)))
            })
    }
}

extension TimeRange {
    /// With a day more, in which the last day that begins in it ends; not beyond a moment.
    func withDayBehind(upTo moment: Timestamp) -> TimeRange {
        TimeRange(start, max(end, min(moment, end.advanced(by: AdapterManifest.day)))) ?? self
    }
}
