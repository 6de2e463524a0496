public import Access
public import ArgumentParser
public import MarketData
public import Scaffold
public import Storage

/// A time on the command line.
struct TimeArgument: ExpressibleByArgument {
    let time: Timestamp

    init?(argument: String) {
        guard let time = Timestamp(rfc3339: argument) else { return nil }
        self.time = time
    }
}

extension RangeOptions {
    /// The range, all of time unless something was given.
    func range() throws -> TimeRange {
        let start = start?.time ?? .earliest
        let end = end?.time ?? .latest
        guard let range = TimeRange(start, end) else {
            throw ValidationError("--start (\(start)) must be before --end (\(end))")
        }
        return range
    }
}

/// An interval on the command line: minutes (`60`), or `1h`, `15m`, `1d`.
struct IntervalArgument: ExpressibleByArgument {
    let interval: Interval

    init?(argument: String) {
        var digits = Substring(argument)
        var unit = 1
        switch argument.last {
        case "m": digits = argument.dropLast()
        case "h":
            digits = argument.dropLast()
            unit = 60
        case "d":
            digits = argument.dropLast()
            unit = 1440
        default: break
        }
        guard let number = Int(digits), number < 1_000_000, let interval = Interval(minutes: number * unit) else {
            return nil
        }
        self.interval = interval
    }
}

/// Several intervals: `60,1440`.
struct IntervalsArgument: ExpressibleByArgument {
    let intervals: Set<Interval>

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map {
            IntervalArgument(argument: String($0))?.interval
        }
        guard !parts.contains(nil) else { return nil }
        intervals = Set(parts.compactMap { $0 })
    }
}

/// Several tiers: `TIER1,TIER2`.
struct TiersArgument: ExpressibleByArgument {
    static let allValueStrings = Tier.allCases.map(\.rawValue)

    let tiers: Set<Tier>

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map {
            Tier(rawValue: $0.uppercased())
        }
        guard !parts.contains(nil) else { return nil }
        tiers = Set(parts.compactMap { $0 })
    }
}

extension Tier: ExpressibleByArgument {
    /// Any case.
    public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}

extension AssetCategory: ExpressibleByArgument {
    /// Any case.
    public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}

extension Role: ExpressibleByArgument {}

extension SeriesFilter.Content: ExpressibleByArgument {}

extension AdapterScaffold.Language: ExpressibleByArgument {}

extension AdapterScaffold.Transport: ExpressibleByArgument {}
