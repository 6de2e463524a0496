public import MarketData

/// Time as numbered slots, one for each candle of an interval: slot n begins n intervals after the epoch.
///
/// A range of time becomes slots in one of three ways, by what it says: `whole` for what was asserted, asked for or is in
/// reach (a candle of which a part is missing is missing), `opening` for what was refused (the candle belongs to the
/// moment at which it opens), `touching` for open markets (a candle exists when its market is open in some part of it).
/// Trades have slots of one nanosecond.
public struct SlotGrid: Hashable, Sendable {
    /// Length of a slot in nanoseconds.
    public let step: Int64
    /// Whether a slot is a candle; not for trades.
    public let countsCandles: Bool
    private let inverse: Double

    /// The grid of a kind of history.
    public init(_ kind: SeriesKind) {
        countsCandles = kind.interval != nil
        step = kind.interval?.nanoseconds ?? 1
        // By a factor division is several times faster, and exact to a fraction while quotients stay below 2^44.
        inverse = step >= 1_000_000 ? 1 / Double(step) : 0
    }

    /// Slots that lie in a range with all of their length, nil for none.
    public func whole(_ range: TimeRange) -> Range<Int64>? {
        Self.slots(ceiling(range.start.nanoseconds), floor(range.end.nanoseconds))
    }

    /// Slots that begin in a range, nil for none.
    public func opening(in range: TimeRange) -> Range<Int64>? {
        Self.slots(ceiling(range.start.nanoseconds), ceiling(range.end.nanoseconds))
    }

    /// Slots that share a moment with a range.
    public func touching(_ range: TimeRange) -> Range<Int64> {
        floor(range.start.nanoseconds)..<ceiling(range.end.nanoseconds)
    }

    /// The time of slots, which must be some, and whole ones of a range of time.
    public func time(of slots: Range<Int64>) -> TimeRange {
        let (start, end) = (moment(slots.lowerBound), moment(slots.upperBound))
        guard let range = TimeRange(start, end) else { preconditionFailure("no slots, or a backwards range of them") }
        return range
    }

    /// When a slot begins.
    public func moment(_ slot: Int64) -> Timestamp { Timestamp(nanoseconds: slot * step) }

    /// The slot that holds a moment.
    func floor(_ moment: Int64) -> Int64 { divide(moment).slot }

    /// The first slot that begins at a moment or after it.
    func ceiling(_ moment: Int64) -> Int64 {
        let (slot, rest) = divide(moment)
        return rest == 0 ? slot : slot + 1
    }

    private func divide(_ moment: Int64) -> (slot: Int64, rest: Int64) {
        if inverse == 0 {
            let (slot, rest) = moment.quotientAndRemainder(dividingBy: step)
            return rest < 0 ? (slot - 1, rest + step) : (slot, rest)
        }
        // Rounded towards zero: for a moment before the epoch up to two too large, else off by one at most.
        var slot = Int64(Double(moment) * inverse)
        // The true rest lies between -2 and 2 steps, whatever wraps on the way.
        var rest = moment &- slot &* step
        if rest >= step { return (slot + 1, rest &- step) }
        while rest < 0 { (slot, rest) = (slot - 1, rest &+ step) }
        return (slot, rest)
    }

    static func slots(_ start: Int64, _ end: Int64) -> Range<Int64>? {
        start < end ? start..<end : nil
    }
}
