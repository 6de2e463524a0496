import Dispatch
import Foundation
import MarketData
import Scheduling
import Storage
import StorageSQLite
import Synchronization
import Testing

/// The threads that tasks share are as few as the machine has cores.
@Suite(.serialized)
struct SchedulerThreadsTests {
    /// Nobody who asks it comes back before it is let go: like a ledger whose server does not answer.
    private final class StuckClock: SchedulerClock {
        private let gate = DispatchSemaphore(value: 0)
        private let count = Atomic<Int>(0)
        private let wasForced = Atomic<Bool>(false)

        var asked: Int { count.load(ordering: .relaxed) }

        func now() -> Timestamp {
            count.add(1, ordering: .relaxed)
            gate.wait()
            gate.signal()
            return Timestamp(nanoseconds: 1_700_000_000_000_000_000)
        }

        // As long as the test lasts: it is cancelled.
        func sleep(until moment: Timestamp) async throws { try await Task.sleep(for: .seconds(86_400)) }

        func letGo() { gate.signal() }

        /// Whether it had to be let go for the test to go on at all.
        var isForced: Bool { wasForced.load(ordering: .relaxed) }

        func force() {
            wasForced.store(true, ordering: .relaxed)
            letGo()
        }
    }

    @Test func call_thatDoesNotComeBack_holdsUpNoOtherTask() async throws {
        let (clock, seen) = (StuckClock(), DispatchSemaphore(value: 0))
        let entries = try (0..<(2 * ProcessInfo.processInfo.activeProcessorCount + 1)).map {
            try SchedulerTests.hourly("hourly-\($0)")
        }
        let scheduler = Scheduler(
            entries, ledger: try SchedulerTests.ledger(), owner: "a", clock: clock,
            work: { _, _ in TaskOutcome(.completed, "") })
        let running = Task { await scheduler.run() }
        // Outside of the threads that may all be stuck, this test's too.
        Thread.detachNewThread { if seen.wait(timeout: .now() + 60) == .timedOut { clock.force() } }
        while clock.asked < entries.count, !clock.isForced { try await Task.sleep(for: .milliseconds(5)) }
        seen.signal()
        clock.letGo()
        running.cancel()
        await running.value
        #expect(!clock.isForced)
    }
}
