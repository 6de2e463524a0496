import Glibc
public import MarketData

/// A moment on the clock that counts from the machine's start, sleep included: the same in every process, never set
/// back by anybody.
public struct BootTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since the machine started.
    public var nanoseconds: Int64

    /// The moment that many nanoseconds after the start.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Earlier than.
    public static func < (left: BootTime, right: BootTime) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Later by a duration; the last moment there is where that is out of reach.
    public static func + (moment: BootTime, duration: Duration) -> BootTime {
        let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        return BootTime(nanoseconds: overflow ? (duration < .zero ? .min : .max) : sum)
    }

    /// The time between two moments.
    public static func - (left: BootTime, right: BootTime) -> Duration {
        .nanoseconds(left.nanoseconds.subtractingReportingOverflow(right.nanoseconds).partialValue)
    }
}

/// The time, and how to wait for it; tests bring their own.
public protocol SourceClock: Sendable {
    /// For limits and pauses.
    var sinceBoot: BootTime { get }
    /// For dates: when a reply came, what a date in `Retry-After` means. Somebody may set it.
    var wall: Timestamp { get }
    /// Returns at that moment or a little later, or throws because the task was cancelled.
    func sleep(until moment: BootTime) async throws(CancellationError)
}

/// The machine's own clocks.
public struct MachineClock: SourceClock {
    /// The machine's own clocks.
    public init() {}

    /// `CLOCK_BOOTTIME`.
    public var sinceBoot: BootTime { BootTime(nanoseconds: Self.read(CLOCK_BOOTTIME)) }

    /// `CLOCK_REALTIME`.
    public var wall: Timestamp { Timestamp(nanoseconds: Self.read(CLOCK_REALTIME)) }

    /// Sleeps as a task does, without a thread.
    public func sleep(until moment: BootTime) async throws(CancellationError) {
        // Sleeping may end early by a hair, and a limit must not be passed early.
        while true {
            let rest = moment - sinceBoot
            if rest <= .zero { return }
            do { try await Task.sleep(for: rest, tolerance: .zero, clock: .continuous) } catch {
                throw CancellationError()
            }
        }
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // Writes the struct that it is given; both clocks are there on every Linux.
        _ = unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Duration {
    /// Rounded up to nanoseconds, held within what an Int64 has.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let rest = attoseconds > 0 ? (attoseconds + 999_999_999) / 1_000_000_000 : attoseconds / 1_000_000_000
        let (sum, tooMuch) = whole.addingReportingOverflow(rest)
        return tooMuch ? (seconds < 0 ? .min : .max) : sum
    }

    /// Rounded up, at least 1, at most what libcurl takes everywhere (three weeks).
    var wholeMilliseconds: Int {
        let (whole, rest) = wholeNanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return Int(min(Int64(Int32.max), max(1, whole + (rest > 0 ? 1 : 0))))
    }
}
