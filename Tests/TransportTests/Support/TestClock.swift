import MarketData
import Synchronization
import Transport

/// Time that passes only when somebody sleeps.
final class TestClock: SourceClock {
    private let state: Mutex<(now: Int64, slept: [Duration])>
    private let start: Timestamp

    /// - Parameter start: the wall clock's first moment.
    init(start: Timestamp = Timestamp(nanoseconds: 1_700_000_000_000_000_000)) {
        self.start = start
        state = Mutex((1_000_000_000_000, []))
    }

    var sinceBoot: BootTime { BootTime(nanoseconds: state.withLock { $0.now }) }
    var wall: Timestamp { Timestamp(nanoseconds: start.nanoseconds + sinceBoot.nanoseconds - 1_000_000_000_000) }

    /// How long it slept each time, in order; sleeps that were over before they began are none.
    var slept: [Duration] { state.withLock { $0.slept } }

    func sleep(until moment: BootTime) async throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
        state.withLock { state in
            guard moment.nanoseconds > state.now else { return }
            state.slept.append(.nanoseconds(moment.nanoseconds - state.now))
            state.now = moment.nanoseconds
        }
    }

    /// Lets time pass.
    func advance(_ duration: Duration) {
        state.withLock { $0.now += (BootTime(nanoseconds: 0) + duration).nanoseconds }
    }
}

/// Numbers that come again the same (SplitMix64).
struct SeededGenerator: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
