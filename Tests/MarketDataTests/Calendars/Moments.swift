import MarketData
import Testing

/// Times as RFC 3339 texts, for tables.
func moment(_ text: String, _ place: SourceLocation = #_sourceLocation) throws -> Timestamp {
    try #require(Timestamp(rfc3339: text), "\(text) is no time", sourceLocation: place)
}

func range(_ start: String, _ end: String, _ place: SourceLocation = #_sourceLocation) throws -> TimeRange {
    try #require(TimeRange(moment(start, place), moment(end, place)), "\(end) is not behind", sourceLocation: place)
}

extension TradingCalendar {
    static let every: [TradingCalendar] = [.always, .xnys, .fxWeek, .target]
    static let withRules: [TradingCalendar] = [.xnys, .fxWeek, .target]

    /// The session that is called by a day, nil when there is none.
    func session(of day: String) throws -> Session? {
        let noon = try moment("\(day)T12:00")
        let around = try #require(
            TimeRange(
                Timestamp(nanoseconds: noon.nanoseconds - 86_400_000_000_000),
                Timestamp(nanoseconds: noon.nanoseconds + 86_400_000_000_000)))
        return sessions(in: around).first { $0.day.description == day }
    }
}
