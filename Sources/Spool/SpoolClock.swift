import Glibc
public import MarketData

/// Time, and waiting for it to pass.
public struct SpoolClock: Sendable {
    /// The moment, for people.
    public var now: @Sendable () -> Timestamp
    /// Time since some start, which nobody sets.
    public var uptime: @Sendable () -> Duration
    /// Returns when that time has passed.
    public var wait: @Sendable (Duration) -> Void

    /// A clock of these parts.
    public init(
        now: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> Duration,
        wait: @escaping @Sendable (Duration) -> Void
    ) {
        (self.now, self.uptime, self.wait) = (now, uptime, wait)
    }

    /// The machine's.
    public static let system = SpoolClock(
        now: {
            let time = read(CLOCK_REALTIME)
            return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
        },
        uptime: {
            let time = read(CLOCK_MONOTONIC)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        },
        wait: { duration in
            let (seconds, attoseconds) = duration.components
            var left = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
            var rest = timespec()
            // Interrupted by a signal, the call leaves what is left of the time in `rest`.
            while unsafe nanosleep(&left, &rest) != 0, errno == EINTR { left = rest }
        })

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        // Filled by the call, which cannot fail for these clocks.
        unsafe clock_gettime(clock, &time)
        return time
    }
}
