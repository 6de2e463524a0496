/// When a market trades: the days it has sessions on, and their hours.
///
/// Computed from rules, nothing is stored: a year's sessions take about 20 microseconds. The rules are those of 1990 to
/// 2040. Other years have the rules of the nearest of these, so weekends stay closed there, and a closing that no rule
/// knows (a day of mourning, a storm) is taken as open, in the future too. Hours are the scheduled ones: halts within
/// a day and late openings are no rules.
public struct TradingCalendar: Hashable, Sendable {
    enum Rules: Hashable {
        case always, newYorkStockExchange, foreignExchangeWeek, target
    }

    let rules: Rules

    /// Day and night, every day, as crypto trades. A session is a day of UTC.
    public static let always = TradingCalendar(rules: .always)
    /// New York Stock Exchange, regular hours: 9:30 to 16:00 in New York, until 13:00 (14:00 before 1993) on days that
    /// close early. Trades before and after hours are not expected.
    public static let xnys = TradingCalendar(rules: .newYorkStockExchange)
    /// Foreign exchange: every week from Sunday 17:00 to Friday 17:00 in New York. A session goes from 17:00 of the day
    /// before to 17:00 of its day, Monday to Friday, so the sessions of a week touch.
    public static let fxWeek = TradingCalendar(rules: .foreignExchangeWeek)
    /// Working days of the Eurosystem's payment system TARGET, on which the ECB publishes its rates; none before
    /// 1999-01-04, its first. A session is a day of UTC.
    public static let target = TradingCalendar(rules: .target)

    /// The calendar by which an asset of a category trades; `always` where nobody said what it is.
    public static func calendar(for category: AssetCategory?) -> TradingCalendar {
        switch category {
        case .stock: .xnys
        case .currency, .commodity: .fxWeek
        case .crypto, nil: .always
        }
    }

    /// All that there are.
    public static let all: [TradingCalendar] = [.always, .xnys, .fxWeek, .target]

    /// For people: `24/7`, `XNYS`, `FX week`, `TARGET`.
    public var name: String {
        switch rules {
        case .always: "24/7"
        case .newYorkStockExchange: "XNYS"
        case .foreignExchangeWeek: "FX week"
        case .target: "TARGET"
        }
    }

    /// A market's day.
    public struct Session: Hashable, Sendable {
        /// The day it is called by, where the market is.
        public let day: CivilDate
        /// From its opening to its close.
        public let hours: TimeRange
    }

    /// The sessions that overlap a range, ascending and disjoint, with all of their hours.
    ///
    /// Linear in the days of the range.
    public func sessions(in range: TimeRange) -> [Session] {
        // Hours begin at most a day before their day, in UTC, and end on it.
        let first = DayNumber(of: range.start)
        let last = DayNumber(of: Timestamp(nanoseconds: range.end.nanoseconds - 1)).next
        var sessions: [Session] = []
        var day = first
        while day <= last {
            if let (date, hours) = session(on: day), hours.overlaps(range) {
                sessions.append(Session(day: date, hours: hours))
            }
            day = day.next
        }
        return sessions
    }

    private func session(on day: DayNumber) -> (CivilDate, TimeRange)? {
        if rules == .always { return day.utc.map { (day.date, $0) } }
        let weekday = day.weekday
        if weekday > .friday { return nil }
        let date = day.date
        let hours: TimeRange?
        switch rules {
        case .always, .target:
            hours = TARGETDays.isWorking(date, weekday) ? day.utc : nil
        case .foreignExchangeWeek:
            hours = TimeRange(NewYorkTime.moment(day.previous, hour: 17), NewYorkTime.moment(day, hour: 17))
        case .newYorkStockExchange:
            hours = NewYorkStockExchange.close(date, weekday).flatMap { close in
                TimeRange(NewYorkTime.moment(day, hour: 9, minute: 30), NewYorkTime.moment(day, hour: close))
            }
        }
        return hours.map { (date, $0) }
    }
}

extension TradingCalendar: CustomStringConvertible {
    /// Its name.
    public var description: String { name }
}
