/// When a request is repeated: exponential backoff with full jitter, and what the source said goes before it.
public struct RetrySchedule: Hashable, Sendable {
    /// What follows a failed try.
    public enum Action: Hashable, Sendable {
        /// Try again after a pause.
        case retry(after: Duration)
        /// Enough; what the source said about when to come again.
        case giveUp(retryAfter: Duration?)
    }

    /// How often a request is tried, the first time included.
    public var attempts: Int
    /// The first and the longest pause, before jitter.
    public var backoff: ClosedRange<Duration>
    /// A source that wants a longer pause than this is given up for now.
    public var patience: Duration

    /// A schedule.
    public init(attempts: Int, backoff: ClosedRange<Duration>, patience: Duration = .seconds(300)) {
        self.attempts = attempts
        self.backoff = backoff
        self.patience = patience
    }

    /// What follows when the try of that number, from 1, has failed.
    public func action(
        afterAttempt attempt: Int, retryAfter: Duration?, using generator: inout some RandomNumberGenerator
    ) -> Action {
        if attempt >= attempts { return .giveUp(retryAfter: retryAfter) }
        if let retryAfter, retryAfter > patience { return .giveUp(retryAfter: retryAfter) }
        return .retry(after: max(retryAfter ?? .zero, pause(afterAttempt: attempt, using: &generator)))
    }

    /// A random pause between nothing and the backoff of that try ("full jitter": those who failed together do not
    /// come back together).
    public func pause(afterAttempt attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        .nanoseconds(Int64.random(in: 0...max(0, ceiling(attempt).wholeNanoseconds), using: &generator))
    }

    /// The backoff before jitter: the first pause, doubled with each further try.
    public func ceiling(_ attempt: Int) -> Duration {
        // 2^40 times the shortest pause is beyond every longest one.
        let doubled = max(.nanoseconds(1), backoff.lowerBound) * (1 << min(40, max(0, attempt - 1)))
        return min(backoff.upperBound, max(backoff.lowerBound, doubled))
    }
}
