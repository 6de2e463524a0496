public import MarketData

/// A length of time after which something is due again: `15m`, `6h`, `1d`.
///
/// Counted in UTC from 1970-01-01T00:00, as candles are: `15m` is due at :00, :15, :30 and :45 of every hour, `1d` at midnight,
/// whenever the hub was started and wherever clocks are set.
public struct Period: Hashable, Sendable, CustomStringConvertible {
    /// A minute to 366 days.
    public static let longest = 366 * 1440

    private let interval: Interval

    /// Reads a period: a whole number of minutes (`m`), hours (`h`) or days (`d`).
    ///
    /// - Throws: `CronError` for what is none, is shorter than a minute or longer than 366 days.
    public init(_ text: String) throws(CronError) {
        let units: [Character: Int] = ["m": 1, "h": 60, "d": 1440]
        let digits = text.dropLast()
        guard let unit = text.last.flatMap({ units[$0] }), (1...6).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
            number * unit <= Self.longest, let interval = Interval(minutes: number * unit)
        else {
            throw CronError(
                "'\(text.prefix(40))' is no period: write whole minutes, hours or days, like 15m, 6h or 1d, from 1m to 366d"
            )
        }
        self.interval = interval
    }

    /// As it is written shortest: `15m`, and `1h` for 60 minutes.
    public var description: String { interval.description }

    /// The first moment after this one at which it is due, nil where there is none before 2262.
    public func next(after moment: Timestamp) -> Timestamp? {
        let (next, overflow) = interval.floor(moment.nanoseconds).addingReportingOverflow(interval.nanoseconds)
        return overflow || next > Timestamp.latest.nanoseconds ? nil : Timestamp(nanoseconds: next)
    }
}
