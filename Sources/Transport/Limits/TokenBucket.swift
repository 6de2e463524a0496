/// How fast a source may be asked.
public struct Pace: Hashable, Sendable {
    /// Nanoseconds that one cost unit takes; 0 for no limit.
    public let period: Int64
    /// Cost units that may be used at once after a rest.
    public let burst: Int

    /// So many cost units a second; a rate of 0, or none that can be kept (negative, not a number), is no limit.
    public init(rate: Double, burst: Int) {
        // Rounded up: never above the rate. A century is as good as never.
        period = rate > 0 ? Int64(min(3e18, (1e9 / rate).rounded(.up))) : 0
        self.burst = max(1, burst)
    }

    /// The time that a cost takes, held within what can be counted with.
    func time(_ cost: Int) -> Int64 {
        let (time, overflow) = period.multipliedReportingOverflow(by: Int64(cost))
        return overflow ? Self.longest : min(time, Self.longest)
    }

    private static let longest = Int64(3_000_000_000_000_000_000)
}

/// A token bucket as a pure value. In any window of T seconds it gives at most burst + rate * T cost units; a request
/// that costs more than the burst waits for a full bucket and counts as the burst there.
///
/// It keeps one moment instead of a number of tokens: when the bucket would be full again. So a reservation is
/// arithmetic on that moment, and there is nothing to refill.
public struct TokenBucket: Hashable, Sendable {
    /// What a request has to do.
    public enum Action: Hashable, Sendable {
        /// It has its place: send at that moment.
        case go(at: BootTime)
        /// No place is given as far ahead as it would need; ask again at that moment.
        case wait(until: BootTime)
    }

    /// How fast.
    public let pace: Pace
    /// When the bucket will be full again; in the past: it is full.
    public internal(set) var fullAt: BootTime
    /// Nothing is sent before, because the source said so.
    public internal(set) var pausedUntil: BootTime

    /// Places are given at most this far ahead: who is killed or cancelled while he waits costs the others no more.
    public static let horizon = Duration.seconds(1)

    /// A full bucket.
    public init(_ pace: Pace) {
        self.pace = pace
        fullAt = BootTime(nanoseconds: .min)
        pausedUntil = BootTime(nanoseconds: .min)
    }

    /// The first moment at which a request of that cost fits, pauses aside.
    public func earliest(_ cost: Int, now: BootTime) -> BootTime {
        if pace.period == 0 { return now }
        // Saturates at the very beginning of time, where the bucket is full anyway.
        let (fits, overflow) = fullAt.nanoseconds.subtractingReportingOverflow(pace.time(max(0, pace.burst - cost)))
        return overflow ? now : max(now, BootTime(nanoseconds: fits))
    }

    /// Takes the place of a request at a moment that is not before `earliest`.
    public mutating func take(_ cost: Int, at moment: BootTime) {
        if pace.period == 0 { return }
        fullAt = max(fullAt, moment) + .nanoseconds(pace.time(cost))
    }

    /// Reserves for a request.
    public mutating func reserve(_ cost: Int, now: BootTime) -> Action {
        switch Self.place([self], cost, now: now) {
        case .go(let moment):
            take(cost, at: moment)
            return .go(at: moment)
        case .wait(let moment): return .wait(until: moment)
        }
    }

    /// Where a request fits that all of these limit.
    public static func place(_ buckets: [TokenBucket], _ cost: Int, now: BootTime) -> Action {
        // A pause is waited for without a place: a place in the far future would stop those that are not paused.
        if let pause = buckets.map(\.pausedUntil).max(), pause > now { return .wait(until: pause) }
        let moment = buckets.map { $0.earliest(cost, now: now) }.max() ?? now
        // Back when half of the horizon is free: many who wait then take many places, and do not all come for each.
        return moment - now <= horizon ? .go(at: moment) : .wait(until: moment + (.zero - horizon / 2))
    }

    /// Gives back a place that was not used, where nobody has reserved behind it; else it is lost.
    public mutating func giveBack(_ cost: Int, taken: BootTime) {
        if pace.period > 0, fullAt == taken { fullAt = fullAt + .nanoseconds(-pace.time(cost)) }
    }

    /// Nothing goes before that moment; a pause is never shortened.
    public mutating func pause(until moment: BootTime) { pausedUntil = max(pausedUntil, moment) }
}
