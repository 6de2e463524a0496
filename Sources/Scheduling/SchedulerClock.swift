public import MarketData

/// The time, and waiting for it.
public protocol SchedulerClock: Sendable {
    /// What time it is.
    func now() -> Timestamp
    /// Returns when it is that late, or, where nothing depends on it, a little earlier.
    /// - Throws: `CancellationError`.
    func sleep(until moment: Timestamp) async throws
}

/// The clock of the wall, which can be set: it is looked at again and again.
public struct WallClock: SchedulerClock {
    private let reading: @Sendable () -> Timestamp

    /// Read by this closure.
    public init(_ now: @escaping @Sendable () -> Timestamp) { reading = now }

    /// What time it is.
    public func now() -> Timestamp { reading() }

    /// Waits, at most half a minute at once.
    public func sleep(until moment: Timestamp) async throws {
        while case let left = moment.nanoseconds.subtractingReportingOverflow(now().nanoseconds).partialValue, left > 0
        {
            try await Task.sleep(for: .nanoseconds(min(left, 30_000_000_000)))
        }
    }
}
