public import Coverage
public import MarketData

/// A made-up history of at most 48 minutes, around the epoch, whose ranges begin and end at thirds of minutes; and what is
/// true of each of its minutes, said as plainly as can be.
public struct OutlookCase: CustomStringConvertible, Sendable {
    /// Candles of a minute.
    public static let kind = SeriesKind.candles(Interval.usual[0])
    /// The slots that can matter.
    public static let slots: Range<Int64> = -10..<42

    /// What is wanted.
    public var wanted: TimeRange
    /// When the market is open.
    public var open: RangeSet
    /// Up to five sources.
    public var outlooks: [SourceOutlook]

    /// The case of a seed.
    public init(_ random: inout SeededGenerator) {
        wanted = Self.range(-8, 40, longest: 48, &random)
        let isAlwaysOpen = Int.random(in: 0..<3, using: &random) == 0
        open = isAlwaysOpen ? RangeSet([.all]) : Self.set(6, &random)
        outlooks = (0..<Int.random(in: 0...5, using: &random)).map { _ in Self.outlook(&random) }
    }

    private static func outlook(_ random: inout SeededGenerator) -> SourceOutlook {
        var outlook = SourceOutlook(["a", "b", "c", "derived"][Int.random(in: 0..<4, using: &random)])
        outlook.priority = Int.random(in: 0...2, using: &random)
        outlook.isFile = Bool.random(using: &random)
        if Int.random(in: 0..<5, using: &random) > 0 { outlook.reach = range(-10, 42, longest: 52, &random) }
        if Int.random(in: 0..<4, using: &random) == 0 { outlook.obstacle = "there is no key" }
        if Bool.random(using: &random) { outlook.covered = set(4, &random) }
        if Int.random(in: 0..<3, using: &random) == 0 { outlook.limited = set(2, &random) }
        outlook.failures = (0..<max(0, Int.random(in: -3...3, using: &random))).map { _ in
            SourceOutlook.Failure(
                range(-10, 42, longest: 20, &random),
                errorClass: Bool.random(using: &random) ? "not-entitled" : "transient",
                message: "no")
        }
        outlook.rowsPerRequest = [0, 1, 5, 720][Int.random(in: 0..<4, using: &random)]
        outlook.requestsPerSecond = [0, 0.5, 1][Int.random(in: 0..<3, using: &random)]
        if Int.random(in: 0..<4, using: &random) == 0 {
            outlook.route = .trades(tradesPerCandle: Bool.random(using: &random) ? nil : 333)
        }
        return outlook
    }

    private static func set(_ count: Int, _ random: inout SeededGenerator) -> RangeSet {
        RangeSet((0..<Int.random(in: 0...count, using: &random)).map { _ in range(-10, 42, longest: 12, &random) })
    }

    /// From `low` to `high` minutes at most.
    private static func range(_ low: Int64, _ high: Int64, longest: Int64, _ random: inout SeededGenerator) -> TimeRange
    {
        let third: Int64 = 20_000_000_000
        // Half of them on the grid, as most of what sources say is.
        let unit: Int64 = Bool.random(using: &random) ? 3 : 1
        let start = Int64.random(in: (low * 3 / unit)..<(high * 3 / unit), using: &random) * unit
        let length = Int64.random(in: 1...(longest * 3 / unit), using: &random) * unit
        let end = min(high * 3, start + length)
        guard let range = TimeRange(Timestamp(nanoseconds: start * third), Timestamp(nanoseconds: end * third)) else {
            preconditionFailure("a made-up range is never empty")
        }
        return range
    }

    /// The case in words.
    public var description: String { "wanted \(wanted), open \(open.ranges), sources \(outlooks)" }
}

extension OutlookCase {
    /// The time of a slot.
    public static func time(_ slot: Int64) -> TimeRange {
        let minute: Int64 = 60_000_000_000
        guard
            let range = TimeRange(
                Timestamp(nanoseconds: slot * minute), Timestamp(nanoseconds: (slot + 1) * minute))
        else { preconditionFailure("a minute is never empty") }
        return range
    }

    /// Whether a slot is wanted with all of its length.
    public func isWanted(_ slot: Int64) -> Bool { RangeSet([wanted]).holds(Self.time(slot)) }

    /// Whether the market is open in some of a slot.
    public func isOpen(_ slot: Int64) -> Bool { open.ranges.contains { $0.overlaps(Self.time(slot)) } }

    /// Whether a source has asserted all of a slot.
    public func isAsserted(_ slot: Int64) -> Bool { outlooks.contains { $0.covered.holds(Self.time(slot)) } }

    /// What a source can do about a slot.
    public func standing(_ place: Int, _ slot: Int64, tellsAsserted: Bool = false) -> SourceStanding {
        let (one, time) = (outlooks[place], Self.time(slot))
        if tellsAsserted, one.covered.holds(time) { return .asserted }
        guard let reach = one.reach else { return .absent }
        if reach.intersection(time) != time { return .beyond }
        if one.limited.contains(time.start) { return .limited }
        let classes = Set(one.failures.filter { $0.range.contains(time.start) }.map(\.errorClass))
        if classes.contains("not-entitled") { return .notEntitled }
        if one.obstacle != nil { return .obstructed }
        return classes.isEmpty ? .ready : .failed
    }

    /// The places of the sources of a route, the one that is asked first first.
    public func places(givingCandles: Bool) -> [Int] {
        outlooks.indices.filter { outlooks[$0].givesCandles == givingCandles }.sorted { left, right in
            let (a, b) = (outlooks[left], outlooks[right])
            let (rowsA, rowsB) = (
                a.rowsPerRequest == 0 ? 1_000_000 : a.rowsPerRequest,
                b.rowsPerRequest == 0 ? 1_000_000 : b.rowsPerRequest
            )
            return (-a.priority, -rowsA, a.source, left) < (-b.priority, -rowsB, b.source, right)
        }
    }

    /// The class of a slot that nobody has asserted and in which the market is open.
    public func gapClass(_ slot: Int64) -> (gapClass: GapClass, source: Int?) {
        let serving = places(givingCandles: true).filter { outlooks[$0].reach != nil }
        func first(_ fits: (SourceStanding) -> Bool) -> Int? { serving.first { fits(standing($0, slot)) } }
        if let best = first({ $0 == .ready || $0 == .failed }) {
            return (standing(best, slot) == .failed ? .failed : .fillable, best)
        }
        if let refusing = first({ $0 == .notEntitled }) { return (.notEntitled, refusing) }
        if let obstructed = first({ $0 == .obstructed }) { return (.notAsked, obstructed) }
        return serving.isEmpty ? (.notAsked, nil) : (.sourceLimit, serving[0])
    }
}
