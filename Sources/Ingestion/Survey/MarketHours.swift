public import MarketData

/// When candles can exist, by calendar and kind: worked out once for all histories of a market.
public struct MarketHours {
    private struct Key: Hashable {
        var kind: SeriesKind
        var calendar: TradingCalendar
    }

    private var known: [Key: RangeSet] = [:]
    private let whole: TimeRange

    /// Up to a moment; nothing here began before 1970.
    public init(until end: Timestamp) { whole = TimeRange(Timestamp(nanoseconds: 0), end.advanced(by: 1)) ?? .all }

    /// Nil for always.
    public mutating func open(_ kind: SeriesKind, _ calendar: TradingCalendar) -> RangeSet? {
        if calendar == .always { return nil }
        let key = Key(kind: kind, calendar: calendar)
        if let open = known[key] { return open }
        let open = calendar.open(kind, in: whole)
        known[key] = open
        return open
    }
}
