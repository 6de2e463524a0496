public import MarketData

/// When something is due, again and again.
public enum Recurrence: Hashable, Sendable, CustomStringConvertible {
    /// At the moments of a cron expression, by the clocks of a zone.
    case cron(CronExpression, Zone)
    /// Whenever so much time has passed, in UTC.
    case every(Period)

    /// For people: `0 2 * * *`, or `every 15m`.
    public var description: String {
        switch self {
        case .cron(let expression, _): expression.description
        case .every(let period): "every \(period)"
        }
    }

    /// The zone whose clocks hold.
    public var zone: Zone {
        switch self {
        case .cron(_, let zone): zone
        case .every: .utc
        }
    }

    /// The expression, nil for a period.
    public var cron: CronExpression? {
        if case .cron(let expression, _) = self { expression } else { nil }
    }

    /// The period, nil for an expression.
    public var period: Period? {
        if case .every(let period) = self { period } else { nil }
    }

    /// The first moment after this one at which it is due, nil where there is none before 2262.
    public func next(after moment: Timestamp) -> Timestamp? {
        switch self {
        case .cron(let expression, let zone): expression.next(after: moment, in: zone)
        case .every(let period): period.next(after: moment)
        }
    }
}
