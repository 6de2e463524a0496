public import Coverage
import MarketData
public import Storage

extension HistorySurvey {
    /// Hands on the histories that are wanted, each with a finder that has looked at it: its gaps, its candles, how
    /// complete it is (`GapFinder.completeness(in: line.wanted, line.outlooks)`). The finder is used again for the next one.
    public func eachWithGaps(
        _ scope: SurveyScope, _ body: (SurveyedLine, GapFinder) -> Void
    ) throws(StorageError) {
        var finders = GapFinders(until: now)
        try each(scope) { line in
            finders.withFinder(line.line.kind, line.calendar) { finder in
                finder.find(in: line.wanted, line.outlooks)
                body(line, finder)
            }
        }
    }
}

/// A finder for each kind of history and market.
private struct GapFinders {
    private struct Key: Hashable {
        var kind: SeriesKind
        var calendar: TradingCalendar
    }

    private var finders: [Key: GapFinder] = [:]
    private var hours: MarketHours

    init(until end: Timestamp) { hours = MarketHours(until: end) }

    mutating func withFinder(
        _ kind: SeriesKind, _ calendar: TradingCalendar, _ body: (inout GapFinder) -> Void
    ) {
        let key = Key(kind: kind, calendar: calendar)
        // Taken out, so that its buffers are not copied.
        var finder = finders.removeValue(forKey: key) ?? GapFinder(kind, open: hours.open(kind, calendar))
        body(&finder)
        finders[key] = finder
    }
}
